"""What needs are called: for those who have them and for those who answer them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l

from engage.events.domain.kinds import NeedKind, NeedState
from engage.events.domain.needs import INTERNATIONAL_SIGN, SIGN_LANGUAGES, Access, Diet, Travel

KINDS = {
    NeedKind.ACCESS: _l("Access and support"),
    NeedKind.DIET: _l("Food"),
    NeedKind.INTERPRETATION: _l("Languages and interpretation"),
    NeedKind.TRAVEL: _l("Help with the journey"),
}
STATES = {
    NeedState.ASKED: _l("Not answered yet"),
    NeedState.ANSWERED: _l("Taken care of"),
    NeedState.REFUSED: _l("Not possible"),
}
ACCESS = {
    Access.WHEELCHAIR: _l("I come in a wheelchair"),
    Access.STEP_FREE: _l("A way without steps"),
    Access.PARKING: _l("A parking space close to the door"),
    Access.MET_AT_DOOR: _l("Somebody who meets me at the door"),
    Access.ASSISTANCE_DOG: _l("I bring an assistance dog"),
    Access.COMPANION: _l("I come with somebody who helps me"),
    Access.SIGN_LANGUAGE: _l("Sign language"),
    Access.HEARING_LOOP: _l("A hearing loop"),
    Access.LIVE_CAPTIONS: _l("Spoken words as text on a screen"),
    Access.LARGE_PRINT: _l("Papers in large print"),
    Access.BRAILLE: _l("Papers in braille"),
    Access.READ_ALOUD: _l("Papers that a screen reader can read"),
    Access.EASY_LANGUAGE: _l("Easy language"),
    Access.SEAT_IN_FRONT: _l("A seat in front"),
    Access.QUIET_ROOM: _l("A quiet room to rest in"),
    Access.BREAKS: _l("Breaks, for example for medicine"),
}
DIET = {
    Diet.VEGETARIAN: _l("Vegetarian"),
    Diet.VEGAN: _l("Vegan"),
    Diet.HALAL: _l("Halal"),
    Diet.KOSHER: _l("Kosher"),
    Diet.NO_PORK: _l("No pork"),
    Diet.GLUTEN_FREE: _l("No gluten"),
    Diet.LACTOSE_FREE: _l("No lactose"),
    Diet.NUT_ALLERGY: _l("Allergic to nuts"),
    Diet.FISH_ALLERGY: _l("Allergic to fish or shellfish"),
    Diet.EGG_ALLERGY: _l("Allergic to eggs"),
    Diet.DIABETES: _l("Diabetes"),
    Diet.SOFT_FOOD: _l("Soft food"),
}
TRAVEL = {
    Travel.FARE: _l("Money for the fare"),
    Travel.TICKET_BEFORE: _l("A ticket that you buy for me before"),
    Travel.FETCHED: _l("Somebody who fetches me"),
    Travel.OVERNIGHT: _l("A bed for the night"),
    Travel.CHILD_CARE: _l("Somebody who looks after my children meanwhile"),
}
BANK_DATA = _l(
    "This looks like the number of an account or a card. Leave it out: we never ask for it here, and nobody needs it "
    "to answer you."
)
"""Where words look like they hold bank data (`domain.needs.looks_like_bank_data`)."""

_BY_KIND: Mapping[NeedKind, Mapping[Any, Any]] = {
    NeedKind.ACCESS: ACCESS,
    NeedKind.DIET: DIET,
    NeedKind.INTERPRETATION: {},
    NeedKind.TRAVEL: TRAVEL,
}


def options(kind: NeedKind) -> Mapping[Any, Any]:
    """What can be ticked under a kind, with its words, in order."""
    return _BY_KIND[kind]


def label(kind: NeedKind, code: str) -> str:
    """The words of a code; the code itself where it is not known (of an older version)."""
    return str(_BY_KIND[kind].get(code, code))


def language_name(tag: str) -> str:
    """A spoken or signed language, as the reader calls it; the tag itself where there is no name for it."""
    reader = get_locale()
    if tag == INTERNATIONAL_SIGN:
        return gettext("International Sign")
    if tag in SIGN_LANGUAGES:
        country = reader.territories.get(SIGN_LANGUAGES[tag], SIGN_LANGUAGES[tag])
        return gettext("Sign language (%(country)s)", country=country)
    known = reader.languages
    return str(known.get(tag.replace("-", "_")) or known.get(tag.partition("-")[0]) or tag)
