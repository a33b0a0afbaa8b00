"""What self-assessment keeps of persons: found, handed over, deleted when its time is over, and erased.

Files of evidence are registered by their own part (`engage.maturity.evidence`), work on models by theirs.
"""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.maturity.models import AssessedLevel, Assessment, Evidence, Explanation, Fact
from engage.maturity.models_after import Action, Signature, Snapshot
from engage.maturity.personal_data_panel import PANEL
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps


def install(app: Flask) -> None:
    """Say it to the registry."""
    keeps(app, SNAPSHOTS, WORDS, EVIDENCE_WORDS, ACTIONS, SIGNATURES, PANEL)


def _rows(session: Session, model: Any, sought: Sought, *where: ColumnElement[bool]) -> Sequence[Any]:
    """Rows of assessments of hubs inside of a request."""
    if not sought.address:
        return ()
    covered: ColumnElement[bool] = true()
    if sought.hubs is not None:
        own = select(Assessment.id).where(Assessment.hub_id.in_(sorted(sought.hubs)))
        covered = model.assessment_id.in_(own)
    return session.scalars(select(model).where(*where, covered)).all()


# -- evidence

_EVIDENCE = ("title", "about", "url", "checked_note", "checked_by", "file_name")


def _evidence(session: Session, sought: Sought) -> Sequence[Evidence]:
    return _rows(session, Evidence, sought, mentions(sought.address, *(getattr(Evidence, each) for each in _EVIDENCE)))


EVIDENCE_WORDS = Keeps(
    "words of evidence",
    what=lambda _: _("What a team writes of its evidence, and who of outside has checked it"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that others can see what it shows, and that somebody has looked"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the assessment is kept"),
    tables=("assessment_evidence",),
    find=lambda session, sought: len(_evidence(session, sought)),
    export=lambda session, sought: [
        {"title": each.title, "about": each.about, "link": each.url, "checked by": each.checked_by}
        for each in _evidence(session, sought)
    ],
    erase=lambda session, sought: rid(_evidence(session, sought), sought.address, *_EVIDENCE),
)


# -- what teams and panels wrote


def _words(session: Session, sought: Sought) -> list[Any]:
    levels = mentions(sought.address, AssessedLevel.reason, AssessedLevel.minority)
    return [
        *_rows(session, AssessedLevel, sought, levels),
        *_rows(session, Explanation, sought, mentions(sought.address, Explanation.text)),
        *_rows(session, Fact, sought, mentions(sought.address, Fact.note)),
    ]


def _erase_words(session: Session, sought: Sought) -> int:
    names = {AssessedLevel: ("reason", "minority"), Explanation: ("text",), Fact: ("note",)}
    return sum(rid([each], sought.address, *names[type(each)]) for each in _words(session, sought))


WORDS = Keeps(
    "assessment_level",
    what=lambda _: _(
        "Levels of an assessment with reasons and explanations; they name nobody unless somebody writes it"
    ),
    whose=Whose.TEAMS,
    why=lambda _: _("So that a hub knows where it stands, and why"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the assessment is kept"),
    tables=("assessment_level", "assessment_explanation", "assessment_fact"),
    find=lambda session, sought: len(_words(session, sought)),
    export=lambda session, sought: [
        {"mentioned in": each.__tablename__, "of": each.assessment_id} for each in _words(session, sought)
    ],
    erase=_erase_words,
)


# -- plans

_ACTION = ("title", "owner", "owner_email", "sponsor", "note", "statements")


def _actions(session: Session, sought: Sought) -> Sequence[Action]:
    return _rows(session, Action, sought, mentions(sought.address, *(getattr(Action, each) for each in _ACTION)))


def _erase_actions(session: Session, sought: Sought) -> int:
    found = _actions(session, sought)
    for each in found:
        if each.owner_email.casefold() == sought.address:
            each.owner, each.owner_email = "", ""
    session.flush()
    rid(found, sought.address, *_ACTION)
    return len(found)


ACTIONS = Keeps(
    "assessment_action",
    what=lambda _: _(
        "What a hub wants to do better: who does it, with a mail address, and which citizen stands behind it"
    ),
    whose=Whose.TEAMS,
    why=lambda _: _("So that it is done, and somebody is reminded of it"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the assessment is kept"),
    find=lambda session, sought: len(_actions(session, sought)),
    export=lambda session, sought: [
        {"title": each.title, "owner": each.owner, "mail": each.owner_email, "sponsor": each.sponsor}
        for each in _actions(session, sought)
    ],
    erase=_erase_actions,
)


# -- signatures


def _signatures(session: Session, sought: Sought) -> Sequence[Signature]:
    person = select(Person.id).where(Person.email == sought.address)
    theirs = or_(Signature.person_id.in_(person), mentions(sought.address, Signature.note))
    return _rows(session, Signature, sought, theirs)


def _erase_signatures(session: Session, sought: Sought) -> int:
    """That it was signed stays; by which account goes."""
    found = _signatures(session, sought)
    theirs = set(session.scalars(select(Person.id).where(Person.email == sought.address)))
    for each in found:
        if each.person_id in theirs:
            each.person_id = None
    rid(found, sought.address, "note")
    session.flush()
    return len(found)


SIGNATURES = Keeps(
    "assessment_signature",
    what=lambda _: _("Who signed an assessment for the hub and as a citizen, when, and a note"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that somebody stands for the result"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the assessment is kept"),
    find=lambda session, sought: len(_signatures(session, sought)),
    export=lambda session, sought: [
        {"as": each.signer.value, "at": each.signed_at.isoformat(), "note": each.note}
        for each in _signatures(session, sought)
    ],
    erase=_erase_signatures,
)


# -- what was frozen


def _snapshots(session: Session, sought: Sought) -> Sequence[Snapshot]:
    return _rows(session, Snapshot, sought, mentions(sought.address, Snapshot.content))


SNAPSHOTS = Keeps(
    "assessment_snapshot",
    what=lambda _: _("An assessment as it was signed: levels, counts, titles of evidence; it names nobody"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that nobody can change afterwards what was signed"),
    basis=Basis.DUTY,
    how_long=lambda _: _("For good"),
    find=lambda session, sought: len(_snapshots(session, sought)),
    export=lambda session, sought: [
        {"mentioned in": "signed assessment", "of": each.assessment_id, "signed": each.signed_on.isoformat()}
        for each in _snapshots(session, sought)
    ],
    stays=lambda _: _("What was signed is proven by a hash, and is never changed."),
)
