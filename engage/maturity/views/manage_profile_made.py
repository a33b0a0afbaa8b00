"""Profiles for pages, reports and files: from the snapshot of a signed round, else as they would be signed now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engage.db.session import db
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.signed import Signed
from engage.maturity.library import finding
from engage.maturity.models import Assessment
from engage.maturity.models_after import LibraryItem, Snapshot
from engage.maturity.seeing import history
from engage.maturity.seeing.profile import Profile, Standing, assessment_standing, profile
from engage.maturity.signing import snapshots
from engage.maturity.signing.content import Content, content, with_intervals
from engage.maturity.wording import model_of

MOST_DRAFTS = 64
_drafts: dict[tuple[int, datetime | None, str], Signed] = {}


def is_there(assessment: Assessment) -> bool:
    """Whether a profile may be seen: once ratings are closed; of a first look once it is finished."""
    if assessment.kind is AssessmentKind.FIRST_LOOK:
        return assessment.stage is Stage.SIGNED
    return assessment.stage in (Stage.CONSENSUS, Stage.SIGNED)


def snapshot_of(assessment: Assessment) -> Snapshot | None:
    """What was signed; None for a draft and for a first look, which nobody signs."""
    return snapshots.of(db.session(), assessment.id) if assessment.stage is Stage.SIGNED else None


def made(assessment: Assessment, snapshot: Snapshot | None) -> Profile:
    """The profile of an assessment whose result may be seen (`is_there`)."""
    session, model = db.session(), model_of(assessment.model)
    past = history.past(session, assessment)
    if snapshot is not None:
        return profile(model, snapshots.read(snapshot), past, Standing.SIGNED)
    now = content(session, assessment)
    standing = assessment_standing(assessment.kind, signed=False)
    result = _drawn(assessment, now) if standing is Standing.DRAFT else now.signed
    return profile(model, result, past, standing)


def _drawn(assessment: Assessment, now: Content) -> Signed:
    """A draft with its intervals, which take a thousand draws: kept until anything that they rest on changes."""
    key = (assessment.id, assessment.rating_closed_at, now.digest)
    found = _drafts.get(key)
    if found is None:
        while len(_drafts) >= MOST_DRAFTS:
            _drafts.pop(next(iter(_drafts)), None)
        found = _drafts[key] = with_intervals(db.session(), assessment, now.signed)
    return found


def resources(assessment: Assessment, wanted: Mapping[str, int], language: str) -> Mapping[str, Sequence[LibraryItem]]:
    """What the library has for the next steps, by indicator."""
    return finding.for_steps(db.session(), assessment.model.key, wanted, language) if wanted else {}
