"""What models of maturity, their states and their texts are called in the console."""

from flask_babel import gettext, lazy_gettext

from engage.core.refusal import Refusal
from engage.i18n.gates import TextGate
from engage.maturity.domain.kinds import ModelState
from engage.maturity.modelling.translating import Left

STATES = {
    ModelState.DRAFT: lazy_gettext("Draft"),
    ModelState.IN_USE: lazy_gettext("In use"),
    ModelState.RETIRED: lazy_gettext("Retired"),
}
STATE_TAGS = {ModelState.DRAFT: "warning", ModelState.IN_USE: "success", ModelState.RETIRED: ""}
GATES = {
    TextGate.APPROVED: lazy_gettext("Approved only"),
    TextGate.REVIEWED: lazy_gettext("Reviewed and approved"),
    TextGate.NONE: lazy_gettext("All, drafts too"),
}
TEXT_STATES = {
    "missing": lazy_gettext("missing"),
    "draft": lazy_gettext("draft"),
    "stale": lazy_gettext("the original has changed since"),
    "reviewed": lazy_gettext("reviewed"),
    "approved": lazy_gettext("approved"),
}
TEXT_TAGS = {"missing": "error", "draft": "error", "stale": "warning", "reviewed": "note", "approved": "success"}
SHOW = {
    "all": lazy_gettext("all texts"),
    "todo": lazy_gettext("missing or changed in the original"),
    "missing": lazy_gettext("missing"),
    "draft": lazy_gettext("draft"),
    "stale": lazy_gettext("the original has changed since"),
    "reviewed": lazy_gettext("reviewed"),
    "approved": lazy_gettext("approved"),
}
LEFT = {
    Left.CHANGED_HERE: lazy_gettext("It was changed here since the file went out."),
    Left.SOURCE_CHANGED: lazy_gettext("The original says something else now. The file translates the former one."),
    Left.UNKNOWN: lazy_gettext("This version has no text of this name."),
    Left.TOO_LONG: lazy_gettext("It is too long."),
    Left.SHOWN: lazy_gettext("People read it already: translators of the network change it."),
}
REFUSALS = {
    "version_says_something_else": lazy_gettext(
        "This version is here already and says something else. Give the changed model a new number."
    ),
    "crosswalk_needed": lazy_gettext(
        "This is a new major version. First write its crosswalk, so that rounds before and after can be compared."
    ),
    "no_such_version": lazy_gettext("Its crosswalk begins at a version that is not here. Bring that one in first."),
    "not_an_indicator": lazy_gettext("The crosswalk names an indicator that is not there, or one indicator twice."),
    "version_has_rounds": lazy_gettext("Self-assessments rest on this version, so it stays. You can retire it."),
    "model_not_a_text": lazy_gettext("There is no such text in this version, or nobody works on this language."),
    "model_text_too_long": lazy_gettext("This is too long."),
    "model_own_words": lazy_gettext("These are your own translations. Somebody else has to review and approve them."),
}
_FIELDS = {
    "name": lazy_gettext("name"),
    "meaning": lazy_gettext("meaning"),
    "title": lazy_gettext("title"),
    "why": lazy_gettext("why it matters"),
    "question": lazy_gettext("question"),
    "definition": lazy_gettext("definition"),
    "not-applicable": lazy_gettext("when it does not apply"),
    "status": lazy_gettext("status"),
    "licence": lazy_gettext("licence"),
    "plain-question": lazy_gettext("question in plain words"),
}


def refused(refusal: Refusal) -> str:
    """Why something was not done, in a sentence."""
    known = REFUSALS.get(refusal.code)
    return str(known) if known is not None else gettext("This is not possible now. Look at the page again.")


def place_name(place: str) -> str:
    """What a text is, for who translates it: "MAN-1, level 3"."""
    thing, _, rest = place.partition(":")
    field, _, number = rest.rpartition(":")
    if thing == "model":
        return gettext("Model, %(what)s", what=_FIELDS[rest])
    if thing == "level":
        return gettext("Level %(number)s, %(what)s", number=field, what=_FIELDS[number])
    if thing == "evidence":
        return gettext("Evidence %(id)s", id=field)
    if thing == "gate":
        return gettext("Gate %(id)s, reason", id=field)
    if thing == "metric":
        return _of_metric(rest)
    if rest.isdecimal():
        return gettext("%(id)s, level %(number)s", id=thing, number=rest)
    if field == "plain":
        return gettext("%(id)s, level %(number)s in plain words", id=thing, number=number)
    if field == "example":
        return gettext("%(id)s, example %(number)s", id=thing, number=int(number) + 1)
    if field.startswith("test"):
        return gettext("%(id)s, test for level %(number)s", id=thing, number=number)
    what = gettext("statement in plain words") if rest == "plain" else _FIELDS[rest]
    return gettext("%(id)s, %(what)s", id=thing, what=what)


def _of_metric(rest: str) -> str:
    name, _, what = rest.partition(":")
    if what.startswith("figure:"):
        return gettext("%(id)s, figure “%(name)s”", id=name, name=what.removeprefix("figure:"))
    return gettext("%(id)s, %(what)s", id=name, what=_FIELDS[what])
