"""Evidence as personal data: its words may name people, and it says who checked it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity.evidence.keeping import purge
from engage.maturity.models import Assessment, Evidence
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose

_WORDS = ("title", "about", "url", "file_name", "checked_note", "checked_by")


def _found(session: Session, sought: Sought) -> Sequence[Evidence]:
    """Pieces whose words name an address. Nobody looks into files: teams are told to name nobody in them."""
    if not sought.address:
        return ()
    found = select(Evidence).where(mentions(sought.address, *(getattr(Evidence, each) for each in _WORDS)))
    if sought.hubs is not None:
        own = select(Assessment.id).where(Assessment.hub_id.in_(sorted(sought.hubs)))
        found = found.where(Evidence.assessment_id.in_(own))
    return session.scalars(found).all()


EVIDENCE = Keeps(
    "assessment_evidence",
    what=lambda _: _("Documents, links and statements of a self-assessment, and who checked them from outside"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that a hub can show what its self-assessment rests on"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the assessment is kept; what is taken away is deleted within two days"),
    delete_due=purge,
    find=lambda session, sought: len(_found(session, sought)),
    export=lambda session, sought: [
        {"title": each.title, "about": each.about, "address": each.url, "file": each.file_name}
        for each in _found(session, sought)
    ],
    erase=lambda session, sought: rid(_found(session, sought), sought.address, *_WORDS),
)
