"""Random order of questions and groups.

LimeSurvey shuffles the questions of one name, wherever they stand, and the groups of one name. Here the items of a
section are shuffled as a whole, those of no name keeping their places; sections stay in order.
"""

from collections import Counter

from engage.instruments.readers.limesurvey.context import Context
from engage.instruments.readers.limesurvey.items import companions
from engage.instruments.readers.limesurvey.model import Group, Survey
from engage.instruments.readers.limesurvey.notes import at

_NAME = "random_group"


def tell(survey: Survey, context: Context) -> None:
    """What of the random order of a survey is lost."""
    for group in survey.groups:
        if group.randomization.strip():
            title = group.titles.get(survey.language, "") or group.gid
            message = f"The group “{title}” takes part in a random order of groups; here the order is fixed."
            context.notes.warning(_NAME, message, at(group.where, "randomization_group"))
    homes = Counter(name for group in survey.groups for name in _names(group, context))
    for name, count in homes.items():
        if count > 1:
            message = f"Questions of {count} groups take turns under “{name}”; here each moves within its own section."
            context.notes.warning(_NAME, message, survey.groups[0].where)


def moving(group: Group, context: Context) -> str | None:
    """The name under which questions of a group are shuffled; None when none are, or it cannot be said."""
    names = _names(group, context)
    if not names:
        return None
    taking_part = [question for question in group.questions if context.attribute(question, _NAME)]
    why = f"in {len(names)} separate sets ({', '.join(names)})" if len(names) > 1 else ""
    if not why and (together := [question.code for question in taking_part if companions(question)]):
        why = f"and {', '.join(together)} becomes two items that belong together"
    if not why:
        return names[0]
    message = f"Questions of this group stand in random order, {why}; here the order is fixed."
    context.notes.warning(_NAME, message, at(taking_part[0].where, _NAME))
    return None


def _names(group: Group, context: Context) -> list[str]:
    return list(dict.fromkeys(filter(None, (context.attribute(question, _NAME) for question in group.questions))))
