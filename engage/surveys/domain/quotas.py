"""Quotas of an instrument: which groups a response belongs to."""

from collections.abc import Iterable, Mapping

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import Quota


class QuotaFull(Refusal):
    """As many people of a group have answered as the quota allows."""

    code = "quota_full"

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota.name)
        self.quota = quota


def matching(quotas: Iterable[Quota], answers: Mapping[str, object]) -> tuple[Quota, ...]:
    """The quotas whose group somebody with these answers belongs to, by name.

    Somebody belongs to a group who gave one of its codes under every key it names.
    """
    found = (quota for quota in quotas if all(_given(answers.get(key), codes) for key, codes in quota.when.items()))
    return tuple(sorted(found, key=lambda quota: quota.name))


def _given(answer: object, codes: tuple[str, ...]) -> bool:
    if isinstance(answer, list | tuple):
        return any(code in codes for code in answer)
    return str(answer) in codes if answer is not None else False
