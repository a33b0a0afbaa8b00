"""LimeSurvey's quotas: members of one question are alternatives, questions must all agree."""

from engage.instruments.domain.definition import Quota
from engage.instruments.readers.limesurvey.context import Context
from engage.instruments.readers.limesurvey.model import LimeQuota, Question
from engage.instruments.readers.limesurvey.parts import OTHER_CODE
from engage.instruments.readers.limesurvey.variables import CHOICES, LISTS

_ROWS = "ABCEF"
"""Arrays of which a quota counts one row, as `row-code`."""


def quotas(context: Context) -> tuple[Quota, ...]:
    """The quotas of a survey that can be said, with a finding for each that cannot."""
    made = [_quota(quota, context) for quota in context.survey.quotas]
    return tuple(quota for quota in made if quota is not None)


def _quota(quota: LimeQuota, context: Context) -> Quota | None:
    name = quota.name or "without a name"
    when: dict[str, tuple[str, ...]] = {}
    reason = _unusable(quota)
    for question, code in () if reason else quota.members:
        place = _place(question, code, context)
        if place is None:
            reason = f"counts “{code}” of {question.code if question else 'a question that is not there'}"
            break
        key, counted = place
        when[key] = tuple(dict.fromkeys((*when.get(key, ()), counted)))
    if reason:
        context.notes.warning("quota", f"The quota “{name}” {reason}; it is left out.", quota.where)
        return None
    _tell_changes(quota, name, context)
    return Quota(name=name, limit=int(quota.limit), when=when, message=context.texts.text(quota.texts, quota.where))


def _unusable(quota: LimeQuota) -> str:
    if not quota.active:
        return "is not active"
    if not quota.limit.isdecimal() or len(quota.limit) > 9:
        return f"has no limit (“{quota.limit}”)"
    return "" if quota.members else "counts no answer"


def _tell_changes(quota: LimeQuota, name: str, context: Context) -> None:
    if not quota.ends:
        message = f"When the quota “{name}” is full, LimeSurvey lets people change their answer; here the survey ends."
        context.notes.note("quota", message, quota.where)
    if quota.leads_away:
        message = f"The address that opens when the quota “{name}” is full is left out; name it in the message."
        context.notes.note("quota", message, quota.where)


def _place(question: Question | None, code: str, context: Context) -> tuple[str, str] | None:
    """The key of an answer and the code that counts; None where no item keeps it."""
    if question is None or not context.names.has(question) or question.is_on("hidden"):
        return None
    name = context.names.item(question)
    if question.type in LISTS + CHOICES:
        kept = OTHER_CODE if code == "other" else code
        return (name, kept) if kept in _codes(question) else None
    if question.type == "5":
        return (name, code) if code in ("1", "2", "3", "4", "5") else None
    if question.type == "I":
        return (name, context.texts.tags[code]) if code in context.texts.tags else None
    if question.type in _ROWS:
        row, _, answer = code.rpartition("-")
        known = row in {sub.code for sub in question.rows()}
        return (f"{name}/{row}", answer) if known and answer else None
    return None


def _codes(question: Question) -> set[str]:
    """The codes under which answers of a list or a multiple choice are kept."""
    fixed = {"Y": {"Y", "N"}, "G": {"F", "M"}}.get(question.type)
    if fixed:
        return fixed
    parts = question.subquestions if question.type in CHOICES else question.offered()
    return {part.code for part in parts} | ({OTHER_CODE} if question.other else set())
