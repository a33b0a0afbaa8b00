"""Sentences for teams about what is wrong with an outcome, what is missing, and what things are called."""

from flask_babel import gettext, lazy_gettext

from engage.outcomes.domain.checking import MOST_RECOMMENDATIONS, MOST_RESTS, Problem, Wrong, longest
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState

STATES = {
    RecommendationState.OPEN: lazy_gettext("Open"),
    RecommendationState.ACCEPTED: lazy_gettext("Accepted"),
    RecommendationState.IN_PART: lazy_gettext("Accepted in part"),
    RecommendationState.DECLINED: lazy_gettext("Declined"),
    RecommendationState.DONE: lazy_gettext("Done"),
}
STATE_HINTS = {
    RecommendationState.OPEN: lazy_gettext("Nobody has answered yet."),
    RecommendationState.ACCEPTED: lazy_gettext("Write the answer and its day."),
    RecommendationState.IN_PART: lazy_gettext("Write in the answer which part, and its day."),
    RecommendationState.DECLINED: lazy_gettext("Write the answer, the reason and the day. The reason is always shown."),
    RecommendationState.DONE: lazy_gettext("Write what was done and when, and the day of the answer."),
}
STATE_TAGS = {
    RecommendationState.OPEN: "",
    RecommendationState.ACCEPTED: "success",
    RecommendationState.IN_PART: "warning",
    RecommendationState.DECLINED: "error",
    RecommendationState.DONE: "success",
}
ROLES = {
    CitizensRole.INFORMED: (
        lazy_gettext("They were informed"),
        lazy_gettext("The body decided and told citizens what and why."),
    ),
    CitizensRole.CONSULTED: (
        lazy_gettext("They were consulted"),
        lazy_gettext("Citizens said what they think before the body decided, and heard what became of it."),
    ),
    CitizensRole.INVOLVED: (
        lazy_gettext("They were involved"),
        lazy_gettext("Citizens worked on it from the beginning, and the decision says how their wishes shaped it."),
    ),
    CitizensRole.SHARED: (
        lazy_gettext("They decided together with the body"),
        lazy_gettext("Citizens and the body looked for a solution together and chose it together."),
    ),
    CitizensRole.DELEGATED: (
        lazy_gettext("They decided"),
        lazy_gettext("The body left the decision to citizens and does what they decided."),
    ),
}
"""What each is called, and what it means: a sentence each after the IAP2 Spectrum."""
FIELDS = {
    "title": lazy_gettext("Title"),
    "heard": lazy_gettext("What you heard"),
    "text": lazy_gettext("What is recommended"),
    "addressed_to": lazy_gettext("Body that is to answer"),
    "answer": lazy_gettext("Answer"),
    "reason": lazy_gettext("Reason"),
    "decision": lazy_gettext("What was decided"),
    "decided_by": lazy_gettext("Who decided"),
    "done": lazy_gettext("What was done"),
    "label": lazy_gettext("Name of a page elsewhere"),
}
"""Texts, as forms and lists of what is missing name them."""
_SENTENCES = {
    Wrong.NO_LANGUAGE: lazy_gettext("Choose the language in which you write."),
    Wrong.NOT_A_LANGUAGE: lazy_gettext("Write languages by their tags, for example ro or de-AT."),
    Wrong.NOT_KNOWN: lazy_gettext("Choose one of these."),
    Wrong.NOT_AN_ADDRESS: lazy_gettext("Enter a whole address of the web, for example https://example.org/report."),
    Wrong.NO_TITLE: lazy_gettext("Write a title in the language in which you write first."),
    Wrong.NO_HEARD: lazy_gettext("Say what you heard, in the language in which you write first."),
    Wrong.NO_RECOMMENDATION: lazy_gettext("Add a recommendation: everybody reads at least one."),
    Wrong.NO_TEXT: lazy_gettext("Say what is recommended."),
    Wrong.NO_BODY: lazy_gettext("Say which body is to answer."),
    Wrong.NO_HANDED: lazy_gettext("Enter the day on which the body got it: nobody can answer before."),
    Wrong.NO_ANSWER: lazy_gettext("Write what was answered."),
    Wrong.NO_REASON: lazy_gettext("Write the reason. Nothing is declined without one."),
    Wrong.NO_ANSWER_DAY: lazy_gettext("Enter the day of the answer."),
    Wrong.NOT_OPEN: lazy_gettext("There is a day of an answer. Choose what was answered, or leave the day empty."),
    Wrong.NO_DECIDED_BY: lazy_gettext("Say which body decided."),
    Wrong.NO_DECISION: lazy_gettext("Write what was decided, or leave body and day empty."),
    Wrong.NO_DECISION_DAY: lazy_gettext("Enter the day of the decision."),
    Wrong.NO_DONE: lazy_gettext("Write what was done."),
    Wrong.NO_DONE_DAY: lazy_gettext("Enter the day on which it was done."),
    Wrong.NOT_DONE: lazy_gettext("There is a day on which it was done. Choose “Done”, or leave the day empty."),
    Wrong.IN_FUTURE: lazy_gettext("This day is in the future. Enter the day on which it happened."),
    Wrong.TOO_EARLY: lazy_gettext("This is too long ago. Enter a day after 1989."),
    Wrong.BEFORE_HANDED: lazy_gettext("This is before the day on which the body got it. Enter a later day."),
    Wrong.BEFORE_ANSWERED: lazy_gettext("This is before the day of the answer. Enter a later day."),
    Wrong.NO_LABEL: lazy_gettext("Say what the page is called."),
    Wrong.ONLY_TRANSLATED: lazy_gettext("There is a translation of this text. Write the text itself here as well."),
}


def sentence(problem: Problem) -> str:
    """What is wrong, and what to do."""
    if problem.wrong is Wrong.TOO_LONG:
        return gettext("This is too long. Use at most %(max)d characters.", max=longest(problem.field))
    if problem.wrong is Wrong.TOO_MANY:
        most = {"recommendations": MOST_RECOMMENDATIONS, "rests": MOST_RESTS}.get(problem.field, 40)
        return gettext("These are too many. There can be at most %(max)d.", max=most)
    return str(_SENTENCES[problem.wrong])


def changed_meanwhile() -> str:
    return gettext(
        "Somebody else has changed this outcome since you opened the page. What you wrote is below: "
        "compare it with the outcome, then save again."
    )
