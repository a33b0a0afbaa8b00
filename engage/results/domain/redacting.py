"""What in a written answer looks like it says who somebody is. A suggestion for a person who reads it, and no more."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Mark(StrEnum):
    """What stands in the place of what was taken out."""

    ADDRESS = "address"
    LINK = "link"
    DATE = "date"
    NUMBER = "number"


_LINK = r"(?:https?://|www\.)[^\s<>\"”»]*[^\s<>\"”».,;:!?)\]]"
_DATE = (
    r"\b(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d\d|(?:19|20)\d\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2})\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
)
_PATTERNS = {
    Mark.ADDRESS: re.compile(r"(?<![^\s@<>(),;:])[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\W\d_]{2,}"),
    Mark.LINK: re.compile(_LINK, re.IGNORECASE),
    Mark.DATE: re.compile(_DATE),
    Mark.NUMBER: re.compile(r"(?<!\w)(?:\+|\()?\d(?:[\s\u00a0\u202f./()-]{0,2}\d){5,}(?!\w)"),
}
"""In this order: a link may hold a number, a date is one."""


def suggest(text: str, marks: Mapping[Mark, str]) -> str:
    """The text with mail addresses, links, dates and numbers of six digits or more replaced by marks.

    Names, places and stories that only one person can have are not found: whoever redacts reads every word.

    :param marks: what stands for each, in the language of who redacts
    """
    for mark, pattern in _PATTERNS.items():
        text = pattern.sub(marks[mark].replace("\\", r"\\"), text)
    return text
