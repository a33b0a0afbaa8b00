"""What other people wrote, made fit for mails: one line in headers, no directions turned around, never a link.

Mail programs make links of whatever looks like an address, in plain text too. So what came from people is taken apart
where an address would begin: "evil.test" becomes "evil. test". Python itself has let line ends through into headers
(CVE-2024-6923, CVE-2026-1299), so nothing here relies on it.
"""

import re
import unicodedata

LONGEST_VALUE = 300
LONGEST_IN_SUBJECT = 80
LONGEST_SUBJECT = 150
LONGEST_ANSWER = 300

_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNWANTED = re.compile(rf"[{_DIRECTIONS}\u200b\u2060\ufeff\ue000-\uf8ff]")
_DOTS = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_]{2})")
_SCHEME = re.compile(r"(?<=\w):(?=/|\w+@)|:(?=//)")
_ADDRESS = re.compile(r"[^\s<>(),;:\"']+@[^\s<>(),;:\"']+")
_MARKS_IN_A_ROW = 4


def one_line(text: str, longest: int) -> str:
    """Without control characters, line ends and marks that turn the direction; cut at `longest` characters."""
    plain = unicodedata.normalize("NFC", text)
    plain = "".join(" " if _is_control(ch) else ch for ch in _UNWANTED.sub("", plain))
    plain = _few_marks(" ".join(plain.split()))
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def _is_control(ch: str) -> bool:
    return unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp", "Cn")


def _few_marks(text: str) -> str:
    """No pile of combining marks on one letter."""
    kept, marks = [], 0
    for ch in text:
        marks = marks + 1 if unicodedata.combining(ch) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(ch)
    return "".join(kept)


def not_a_link(text: str) -> str:
    """Nothing in it looks like an address of the web or of mail to a mail program."""
    return _DOTS.sub(". ", _SCHEME.sub(": ", text))


def from_people(text: str, longest: int = LONGEST_VALUE) -> str:
    """A value for a text: one line, no link."""
    return not_a_link(one_line(text, longest))


def address(text: str) -> str:
    """A mail address as a value: itself where it is one, else what it would be as any text."""
    plain = one_line(text, 254)
    if plain.count("@") == 1 and re.fullmatch(r"[^\s<>(),;:\"'/]+@[\w.-]+", plain):
        return plain
    return from_people(plain)


def without_addresses(text: str, longest: int = LONGEST_ANSWER) -> str:
    """What a mail server answered, to be kept: without whom it is about."""
    return one_line(_ADDRESS.sub("…", text), longest)


def masked(address: str) -> str:
    """An address as the console shows it: "a…@example.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if domain else ""
