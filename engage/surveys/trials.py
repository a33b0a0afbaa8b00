"""Use cases of trying a survey before it is in the field: test links, what testers say, what becomes of it.

What testers answer lies in their drafts and nowhere else (`engage.surveys.domain.draft.TEST`).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.models_before_field import FindingState, TrialFinding, TrialLink

LONGEST_WORDS = 4000
MOST_FINDINGS = 5000
"""Of one survey; a test link that got about cannot fill the database."""


class AnswerMissing(Refusal):
    """A finding is closed with what became of it."""

    code = "answer_missing"


def make_link(session: Session, survey: Survey, language: str, *, by: str, now: datetime) -> TrialLink:
    """A new test link for a language; an earlier one of it stops working."""
    for link in queries.trial_links(session, survey.id):
        if link.language == language:
            link.revoked_at = now
    made = TrialLink(
        survey_id=survey.id, language=language, token=secrets.token_hex(16), made_at=now, made_by=by, revoked_at=None
    )
    session.add(made)
    session.flush()
    return made


def revoke(session: Session, link: TrialLink, *, now: datetime) -> None:
    """The link stops working at once; who was trying the survey cannot go on."""
    link.revoked_at = link.revoked_at or now
    session.flush()


def say(
    session: Session,
    survey_id: int,
    words: Mapping[str, str],
    *,
    version: int,
    language: str,
    tester: str,
    now: datetime,
) -> int:
    """Keep what a tester said, by item name ("" for the survey as a whole); how many there were."""
    said = {item: text.strip()[:LONGEST_WORDS] for item, text in words.items() if text.strip()}
    room = MOST_FINDINGS - queries.number_of_findings(session, survey_id) if said else 0
    kept = list(said.items())[: max(room, 0)]
    session.add_all(
        TrialFinding(
            survey_id=survey_id,
            version=version,
            language=language,
            item=item[:200],
            words=text,
            tester=tester.strip()[:80],
            at=now,
        )
        for item, text in kept
    )
    session.flush()
    return len(kept)


def close(session: Session, finding: TrialFinding, *, answer: str, by: str, now: datetime) -> None:
    """Say what became of it.

    :raises AnswerMissing: without a word
    """
    if not answer.strip():
        raise AnswerMissing
    finding.state, finding.answer = FindingState.CLOSED, answer.strip()[:LONGEST_WORDS]
    finding.closed_by, finding.closed_at = by, now
    session.flush()


def reopen(session: Session, finding: TrialFinding) -> None:
    """It is not settled after all; the answer stays to be read."""
    finding.state, finding.closed_by, finding.closed_at = FindingState.OPEN, "", None
    session.flush()
