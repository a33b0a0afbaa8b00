"""When a questionnaire may go into the field: the release check, and what makes it void."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from engage.core.refusal import Refusal


class CheckState(StrEnum):
    ASKED = "asked"
    """Waits for a second person."""
    SIGNED = "signed"
    VOID = "void"
    """The questionnaire changed after it was asked for: in words, too."""


class CheckNeeded(Refusal):
    """No valid check, and no reason why there is none."""

    code = "check_needed"


class ChangedMeanwhile(Refusal):
    """What would be published is not what was looked at."""

    code = "changed_meanwhile"


class SamePerson(Refusal):
    """Who asked for the check does not sign it."""

    code = "same_person"


class AlreadySigned(Refusal):
    code = "already_signed"


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a version's document, in hexadecimal; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def state_of(*, signed: bool, checked: str, now: str) -> CheckState:
    """:param checked: the digest of what was checked; `now`: of what would be published"""
    if checked != now:
        return CheckState.VOID
    return CheckState.SIGNED if signed else CheckState.ASKED


def require_second_person(*, asked_by: int | None, signs: int | None) -> None:
    """:raises SamePerson: also when one of the two is not known any more"""
    if asked_by is None or signs is None or asked_by == signs:
        raise SamePerson
