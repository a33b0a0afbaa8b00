"""Signs in words."""

from flask_babel import gettext

from engage.results.domain.quality import LEAST_ALIKE, LEAST_ROWS, Flag


def named(flag: Flag) -> str:
    match flag:
        case Flag.FAST:
            return gettext("Very fast")
        case Flag.STRAIGHT:
            return gettext("Same answer in every row")
        case Flag.ALIKE:
            return gettext("Like another response")


def about(flag: Flag) -> str:
    match flag:
        case Flag.FAST:
            return gettext(
                "Less than a third of the time by answered question that others needed in the same language. People "
                "who know the subject well, or answer for the second time, are fast too."
            )
        case Flag.STRAIGHT:
            return gettext(
                "The same answer in at least %(rows)s rows of a matrix, or on as many scales of a page. It may be what "
                "the person means.",
                rows=LEAST_ROWS,
            )
        case Flag.ALIKE:
            return gettext(
                "At least %(answers)s answers, and all of them are those of another response, the words too.",
                answers=LEAST_ALIKE,
            )
