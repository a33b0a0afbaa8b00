"""What is said of a profile, on its page and in its report: so in every language of the interface."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, format_decimal, format_percent, gettext, lazy_gettext, ngettext

from engage.maturity.domain.kinds import ActionState, EvidenceKind, LevelState, Signer
from engage.maturity.domain.model import Gate
from engage.maturity.domain.scoring import FiredGate, IndicatorScore
from engage.maturity.domain.signed import Signed, SignedLevel
from engage.maturity.domain.spread import Spread
from engage.maturity.domain.uncertainty import FROM_RATERS, Agreement
from engage.maturity.seeing.profile import IndicatorRow, Past
from engage.maturity.wording import Words

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff, Content Analysis (2004), p. 241: rely on values above .800, tentative conclusions above .667."""
STATES: Mapping[LevelState, Any] = {
    LevelState.GIVEN: lazy_gettext("given by the team"),
    LevelState.AGREED: lazy_gettext("all said the same"),
    LevelState.NEAR: lazy_gettext("close together"),
    LevelState.SPLIT: lazy_gettext("far apart"),
    LevelState.REVOTED: lazy_gettext("agreed in the workshop"),
    LevelState.UNCERTAIN: lazy_gettext("still far apart after the workshop: the lower middle level counts"),
}
SIGNERS: Mapping[Signer, Any] = {
    Signer.HUB_LEAD: lazy_gettext("The person who leads the hub"),
    Signer.CITIZEN: lazy_gettext("A citizen of the panel"),
}
KINDS: Mapping[EvidenceKind, Any] = {
    EvidenceKind.FILE: lazy_gettext("Document"),
    EvidenceKind.LINK: lazy_gettext("Page of the web"),
    EvidenceKind.ACTIVITY: lazy_gettext("Activity of the hub"),
    EvidenceKind.STATEMENT: lazy_gettext("Statement"),
}

ACTIONS: Mapping[ActionState, Any] = {
    ActionState.OPEN: lazy_gettext("open"),
    ActionState.DONE: lazy_gettext("done"),
    ActionState.DROPPED: lazy_gettext("dropped"),
}

MIRROR = lazy_gettext(
    "They were asked how far they agree with plain statements: 0 is not at all, 1 is fully. A gap above 0: the hub "
    "sees itself better than they do. It changes no level."
)


def number(value: float | None) -> str:
    """With two decimals at most; a dash where nothing is computed."""
    return "–" if value is None else str(format_decimal(round(value, 2)))


def score(value: float | None) -> str:
    """Of a dimension, with both decimals, so that figures stand in line."""
    return "–" if value is None else str(format_decimal(value, format="0.00"))


def percent(share: float | None) -> str:
    return "–" if share is None else str(format_percent(round(share, 2)))


def day(on: date) -> str:
    return str(format_date(on, "long"))


def level(value: int | None, words: Words) -> str:
    """The number and the name of a level."""
    if value is None:
        return gettext("not computed")
    return f"{value} – {words[f'level:{value}:name']}"


def claimed(of: IndicatorScore) -> str:
    """What was said of an indicator, or why nothing was."""
    if of.not_applicable:
        return gettext("does not apply")
    if of.cannot_judge:
        return gettext("nobody could judge it")
    return gettext("missing") if of.claimed is None else str(of.claimed)


def spread(found: Spread | None) -> str:
    """How far people lay apart before they talked."""
    if found is None:
        return "–"
    said = gettext(
        "median %(median)s, middle half %(low)s to %(high)s",
        median=number(found.median),
        low=number(found.lower_quartile),
        high=number(found.upper_quartile),
    )
    if not found.cannot_judge:
        return said
    return f"{said}; {cannot_judge(found.cannot_judge)}"


def came(given: SignedLevel) -> str:
    """How the panel came to a level; where the room voted again, how many decided."""
    people = sum(given.room.values())
    state = str(STATES[given.state])
    return f"{state}; {ngettext('%(num)s person decided', '%(num)s people decided', people)}" if people else state


