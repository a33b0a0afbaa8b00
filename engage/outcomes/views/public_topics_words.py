"""What kinds, states and reasons of topics are called, and what stands in the way of a proposal."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from engage.events.domain.spam import Verdict
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import Lack, WhyNot

KINDS = {
    TopicKind.TOPIC: _l("Topic"),
    TopicKind.QUESTION: _l("Question"),
}
STATES = {
    TopicState.WAITING: _l("Waits to be looked at"),
    TopicState.SHOWN: _l("On the list"),
    TopicState.NOT_SHOWN: _l("Not on the list"),
    TopicState.TAKEN_UP: _l("Taken up"),
    TopicState.ANSWERED: _l("Answered"),
}
WHY_NOT = {
    WhyNot.PEOPLE: _l("It says something about people who could be recognised."),
    WhyNot.HURTS: _l("It contains words that hurt others."),
    WhyNot.ELSEWHERE: _l("The hub cannot deal with it."),
    WhyNot.THERE: _l("The same is on the list already."),
    WhyNot.UNCLEAR: _l("We did not understand it."),
    WhyNot.ADVERTISING: _l("It is advertising."),
    WhyNot.NOT_LOOKED_AT: _l("Nobody looked at it in time. We are sorry. Please send it again."),
}
_LACKS = {
    Lack.KIND: _l("Choose whether it is a topic or a question."),
    Lack.WORDS: _l("Write what you want to be talked about or answered."),
    Lack.TOO_LONG: _l("This is too long. Use at most 1,000 characters."),
    Lack.CHARACTER: _l("There is a character in it that cannot be kept. Type it again."),
}


def lack(what: Lack) -> str:
    return str(_LACKS[what])


def again(verdict: Verdict) -> str:
    """Why the button has to be pressed once more."""
    if verdict is Verdict.TOO_FAST:
        return gettext("That was quicker than people usually are. Press the button once more.")
    if verdict is Verdict.HONEYPOT:
        return gettext("Something filled in a field that nobody sees. We have emptied it. Press the button once more.")
    return gettext("The page was out of date. Everything you wrote is still here. Press the button again.")


def too_many() -> str:
    return gettext(
        "Very many proposals came from your connection or to this hub. Everything you wrote is still here. Wait for an "
        "hour and press the button again."
    )
