"""What is typed for targets, corrections and reports; what is wrong with it is said at its field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from engage.i18n.locales import CONSOLE_LANGUAGES
from engage.network.models import NetworkTarget
from engage.web.desk.forms import Filled, Sent

REASON = 500
NOTE = 5000
LARGEST_CHANGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    figure: str
    value: float
    by: date
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    figure: str
    hub: str
    month: date
    change: int
    reason: str


def month_in(typed: str) -> date | None:
    """The first day of a month typed as 2026-01; None for anything else."""
    try:
        found = date.fromisoformat(f"{typed}-01") if len(typed) == 7 else None
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year <= 2100 else None


def stored_target(target: NetworkTarget) -> Filled:
    """What stands in the form of a target."""
    text = {"figure": target.figure, "value": f"{target.value:g}", "by": target.by.isoformat()}
    return Filled(text | {f"label-{tag}": words for tag, words in target.label.items()})


def read_target(sent: Sent, figures: Collection[str]) -> Target | None:
    """None where something is wrong."""
    figure = sent.read_one("figure", figures)
    value = _value(sent)
    by = sent.read_day("by", needed=gettext("Say by which day it shall be reached."))
    label = {tag: words for tag in CONSOLE_LANGUAGES if (words := sent.read_text(f"label-{tag}"))}
    if sent.wrong or value is None or by is None:
        return None
    return Target(figure, value, by, label)


def _value(sent: Sent) -> float | None:
    """A number of at most two decimals, with a point or a comma."""
    typed = sent.get("value").replace(" ", "").replace(",", ".")
    whole, _, part = typed.partition(".")
    good = whole.isascii() and whole.isdecimal() and len(whole) < 8 and len(part) < 3
    if not good or (part and not (part.isascii() and part.isdecimal())):
        sent.refuse("value", gettext("Enter a number, for example 20 or 12.5."))
        return None
    return float(typed)


def read_correction(sent: Sent, figures: Collection[str], hubs: Collection[str], today: date) -> Correction | None:
    """None where something is wrong.

    :param figures: those that can be corrected
    """
    figure, hub = sent.read_one("figure", figures), sent.read_one("hub", hubs)
    month = month_in(sent.get("month"))
    if month is None:
        sent.refuse("month", gettext("Enter a month, for example 2026-03."))
    elif month > today:
        sent.refuse("month", gettext("This month has not come yet. Enter one that has begun."))
    change = _change(sent)
    reason = sent.read_text("reason", most=REASON, needed=gettext("Say why, so that others can follow it."))
    if sent.wrong or month is None or change is None:
        return None
    return Correction(figure, hub, month, change, reason)


def _change(sent: Sent) -> int | None:
    typed = sent.get("change").replace(" ", "").replace("−", "-")
    digits = typed.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 8) or not 0 < int(digits) <= LARGEST_CHANGE:
        sent.refuse("change", gettext("Enter by how much, for example 12 or -3."))
        return None
    return -int(digits) if typed.startswith("-") else int(digits)


def read_report(sent: Sent, *, corrects: bool, longest: int) -> Mapping[str, str]:
    """Title, note and, for a report that corrects another, the reason."""
    why = gettext("Say why the earlier report has to be corrected.") if corrects else ""
    return {
        "title": sent.read_text("title", most=longest, needed=gettext("Give the report a title.")),
        "note": sent.read_text("note", most=NOTE),
        "reason": sent.read_text("reason", most=REASON, needed=why),
    }