def cannot_judge(people: int) -> str:
    return ngettext("%(num)s person cannot judge it", "%(num)s people cannot judge it", people)


def interval_name(result: Signed) -> str:
    """What the interval of a dimension is."""
    if result.panel.handed_in >= FROM_RATERS:
        return gettext("Before the workshop: 80 percent interval over the panel")
    return gettext("Before the workshop: from the lowest to the highest person")


def interval(found: tuple[float, float] | None) -> str:
    if found is None:
        return "–"
    return gettext("%(low)s to %(high)s", low=score(found[0]), high=score(found[1]))


def round_name(past: Past) -> str:
    """How an earlier round is called in a legend."""
    return gettext("Round signed on %(day)s", day=day(past.signed_on))


def agreement(found: Agreement) -> str:
    """Krippendorff's alpha with its interval, and what it says in words."""
    alpha = gettext("Krippendorff's alpha (ordinal) %(alpha)s", alpha=number(found.alpha))
    if found.low is not None and found.high is not None:
        alpha = gettext(
            "Krippendorff's alpha (ordinal) %(alpha)s, 80 percent interval %(low)s to %(high)s",
            alpha=number(found.alpha),
            low=number(found.low),
            high=number(found.high),
        )
    return f"{_agreement_in_words(found.alpha)} {alpha}."


def _agreement_in_words(alpha: float) -> str:
    if alpha >= RELIABLE:
        return gettext("Before the workshop the panel saw it much the same way.")
    if alpha >= TENTATIVE:
        return gettext("Before the workshop the panel saw it mostly the same way.")
    if alpha > 0:
        return gettext("Before the workshop the panel saw it quite differently. Read single levels with care.")
    return gettext("Before the workshop the panel agreed no more than chance would. Read single levels with care.")


def panel(result: Signed) -> str:
    """Who rated, in numbers."""
    of = result.panel
    return gettext(
        "%(rated)s of %(members)s handed in; of these %(citizens)s citizens, %(outside)s from no organisation, "
        "%(regional)s from a region or town",
        rated=of.handed_in,
        members=of.members,
        citizens=of.citizens,
        outside=of.outside,
        regional=of.regional,
    )


def fired(found: FiredGate, words: Words) -> str:
    """What a gate does, and why."""
    said = gettext(
        "%(indicator)s is at level %(value)s: the overall level is at most %(most)s.",
        indicator=words[f"{found.gate.indicator}:title"],
        value=found.value,
        most=found.gate.overall_at_most,
    )
    return f"{said} {gettext('Why: %(reason)s.', reason=words[f'gate:{found.gate.id}:why'])}"


def change(row: IndicatorRow) -> str:
    """From which level to which; empty where nothing changed or nothing is compared."""
    if row.change is None or not row.change.by:
        return ""
    return gettext("from %(before)s to %(now)s", before=row.change.before, now=row.change.now)


def test_outcome(passed: bool | None) -> str:
    if passed is None:
        return gettext("not measured here")
    return gettext("passed") if passed else gettext("not passed")


def index(value: float | None) -> str:
    """The overall index; it stands beside a profile, never alone."""
    return gettext("not computed") if value is None else gettext("%(index)s of 100", index=number(round(value, 1)))


def unchecked(gate: Gate, words: Words) -> str:
    """A gate that nobody can check."""
    said = gettext(
        "%(indicator)s has no level, so a gate cannot be checked.", indicator=words[f"{gate.indicator}:title"]
    )
    return f"{said} {gettext('Why it matters: %(reason)s.', reason=words[f'gate:{gate.id}:why'])}"


def why_moved(row: IndicatorRow) -> str:
    """The evidence that is newer than the round before."""
    titles = [each.title for each in row.fresh]
    said = ", ".join(titles[:2])
    if len(titles) > 2:
        return gettext("New evidence: %(titles)s and %(more)s more", titles=said, more=len(titles) - 2)
    return gettext("New evidence: %(titles)s", titles=said)
