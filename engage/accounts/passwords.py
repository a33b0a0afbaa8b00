"""Which passwords are good enough: long ones that are on no list of common ones.

The list is the 30,000 most frequent passwords of leaks that `zxcvbn` ships (`FREQUENCY_LISTS["passwords"]`), with its
30,000 most frequent English words, names and words of films beside it for passwords that repeat one word or put
figures around it.
"""

import re
import unicodedata
from functools import cache

from engage.core.refusal import Refusal

SHORTEST = 12
LONGEST = 200
"""More is refused: it would be work for the server, and nobody types it."""
_OUTSIDE = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_FEWEST_OTHERS = 6
"""Characters that must be left beside the address and the product's name."""


class PasswordTooShort(Refusal):
    code = "password_too_short"


class PasswordTooLong(Refusal):
    code = "password_too_long"


class PasswordCommon(Refusal):
    """On the list, or one of its words with something obvious around it."""

    code = "password_common"


class PasswordIsKnown(Refusal):
    """The mail address, the name or the product's name, with little else."""

    code = "password_is_known"


def normal(password: str) -> str:
    """The same however a keyboard composes its letters (NFKC); what is hashed and compared."""
    return unicodedata.normalize("NFKC", password)


def require_good(password: str, *, email: str = "", name: str = "") -> None:
    """
    :raises PasswordTooShort: under 12 characters
    :raises PasswordTooLong: over 200
    :raises PasswordIsKnown: when little is left without the address, the name and "engage"
    :raises PasswordCommon: when it is frequent, or a frequent word repeated or between figures
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort
    if len(password) > LONGEST:
        raise PasswordTooLong
    plain = password.casefold()
    if len(_without(plain, email, name)) < _FEWEST_OTHERS:
        raise PasswordIsKnown
    core = _unit(_OUTSIDE.sub("", plain))
    if plain in _passwords() or len(core) < _FEWEST_OTHERS or core in _passwords() or core in _words():
        raise PasswordCommon


def _without(plain: str, email: str, name: str) -> str:
    address = email.casefold()
    known = [address, *re.split(r"[@.+_-]", address), name.casefold(), *name.casefold().split(), "engage"]
    for word in sorted((word for word in known if len(word) > 2), key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _unit(text: str) -> str:
    """What a text repeats: "abcabc" -> "abc"; the text itself when it repeats nothing."""
    at = (text + text).find(text, 1)
    return text[:at] if 0 < at < len(text) else text


@cache
def _passwords() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _words() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    lists = (words for name, words in FREQUENCY_LISTS.items() if name != "passwords")
    return frozenset(word for words in lists for word in words)
