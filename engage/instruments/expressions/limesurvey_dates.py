"""LimeSurvey's dates. There a moment is a number of seconds; here a date, and a number counts days."""

import re

from engage.instruments.expressions.errors import WrongArguments
from engage.instruments.expressions.limesurvey_parts import Origin, Part, Strength, quoted

_LETTERS = {
    "Y": "%Y",
    "y": "%y",
    "m": "%m",
    "n": "%n",
    "d": "%d",
    "j": "%e",
    "H": "%H",
    "G": "%h",
    "i": "%M",
    "s": "%S",
    "M": "%b",
    "D": "%a",
}
"""PHP's letters of a date that our `format-date-time` has too; `M` and `D` are English in both."""
_NOW = {"now": "now()", "today": "today()"}


def now(_parts: tuple[Part, ...]) -> Part:
    return seconds("now()")


def seconds(moment: str) -> Part:
    """A moment as seconds, in the respondent's own time: differences are what matters."""
    return Part(f"decimal-date-time({moment}) * 86400", Origin.NUMBER, Strength.PRODUCT, moment=moment)


def moment_of(parts: tuple[Part, ...]) -> Part:
    """`strtotime` of an answer, or of the words now and today."""
    [part] = parts
    if part.origin is not Origin.QUOTED:
        return seconds(part.text)
    word = (part.literal or "").strip().lower()
    if word in _NOW:
        return seconds(_NOW[word])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        return seconds(f"date('{word}')")
    raise WrongArguments(0, f"a moment said in words, “{part.literal}”")


def formatted(parts: tuple[Part, ...]) -> Part:
    """`date('Y-m-d')` of now, or of a moment."""
    form = parts[0]
    if form.origin is not Origin.QUOTED:
        raise WrongArguments(0, "date with a form that is not written out")
    moment = parts[1].moment if len(parts) > 1 else "now()"
    if moment is None:
        raise WrongArguments(0, "date of a number of seconds")
    pattern = ""
    for letter in form.literal or "":
        if letter.isalpha() and letter not in _LETTERS:
            raise WrongArguments(0, f"date with the letter {letter}")
        pattern += _LETTERS.get(letter, "%%" if letter == "%" else letter)
    origin = Origin.ANSWER if re.fullmatch(r"%[YymndeHhMS]", pattern) else Origin.TEXT
    return Part(f"format-date-time({moment}, {quoted(pattern)})", origin)
