"""Evidence in the database: how much there may be, what is deleted, and what it says of persons."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.maturity.domain.kinds import EvidenceKind, Stage
from engage.maturity.evidence import keeping
from engage.maturity.evidence.facts import Over
from engage.maturity.evidence.files import File
from engage.maturity.evidence.keeping import Given, GoneForGood, TooMuchEvidence
from engage.maturity.evidence.personal_data import EVIDENCE
from engage.maturity.models import Assessment, Evidence
from engage.privacy.registry import Sought
from tests.factories.maturity import make_assessment

NOW = utcnow()


def add(session: Session, found: Assessment, size: int = 0, **columns: str) -> Evidence:
    file = File("a.txt", "text/plain", b"a" * size) if size else None
    values = {"title": "Minutes", "about": ""} | columns
    given = Given(EvidenceKind.FILE, values["title"], values["about"], ["MAN-1"], None, "E1", file=file)
    return keeping.save(session, found, None, given, now=NOW)


def test_files_of_an_assessment_weigh_no_more_together_than_is_allowed(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping, "MOST_BYTES", 100)
    found, other = make_assessment(session), make_assessment(session)
    add(session, found, 60)
    add(session, other, 60)

    with pytest.raises(TooMuchEvidence):
        add(session, found, 41)
    add(session, found, 40)


def test_a_file_that_takes_the_place_of_another_counts_instead_of_it(session: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST_BYTES", 100)
    found = make_assessment(session)
    there = add(session, found, 90)
    given = Given(EvidenceKind.FILE, "New", "", ["MAN-1"], None, "E1", file=File("b.txt", "text/plain", b"b" * 95))

    keeping.save(session, found, there, given, now=NOW)

    assert (there.file_name, there.content) == ("b.txt", b"b" * 95)


def test_there_are_no_more_pieces_than_somebody_can_look_at(session: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    found = make_assessment(session)
    add(session, found)

    with pytest.raises(TooMuchEvidence):
        add(session, found)


def test_what_is_taken_away_comes_back_until_it_is_deleted_for_good(session: Session):
    found = make_assessment(session)
    first, second = add(session, found), add(session, found)
    gone = second.id
    keeping.remove(session, found, first, now=NOW)
    keeping.remove(session, found, second, now=NOW - timedelta(days=2))

    assert keeping.purge(session, NOW) == 1
    session.expire_all()

    assert keeping.bring_back(session, found, first.id) is first
    with pytest.raises(GoneForGood):
        keeping.bring_back(session, found, gone)
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1


def test_an_address_in_the_words_of_evidence_is_found_and_taken_out(session: Session):
    found = make_assessment(session)
    add(session, found, title="Letter of ada@example.org")
    add(session, found)
    sought = Sought(address="ada@example.org")

    assert EVIDENCE.find is not None
    assert EVIDENCE.erase is not None
    assert EVIDENCE.find(session, Sought(address="ada@example.org", hubs=frozenset({found.hub_id}))) == 1
    assert EVIDENCE.find(session, Sought(address="ada@example.org", hubs=frozenset({found.hub_id + 1}))) == 0
    assert EVIDENCE.erase(session, sought) == 1
    assert EVIDENCE.find(session, sought) == 0


def test_evidence_is_held_against_the_round_as_it_stands_in_the_database_not_as_it_was_read(session: Session):
    made = make_assessment(session, stage=Stage.CONSENSUS)
    there = add(session, made)
    signed = update(Assessment).where(Assessment.id == made.id).values(stage=Stage.SIGNED)
    session.execute(signed.execution_options(synchronize_session=False))

    assert made.stage is Stage.CONSENSUS
    with pytest.raises(Over):
        keeping.remove(session, made, there, now=NOW)
