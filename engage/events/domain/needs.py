"""What people need to take part: the codes that are offered, and what is never written down.

Access and diet say something about health; each code is offered because a team can act on it. What has no code is said
in the person's own words. Bank data belongs in no need: whoever writes an account or card number is told so.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from engage.core.refusal import Refusal
from engage.events.domain.kinds import NeedKind, NeedState


class Access(StrEnum):
    """What makes it possible to come, to hear, to see, to follow."""

    WHEELCHAIR = "wheelchair"
    STEP_FREE = "step_free"
    PARKING = "parking"
    MET_AT_DOOR = "met_at_door"
    ASSISTANCE_DOG = "assistance_dog"
    COMPANION = "companion"
    SIGN_LANGUAGE = "sign_language"
    HEARING_LOOP = "hearing_loop"
    LIVE_CAPTIONS = "live_captions"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    READ_ALOUD = "read_aloud"
    EASY_LANGUAGE = "easy_language"
    SEAT_IN_FRONT = "seat_in_front"
    QUIET_ROOM = "quiet_room"
    BREAKS = "breaks"


class Diet(StrEnum):
    """What somebody eats, or must not eat."""

    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    NO_PORK = "no_pork"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    NUT_ALLERGY = "nut_allergy"
    FISH_ALLERGY = "fish_allergy"
    EGG_ALLERGY = "egg_allergy"
    DIABETES = "diabetes"
    SOFT_FOOD = "soft_food"


class Travel(StrEnum):
    """What would make the way there possible."""

    FARE = "fare"
    TICKET_BEFORE = "ticket_before"
    FETCHED = "fetched"
    OVERNIGHT = "overnight"
    CHILD_CARE = "child_care"


CODES: Mapping[NeedKind, tuple[str, ...]] = {
    NeedKind.ACCESS: tuple(each.value for each in Access),
    NeedKind.DIET: tuple(each.value for each in Diet),
    NeedKind.INTERPRETATION: (),
    NeedKind.TRAVEL: tuple(each.value for each in Travel),
}
"""What can be ticked, in the order in which it is shown."""

INTERNATIONAL_SIGN = "ils"
SIGN_LANGUAGES: Mapping[str, str] = {
    "asq": "AT", "vgt": "BE", "bqn": "BG", "sgg": "CH", "cse": "CZ", "gsg": "DE", "dsl": "DK", "eso": "EE", "ssp": "ES",
    "fse": "FI", "fsl": "FR", "bfi": "GB", "gss": "GR", "csq": "HR", "hsh": "HU", "isg": "IE", "isr": "IL", "icl": "IS",
    "ise": "IT", "lls": "LT", "lsl": "LV", "mdl": "MT", "dse": "NL", "nsl": "NO", "pso": "PL", "psr": "PT", "rms": "RO",
    "swl": "SE", "ysl": "SI", "svk": "SK", "tsm": "TR", "ukl": "UA",
}  # fmt: skip
"""Sign languages by their ISO 639-3 code, and the country by which people know them."""

MOST_WORDS = 1000
"""Characters of a need's words, and of the answer to it."""


ANSWERED_WITHIN = timedelta(days=7)
"""After so many days a need is overdue, and so many days before the start."""


def overdue(state: NeedState, asked_at: datetime, starts_at: datetime, now: datetime) -> bool:
    """Whether somebody has waited for an answer too long, or has too little time left to act on it."""
    return state is NeedState.ASKED and (now - asked_at > ANSWERED_WITHIN or starts_at - now < ANSWERED_WITHIN)


class BankData(Refusal):
    """Words hold what looks like an account or a card number."""

    code = "bank_data"


def looks_like_bank_data(words: str) -> bool:
    """Whether some part of a text is an IBAN (its check digits agree) or a card number (Luhn).

    Telephone numbers, dates and booking numbers are let through, but for the one in ten that passes Luhn's check by
    chance and is as long as a card number (13 to 19 digits).
    """
    return any(_is_iban(found) for found in _ibans(words)) or any(_is_card(found) for found in _runs(words))


def without_bank_data(words: str) -> str:
    """The text as it is.

    :raises BankData: when it looks like it holds bank data
    """
    if looks_like_bank_data(words):
        raise BankData
    return words


_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "FO", "GL", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("GI", "IL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "RO", "SE", "SK", "TN"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "AZ", "CY", "HU", "LB", "PL"), 28),
    **dict.fromkeys(("UA",), 29),
    **dict.fromkeys(("MT",), 31),
}
"""Signs of an IBAN by country (the registry of ISO 13616)."""
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?=[ .\-\u00a0]?[A-Za-z0-9])")
_BETWEEN = re.compile(r"[\s.\-\u00a0/]")
_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ .\-\u00a0]?[0-9]){12,18}(?![0-9])")
_REMAINDER = 97


def _ibans(words: str) -> list[str]:
    """What stands from each country code with check digits on, without spaces."""
    return [_BETWEEN.sub("", words[found.start() :]).upper() for found in _IBAN_START.finditer(words)]


def _is_iban(text: str) -> bool:
    """Words may follow without a space left between."""
    length = _LENGTHS.get(text[:2], len(text) + 1)
    return len(text) >= length and text[:length].isascii() and text[:length].isalnum() and _agrees(text[:length])


def _agrees(iban: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % _REMAINDER == 1


def _runs(words: str) -> list[str]:
    return [re.sub(r"[^0-9]", "", found.group()) for found in _DIGITS.finditer(words)]


def _is_card(digits: str) -> bool:
    doubled = (int(sign) * (1 + at % 2) for at, sign in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
