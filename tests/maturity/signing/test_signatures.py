"""Signing a round: what stands in the way, one content for both, and the frozen text."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.maturity.domain import signed
from engage.maturity.domain.deviations import Rule
from engage.maturity.domain.kinds import EvidenceKind, FactSource, LevelState, Signer, Stage
from engage.maturity.domain.sign_off import Blocker
from engage.maturity.models import AssessedLevel, Assessment, Evidence, Explanation, Fact
from engage.maturity.models_after import Signature, Snapshot
from engage.maturity.models_panel import Member
from engage.maturity.signing import snapshots
from engage.maturity.signing.content import content
from engage.maturity.signing.signatures import (
    CannotSign,
    ChangedSince,
    LeadFirst,
    ReasonNeeded,
    SamePerson,
    sign,
    signatures,
    take_back,
)
from tests.factories.maturity_signing import NOW, PANEL, make_ready, make_signed
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE, reading, transaction


@pytest.fixture
def lead(session: Session) -> int:
    return make_person(session, RoleName.COORDINATOR, email="lead@example.org").id


@pytest.fixture
def citizen(session: Session) -> int:
    return make_person(session, RoleName.ASSESSOR, email="citizen@example.org").id


def signing(session: Session, found: Assessment, signer: Signer, person: int, **more: Any) -> Snapshot | None:
    seen = more.pop("seen", None) or content(session, found).digest
    return sign(session, found, signer, person_id=person, seen=seen, now=NOW, **more)


def measure(session: Session, found: Assessment, *, share: float, by_hand: bool = False) -> None:
    """What share of activities has all its fields."""
    source, hands = (FactSource.DECLARED, ["share"]) if by_hand else (FactSource.COMPUTED, [])
    figures = {"share": share}
    session.add(
        Fact(assessment_id=found.id, metric="M25", source=source, figures=figures, by_hand=hands, measured_at=NOW)
    )
    session.flush()


@ON_SQLITE
class TestSigning:
    def test_two_people_sign_one_content_and_it_is_frozen(self, session, lead, citizen):
        found = make_ready(session)

        assert signing(session, found, Signer.CITIZEN, citizen) is None
        snapshot = signing(session, found, Signer.HUB_LEAD, lead, note="Three years on.")

        assert snapshot is not None
        assert (found.stage, found.signed_at) == (Stage.SIGNED, NOW)
        assert snapshots.intact(snapshot)
        result = snapshots.read(snapshot)
        assert [(each.signer, each.note) for each in result.signatures] == [
            (Signer.HUB_LEAD, "Three years on."),
            (Signer.CITIZEN, ""),
        ]
        assert result.signed_on == snapshot.signed_on == NOW.date()
        assert (result.score.overall_level, result.score.overall_index) == (2, 50)
        assert result.score.dimensions["MAN"].interval == (2, 2)
        assert signed.write(result) == snapshot.content

    def test_one_person_cannot_sign_both(self, session, lead):
        found = make_ready(session)
        signing(session, found, Signer.HUB_LEAD, lead)

        with pytest.raises(SamePerson):
            signing(session, found, Signer.CITIZEN, lead)

    def test_what_was_read_is_what_is_signed(self, session, lead):
        found = make_ready(session)
        seen = content(session, found).digest
        session.get_one(AssessedLevel, (found.id, "MAN-1")).level = 3

        with pytest.raises(ChangedSince):
            signing(session, found, Signer.HUB_LEAD, lead, seen=seen)

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda found: {"level": 3}, id="a level"),
            pytest.param(lambda found: {"minority": "Two of us see it lower."}, id="a minority's view"),
            pytest.param(lambda found: {"room": {"2": 3}}, id="how many of the room decided"),
        ],
    )
    def test_a_change_after_one_signature_ends_it(self, session, lead, citizen, change):
        found = make_ready(session)
        signing(session, found, Signer.HUB_LEAD, lead)
        session.execute(
            update(AssessedLevel)
            .where(AssessedLevel.assessment_id == found.id, AssessedLevel.indicator == "MAN-1")
            .values(**change(found))
        )
        session.expire_all()

        so_far = signatures(session, found, content(session, found).digest)
        assert (set(so_far.holding), set(so_far.ended)) == (set(), {Signer.HUB_LEAD})
        assert signing(session, found, Signer.CITIZEN, citizen) is None
        assert signing(session, found, Signer.HUB_LEAD, lead) is not None

    def test_new_evidence_and_new_figures_end_a_signature_too(self, session, lead):
        found = make_ready(session)
        before = content(session, found).digest
        session.add(
            Fact(
                assessment_id=found.id,
                metric="M25",
                source="declared",
                figures={"share": 90},
                by_hand=["share"],
                measured_at=NOW,
            )
        )
        session.flush()
        with_figure = content(session, found).digest
        session.scalars(select(Evidence)).one().checked_class = "E3"
        session.flush()

        assert len({before, with_figure, content(session, found).digest}) == 3

    def test_a_signature_can_be_taken_back_until_the_other_one_is_there(self, session, lead, citizen):
        found = make_ready(session)
        signing(session, found, Signer.HUB_LEAD, lead)

        assert take_back(session, found, person_id=lead)
        assert not take_back(session, found, person_id=lead)
        signing(session, found, Signer.HUB_LEAD, lead)
        signing(session, found, Signer.CITIZEN, citizen)
        with pytest.raises(CannotSign):
            take_back(session, found, person_id=lead)

    def test_somebody_else_may_sign_again_in_the_same_place(self, session, lead, citizen):
        found = make_ready(session)
        signing(session, found, Signer.HUB_LEAD, citizen)

        signing(session, found, Signer.HUB_LEAD, lead)

        assert [each.person_id for each in session.scalars(select(Signature))] == [lead]


SMALL = PANEL[:4]


@ON_SQLITE
class TestTheWay:
    @pytest.mark.parametrize(
        ("ready", "blocker", "count"),
        [
            pytest.param({"panel": PANEL[:2]}, Blocker.FEW_RATERS, 2, id="two raters are no panel"),
            pytest.param({"panel": PANEL[2:] * 2}, Blocker.NO_CITIZEN, 0, id="no citizen"),
            pytest.param(
                {"panel": [{**PANEL[0], "submitted_on": None}, {**PANEL[1], "submitted_on": None}, *PANEL[2:] * 2]},
                Blocker.NO_CITIZEN,
                0,
                id="citizens who did not hand in",
            ),
        ],
    )
    def test_some_things_nobody_can_sign_over(self, session, lead, ready, blocker, count):
        found = make_ready(session, **ready)

        with pytest.raises(CannotSign) as refused:
            signing(session, found, Signer.HUB_LEAD, lead, note="All the same.")

        assert [(each.blocker, each.count) for each in refused.value.found] == [(blocker, count)]

    @pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.RATING])
    def test_ratings_are_closed_first(self, session, lead, stage):
        found = make_ready(session)
        found.stage = stage
        session.flush()

        assert [each.blocker for each in content(session, found).blocked] == [Blocker.NOT_CLOSED]

    def test_a_split_is_decided_first_and_an_uncertain_level_may_stand(self, session):
        found = make_ready(session)
        level = session.get_one(AssessedLevel, (found.id, "MAN-1"))
        level.state = LevelState.SPLIT
        session.flush()
        assert [(each.blocker, each.count) for each in content(session, found).blocked] == [(Blocker.SPLIT, 1)]

        level.state, level.minority = LevelState.UNCERTAIN, "It is one person's work."
        session.flush()
        assert content(session, found).blocked == ()

    def test_a_failed_test_of_a_claimed_level_needs_an_explanation(self, session):
        found = make_ready(session)
        session.add(
            Fact(
                assessment_id=found.id,
                metric="M25",
                source="computed",
                figures={"share": 40},
                by_hand=[],
                measured_at=NOW,
            )
        )
        session.flush()
        now = content(session, found)
        assert [(each.blocker, each.count) for each in now.blocked] == [(Blocker.UNEXPLAINED, 1)]
        assert now.signed.score.indicators["LRN-1"].claimed == 2

        session.add(
            Explanation(assessment_id=found.id, indicator="LRN-1", metric="M25", level=2, text="Kept on paper.")
        )
        session.flush()

        now = content(session, found)
        assert now.blocked == ()
        assert [each.explanation for each in now.signed.tests if each.passed is False and each.level == 2] == [
            "Kept on paper."
        ]

    @pytest.mark.parametrize(
        ("panel", "rule"),
        [
            pytest.param(SMALL, Rule.SMALL_PANEL, id="four people"),
            pytest.param([{**each, "outside": False} for each in PANEL], Rule.NOBODY_OUTSIDE, id="nobody from outside"),
        ],
    )
    def test_a_panel_not_as_the_protocol_has_it_is_signed_with_a_reason_that_is_printed(
        self, session, lead, citizen, panel, rule
    ):
        found = make_ready(session, panel=panel)

        with pytest.raises(ReasonNeeded):
            signing(session, found, Signer.HUB_LEAD, lead, note="  ")
        with pytest.raises(LeadFirst):
            signing(session, found, Signer.CITIZEN, citizen)
        signing(session, found, Signer.HUB_LEAD, lead, note="Two had to leave.")
        snapshot = signing(session, found, Signer.CITIZEN, citizen)

        assert snapshot is not None
        result = snapshots.read(snapshot)
        assert rule in {each.rule for each in result.deviations}
        assert result.signatures[0].note == "Two had to leave."

    def test_other_deviations_are_printed_and_stop_nobody(self, session):
        found = make_ready(session, panel=[{**each, "regional": False} for each in PANEL])

        now = content(session, found)

        assert now.blocked == ()
        assert not now.to_be_justified
        assert {Rule.NOBODY_REGIONAL, Rule.NO_MIRROR, Rule.NOBODY_CHECKED, Rule.NOBODY_FACILITATES} <= {
            each.rule for each in now.signed.deviations
        }

    def test_the_top_class_that_nobody_confirmed_counts_as_a_document(self, session):
        found = make_ready(session, level=4, evidence=False)
        session.add(
            Evidence(
                assessment_id=found.id,
                kind=EvidenceKind.LINK,
                title="Report",
                indicators=["MAN-1"],
                dated_on=NOW.date(),
                evidence_class="E3",
                added_at=NOW,
            )
        )
        session.flush()

        result = content(session, found).signed

        assert result.score.indicators["MAN-1"].supported == 3
        assert [each.evidence_class for each in result.evidence] == ["E2"]


@ON_SQLITE
class TestTheText:
    def test_it_names_nobody(self, session):
        found, snapshot = make_signed(session)

        names = [each for member in session.scalars(select(Member)) for each in (member.name, member.email)]
        assert names
        assert not [each for each in [*names, "@example.org"] if each in snapshot.content]
        assert str(found.hub.slug) in snapshot.content

    def test_it_is_canonical_json_with_spread_evidence_facts_and_deviations(self, session):
        _, snapshot = make_signed(session, levels={"MAN-1": 3})

        said = json.loads(snapshot.content)

        assert snapshot.content == json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert said["model_id"] == "ncmh-citizen-engagement"
        assert said["levels"]["MAN-1"]["counts"] == {"3": 6}
        assert said["evidence"][0]["dated_on"] == "2026-03-03"
        assert said["panel"] == {"members": 6, "handed_in": 6, "citizens": 2, "outside": 1, "regional": 1}
        assert "content" not in said["evidence"][0]

    def test_a_change_of_one_letter_is_found(self, session):
        _, snapshot = make_signed(session)

        other = Snapshot(content=snapshot.content.replace("Annual", "annual"), digest=snapshot.digest)

        assert not snapshots.intact(other)

    def test_later_changes_of_tables_change_nothing_of_it(self, session):
        found, snapshot = make_signed(session)
        session.execute(delete(Evidence))
        session.get_one(AssessedLevel, (found.id, "MAN-1")).level = 4
        session.flush()

        assert snapshots.read(snapshots.of(session, found.id)).score.indicators["MAN-1"].claimed == 2
        assert len(snapshots.read(snapshot).evidence) == 1


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param("UPDATE assessment_snapshot SET content = '{}'", id="changed"),
        pytest.param("DELETE FROM assessment_snapshot", id="deleted"),
    ],
)
def test_a_snapshot_is_only_ever_added_to(session: Session, deed: str) -> None:
    make_signed(session)
    session.flush()

    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(deed))


@pytest.mark.parametrize(
    ("people", "stage", "signed_by"),
    [
        pytest.param((0, 1), Stage.SIGNED, 2, id="two people: frozen once"),
        pytest.param((0, 0), Stage.CONSENSUS, 1, id="one person in both places: one signature"),
    ],
)
def test_both_places_signed_in_the_same_moment(app: Flask, people: tuple[int, int], stage: Stage, signed_by: int):
    with transaction(app) as session:
        number = make_ready(session).id
        ids = [make_person(session, RoleName.ASSESSOR).id for _ in range(2)]
        seen = content(session, session.get_one(Assessment, number)).digest
    together = Barrier(2)

    def one(signer: Signer, person: int) -> None:
        with transaction(app) as session:
            found = session.get_one(Assessment, number)
            together.wait(20)
            with suppress(SamePerson):
                sign(session, found, signer, person_id=ids[person], seen=seen, now=NOW)

    if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"]:
        together = Barrier(1)  # one writer at a time there
        for signer, person in zip(Signer, people, strict=True):
            one(signer, person)
    else:
        with ThreadPoolExecutor(2) as both:
            list(both.map(one, Signer, people))

    with reading(app) as session:
        assert session.get_one(Assessment, number).stage is stage
        assert len(session.scalars(select(Signature)).all()) == signed_by
        assert len(session.scalars(select(Snapshot)).all()) == (1 if stage is Stage.SIGNED else 0)
