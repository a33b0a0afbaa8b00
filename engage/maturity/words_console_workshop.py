"""What the protocol says to who leads a workshop, moment by moment."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from engage.maturity.domain.workshop import Advice

ADVICE: Mapping[Advice, tuple[Any, ...]] = {
    Advice.SETTLED_BEFORE: (
        lazy_gettext("The panel has agreed on this without talking. Leave it, unless somebody asks to talk about it."),
    ),
    Advice.TALK: (
        lazy_gettext("Read the question and the levels aloud. Open the evidence, so that all have seen it."),
        lazy_gettext(
            "Highest and lowest speak first: ask “What speaks for a high level?” and “What speaks for a low one?”. Who "
            "rated so may answer, and so may anybody else. Nobody has to say which level was theirs, and you do not "
            "ask."
        ),
        lazy_gettext("Then everybody else. When nothing new is said, open the vote."),
    ),
    Advice.VOTING: (
        lazy_gettext("Everybody votes alone again: on the phone, or on a piece of paper. Nobody talks now."),
        lazy_gettext("You see how many have voted, not who and not what. Close the vote when all who want to have."),
    ),
    Advice.COUNT: (
        lazy_gettext("Nobody has seen the result yet. Type in votes on paper, if there are any, and show the result."),
    ),
    Advice.SETTLED: (lazy_gettext("This is settled. Go on to the next question."),),
    Advice.AGAIN: (
        lazy_gettext("The room is still apart, and one vote is left. Highest and lowest speak first again."),
        lazy_gettext("Ask: “What would you have to see to move by one level?” Then open the second and last vote."),
    ),
    Advice.UNCERTAIN: (
        lazy_gettext("The room stays apart, and that is a result too. The lower of the middle levels holds."),
        lazy_gettext("Ask those who disagree for one or two sentences, without names. They are printed beside it."),
    ),
}
