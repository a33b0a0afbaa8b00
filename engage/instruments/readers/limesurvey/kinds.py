"""LimeSurvey's 29 question types, and what becomes of each."""

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    name: str
    """What LimeSurvey calls it."""
    becomes: str
    """What it is here."""
    changed: str = ""
    """What is different from there, if anything; a finding says so where it occurs."""


KINDS: Mapping[str, Kind] = {
    "1": Kind("Array dual scale", "two matrices over the same rows", "the second one is named after the first"),
    "5": Kind("5 point choice", "scale from 1 to 5"),
    "A": Kind("Array (5 point choice)", "matrix, one option a row"),
    "B": Kind("Array (10 point choice)", "matrix, one option a row"),
    "C": Kind("Array (yes/no/uncertain)", "matrix, one option a row"),
    "D": Kind(
        "Date/time", "date, time, date with time, or year", "month and year without a day are asked as a whole date"
    ),
    "E": Kind("Array (increase/same/decrease)", "matrix, one option a row"),
    "F": Kind("Array", "matrix, one option a row"),
    "G": Kind("Gender", "single choice of LimeSurvey's two options"),
    "H": Kind("Array by column", "matrix, one option a row", "its columns are rows, as everywhere"),
    "I": Kind(
        "Language switch",
        "language",
        "left out where nothing asks for its answer: every page has its own switch of language",
    ),
    "K": Kind("Multiple numerical input", "matrix of numbers", "totals are checked, not shown; rows begin empty"),
    "L": Kind("List (radio)", "single choice"),
    "M": Kind("Multiple choice", "multiple choice"),
    "N": Kind("Numerical input", "integer or decimal"),
    "O": Kind("List with comment", "single choice, and a text beside it"),
    "P": Kind("Multiple choice with comments", "multiple choice, and a matrix of texts for what was chosen"),
    "Q": Kind("Multiple short text", "matrix of texts", "rows begin empty"),
    "R": Kind("Ranking", "ranking"),
    "S": Kind("Short free text", "text, or a number where it takes numbers only", "maps are left out"),
    "T": Kind("Long free text", "text of several lines"),
    "U": Kind("Huge free text", "text of several lines"),
    "X": Kind("Text display", "note", "time limits are left out"),
    "Y": Kind("Yes/No", "single choice of yes and no"),
    "!": Kind("List (dropdown)", "single choice as a drop-down list"),
    "*": Kind("Equation", "calculation, and a note where it shows a text"),
    ":": Kind("Array (numbers)", "matrix of numbers, one row a cell; of checkboxes, several options a row"),
    ";": Kind("Array (texts)", "matrix of texts, one row a cell"),
    "|": Kind("File upload", "file", "one file, of the endings that both take"),
}
"""By LimeSurvey's letter."""
