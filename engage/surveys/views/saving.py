"""Saving what a page sent, so that two tabs lose nothing and nobody waits for long."""

from collections.abc import Callable, Collection

from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.db.engine import Intent, begin_writing, intend
from engage.db.session import db
from engage.instruments.domain.journey import Raw
from engage.surveys import answering
from engage.surveys.domain.draft import Overtaken
from engage.surveys.views import uploads
from engage.surveys.views.respondent import Respondent, Visit


def unless_overtaken(handle: Callable[[bool], ResponseReturnValue]) -> ResponseReturnValue:
    """Do what a page asks without holding up other writers; once more, with the draft locked, when another tab was
    faster.

    :param handle: reads, checks and saves; told whether to lock
    """
    try:
        return handle(False)
    except Overtaken:
        begin_writing(db.session())
        return handle(True)


def keep(
    here: Visit, who: Respondent, changes: Raw, *, section: str, locked: bool, removed: Collection[str] = ()
) -> None:
    """Save what changed, with its files. Where there can be none, the draft is written by one statement alone.

    :param section: where the respondent goes on
    :param removed: keys that go
    :raises Overtaken: when another tab saved the draft since it was read
    """
    intend(Intent.WRITES)
    session, with_files = db.session(), bool(removed) or uploads.expected()
    if not locked and (with_files or session.in_transaction()):
        begin_writing(session)
    answering.save(session, who.draft, changes, removed=removed, section=section, language=here.lang, now=utcnow())
    if with_files:
        uploads.keep(who.draft, changes, removed=removed)
    if session.in_transaction():
        session.commit()
