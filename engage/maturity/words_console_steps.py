"""What each step of an assessment is about, in a few plain words, for the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from engage.maturity.domain.kinds import AssessmentKind, Stage, StepName
from engage.maturity.domain.steps import Counts, StepState

KINDS = {
    AssessmentKind.FIRST_LOOK: lazy_gettext("First look"),
    AssessmentKind.CORE: lazy_gettext("Round, core indicators"),
    AssessmentKind.FULL: lazy_gettext("Round, all indicators"),
}
STAGES = {
    Stage.PREPARING: lazy_gettext("In preparation"),
    Stage.RATING: lazy_gettext("People rate"),
    Stage.CONSENSUS: lazy_gettext("Finding common ground"),
    Stage.SIGNED: lazy_gettext("Signed"),
    Stage.CANCELLED: lazy_gettext("Cancelled"),
}
FIRST_LOOK_STAGES = {
    **STAGES,
    Stage.PREPARING: lazy_gettext("Begun"),
    Stage.SIGNED: lazy_gettext("Finished"),
}
STAGE_TAGS = {Stage.RATING: "note", Stage.CONSENSUS: "note", Stage.SIGNED: "success", Stage.CANCELLED: "error"}
STATES = {
    StepState.DONE: lazy_gettext("done"),
    StepState.NOW: lazy_gettext("now"),
    StepState.LATER: lazy_gettext("later"),
    StepState.LEFT_OUT: lazy_gettext("left out"),
}
STATE_TAGS = {StepState.DONE: "success", StepState.NOW: "note", StepState.LATER: "", StepState.LEFT_OUT: "warning"}


@dataclass(frozen=True, slots=True)
class StepWords:
    """Lazy translations."""

    todo: Any
    who: Any
    how_long: Any
    done: Any
    """When it is done."""


STEPS: Mapping[StepName, StepWords] = {
    StepName.ROUND: StepWords(
        lazy_gettext("Say what is judged, over which time, and by when people rate. Set goals if you have some."),
        lazy_gettext("Who runs the round"),
        lazy_gettext("About half an hour"),
        lazy_gettext("The dates are set."),
    ),
    StepName.PANEL: StepWords(
        lazy_gettext(
            "Find 6 to 12 people who know the hub from different sides, at least a third of them citizens. Enter them "
            "and invite them: each gets a link of their own and a page that says what it is about."
        ),
        lazy_gettext("Who runs the round, with the person who leads the hub"),
        lazy_gettext("Two to three weeks, most of it waiting for answers"),
        lazy_gettext("Everybody is invited, and rating is open."),
    ),
    StepName.EVIDENCE: StepWords(
        lazy_gettext(
            "Collect what shows how you work: documents with a date, links, activities of the platform. Measure what "
            "the platform knows. It stands beside each question while people rate."
        ),
        lazy_gettext("Who runs the round; somebody from outside the team checks the most important ones"),
        lazy_gettext("A few hours, over two weeks"),
        lazy_gettext("The evidence is there before people begin to rate."),
    ),
    StepName.RATING: StepWords(
        lazy_gettext(
            "Everybody rates alone. Nobody sees what others say, and you do not see who has handed in. Remind people "
            "once, a few days before the end."
        ),
        lazy_gettext("The panel"),
        lazy_gettext("14 days; about an hour and a half for each person, half an hour for the short form"),
        lazy_gettext("The last day is over, or you close rating because everybody has handed in."),
    ),
    StepName.DIGEST: StepWords(
        lazy_gettext(
            "See where people agree and where they are far apart. Put reasons into the working language. The order of "
            "the workshop follows from it."
        ),
        lazy_gettext("The facilitator"),
        lazy_gettext("One to two hours"),
        lazy_gettext("Every reason can be read by all, and the order of the workshop is set."),
    ),
    StepName.WORKSHOP: StepWords(
        lazy_gettext(
            "Meet and talk about what people see differently, one question at a time. Who rated highest and who rated "
            "lowest may speak first. Then everybody votes again, alone, at most twice."
        ),
        lazy_gettext("The facilitator and the panel"),
        lazy_gettext("Two to three hours, on one day"),
        lazy_gettext("No question is left on which people are far apart without a decision."),
    ),
    StepName.MIRROR: StepWords(
        lazy_gettext("Ask people who took part in your activities whether they see it the same way: a short survey."),
        lazy_gettext("Who runs the round"),
        lazy_gettext("Half an hour, then two to three weeks of waiting for answers"),
        lazy_gettext("The survey is made. A round can be signed without it; the report then says so."),
    ),
    StepName.SIGN_OFF: StepWords(
        lazy_gettext(
            "Read the result together and sign it. From then on it does not change: reports and comparisons are made "
            "from what was signed."
        ),
        lazy_gettext("The person who leads the hub, and a citizen of the panel"),
        lazy_gettext("Half an hour for each of them"),
        lazy_gettext("Both have signed."),
    ),
    StepName.PLAN: StepWords(
        lazy_gettext("Choose at most five things to do: each with a person, a day and a citizen who stands behind it."),
        lazy_gettext("The team, with citizens of the panel"),
        lazy_gettext("One to two hours"),
        lazy_gettext("The plan has actions. Look at it again after six months, with a round of the core indicators."),
    ),
}


def so_far(name: StepName, counts: Counts) -> str:
    """How far a step has come, in figures; empty where there is nothing to count."""
    if name is StepName.PANEL and counts.members:
        said = ngettext("%(num)s person on the panel", "%(num)s people on the panel", counts.members)
        if counts.declined:
            no = ngettext("%(num)s has declined", "%(num)s have declined", counts.declined)
            return gettext("%(first)s, %(second)s", first=said, second=no)
        return said
    if name is StepName.EVIDENCE and counts.evidence:
        return ngettext("%(num)s piece of evidence", "%(num)s pieces of evidence", counts.evidence)
    if name is StepName.RATING and counts.rating > 0:
        return gettext("%(done)s of %(all)s have handed in", done=counts.handed_in, all=counts.rating)
    if name is StepName.WORKSHOP and counts.splits:
        return ngettext("%(num)s question to talk about", "%(num)s questions to talk about", counts.splits)
    if name is StepName.SIGN_OFF and counts.signatures:
        return gettext("%(done)s of %(all)s have signed", done=counts.signatures, all=2)
    if name is StepName.PLAN and counts.actions:
        return gettext("%(done)s of %(all)s actions are done", done=counts.actions_done, all=counts.actions)
    return ""
