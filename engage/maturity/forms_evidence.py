"""Forms of evidence, of facts declared by hand, of explanations and of the check."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import format_decimal, gettext, lazy_gettext

from engage.core.refusal import Refusal
from engage.maturity.domain import evidence as rules
from engage.maturity.domain.figures import Problem, Trouble, bounds, whole
from engage.maturity.domain.kinds import EvidenceKind
from engage.maturity.domain.model import Figure, MaturityModel, Metric, Unit
from engage.maturity.evidence.activities import Pick
from engage.maturity.evidence.files import File, taken
from engage.maturity.evidence.keeping import Given
from engage.maturity.messages import refused
from engage.maturity.models import Evidence, Fact
from engage.web.desk.forms import Filled, Sent

LONGEST_ABOUT = 2_000
LONGEST_NOTE = 1_000
FIGURE = "figure-"
UNITS: Mapping[Unit, Any] = {
    Unit.COUNT: lazy_gettext("A whole number."),
    Unit.PEOPLE: lazy_gettext("A number of people."),
    Unit.PERCENT: lazy_gettext("Of 100: 80 means 80 per cent."),
    Unit.SHARE: lazy_gettext("Of 100 people: 80 means 80 per cent."),
    Unit.MEAN: lazy_gettext("A mean from 1 to 5."),
    Unit.DAYS: lazy_gettext("Days."),
    Unit.WORKING_DAYS: lazy_gettext("Working days."),
    Unit.GAP: lazy_gettext("From 0 to 1."),
}


# -- evidence


def filled_from(evidence: Evidence) -> Filled:
    """What stands in the form of a piece that is there."""
    text = {
        "title": evidence.title,
        "about": evidence.about,
        "day": evidence.dated_on.isoformat() if evidence.dated_on else "",
        "url": evidence.url,
        "activity": str(evidence.activity_id or ""),
        "class": evidence.evidence_class,
    }
    return Filled(text, {"indicators": list(evidence.indicators)})


def read_evidence(
    sent: Sent,
    kind: EvidenceKind,
    model: MaturityModel,
    *,
    picks: Sequence[Pick] = (),
    file: tuple[str, bytes] | None = None,
    there: bool = False,
    today: date,
) -> Given | None:
    """The piece that a form describes; None where something is wrong with it.

    :param file: name and content of a file that came along
    :param there: whether a file is there already
    """
    title = sent.read_text(
        "title", needed="" if kind is EvidenceKind.ACTIVITY else gettext("Say in a few words what it is.")
    )
    about = sent.read_text(
        "about",
        most=LONGEST_ABOUT,
        needed=gettext("Write what you state.") if kind is EvidenceKind.STATEMENT else "",
    )
    indicators = sent.read_some("indicators", [each.id for each in model.indicators])
    if not indicators:
        sent.refuse("indicators", gettext("Choose at least one question that it shows something for."))
    given = Given(kind, title, about, indicators, _day(sent, today), "")
    match kind:
        case EvidenceKind.LINK:
            given = replace(given, url=sent.read_link("url", needed=gettext("Enter the address of the page.")))
        case EvidenceKind.FILE:
            given = replace(given, file=_file(sent, file, there=there))
        case EvidenceKind.ACTIVITY:
            given = _activity(sent, given, picks)
    given = replace(given, evidence_class=_class(sent, given, model))
    return None if sent.wrong else given


def _day(sent: Sent, today: date) -> date | None:
    day = sent.read_day("day")
    if day is not None and day > today:
        sent.refuse("day", gettext("This day is in the future. Enter the day of the document."))
    return day


def _file(sent: Sent, file: tuple[str, bytes] | None, *, there: bool) -> File | None:
    if file is None:
        if not there:
            sent.refuse("file", gettext("Choose a file."))
        return None
    try:
        return taken(*file)
    except Refusal as refusal:
        sent.refuse("file", refused(refusal))
    return None


def _activity(sent: Sent, given: Given, picks: Sequence[Pick]) -> Given:
    """The day of an activity is its own; one without a public result has none, and is a statement."""
    chosen = next((each for each in picks if str(each.id) == sent.get("activity")), None)
    if chosen is None:
        sent.refuse("activity", gettext("Choose one of these activities."))
        return given
    day = chosen.day if chosen.documented else None
    return replace(given, activity_id=chosen.id, title=given.title or chosen.title[:200], dated_on=day)


def _class(sent: Sent, given: Given, model: MaturityModel) -> str:
    found = sent.read_one("class", [each.id for each in rules.in_order(model)[1:]])
    if found and found not in {each.id for each in rules.offered(model, given.kind, dated=given.dated_on is not None)}:
        sent.refuse("class", _too_high(given))
    return found


def _too_high(given: Given) -> str:
    if given.kind is EvidenceKind.STATEMENT:
        return gettext("A statement counts as a statement. Add a document or a link if there is one.")
    if given.kind is EvidenceKind.ACTIVITY:
        return gettext(
            "What came of this activity cannot be read by everybody yet, so it counts as a statement. Publish its "
            "report first, or choose “statement”."
        )
    return gettext("Without a day it counts as a statement. Enter the day of the document, or choose “statement”.")


# -- the check


def read_check(sent: Sent, evidence: Evidence, model: MaturityModel) -> tuple[str, str]:
    """(class, note) as the checker found them."""
    found = sent.read_one("class", [each.id for each in rules.findable(model, evidence.evidence_class)])
    lower = bool(found) and found != evidence.evidence_class
    needed = gettext("Say why it is lower, so that the team can understand it.") if lower else ""
    return found, sent.read_text("note", most=LONGEST_NOTE, needed=needed)


# -- facts


def filled_facts(fact: Fact | None) -> Filled:
    """What was declared of a metric."""
    by_hand = {name: fact.figures[name] for name in fact.by_hand if name in fact.figures} if fact else {}
    figures = {f"{FIGURE}{name}": f"{value:g}" for name, value in by_hand.items()}
    return Filled({**figures, "note": fact.note if fact else ""})


def read_facts(sent: Sent, figures: Sequence[Figure]) -> tuple[Mapping[str, float | None], str]:
    """(figures, what they rest on) that somebody declares; an empty field takes one back."""
    given = {each.name: _number(sent, each) for each in figures}
    some = any(value is not None for value in given.values())
    needed = gettext("Say what the figures rest on: a list, a register, minutes.") if some else ""
    return given, sent.read_text("note", most=LONGEST_NOTE, needed=needed)


def _number(sent: Sent, figure: Figure) -> float | None:
    """A number with a point or a comma."""
    name = f"{FIGURE}{figure.name}"
    said = sent.get(name).replace(" ", "").replace("\xa0", "").replace(",", ".")
    if not said:
        return None
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    least, most = bounds(figure.unit)
    if not math.isfinite(value) or not least <= value <= most or (whole(figure.unit) and value != int(value)):
        sent.refuse(name, wrong_figure(figure))
        return None
    return value


def wrong_figure(figure: Figure) -> str:
    """What a figure can be."""
    least, most = (format_decimal(each) for each in bounds(figure.unit))
    if whole(figure.unit):
        return gettext("Enter a whole number, 0 or more.")
    return gettext("Enter a number from %(least)s to %(most)s.", least=least, most=most)


def refuse_figures(sent: Sent, metric: Metric, found: Sequence[Problem]) -> None:
    """Say at each field what is wrong with it."""
    figures = {each.name: each for each in metric.figures}
    for each in found:
        if each.trouble is Trouble.COUNTED:
            sent.refuse("", gettext("The platform has counted this itself meanwhile. Look at the page again."))
        elif each.figure in figures:
            sent.refuse(f"{FIGURE}{each.figure}", wrong_figure(figures[each.figure]))


def read_explanation(sent: Sent) -> str:
    """Why a test is not passed; empty takes it back."""
    return sent.read_text("text", most=LONGEST_NOTE)
