"""How far a piece of evidence carries."""

from importlib.resources import files

import pytest
import yaml

from engage.maturity.domain.document import from_document
from engage.maturity.domain.evidence import Piece, effective, findable, offered, waits
from engage.maturity.domain.kinds import EvidenceKind

MODEL = from_document(
    yaml.safe_load((files("engage.maturity.bundled") / "ncmh-citizen-engagement.yaml").read_text("utf-8"))
)
FILE, SAID = EvidenceKind.FILE, EvidenceKind.STATEMENT


@pytest.mark.parametrize(
    ("piece", "counts_as"),
    [
        pytest.param(Piece(FILE, True, "E2"), "E2", id="a dated document"),
        pytest.param(Piece(FILE, False, "E2"), "E1", id="a document without a day is a statement"),
        pytest.param(Piece(SAID, True, "E2"), "E1", id="a statement stays one"),
        pytest.param(Piece(FILE, True, "E3"), "E2", id="the highest class waits for the checker"),
        pytest.param(Piece(FILE, True, "E3", "E3"), "E3", id="and holds once it is confirmed"),
        pytest.param(Piece(FILE, True, "E3", "E1"), "E1", id="or is lowered"),
        pytest.param(Piece(FILE, False, "E3", "E3"), "E1", id="a check makes no day"),
        pytest.param(Piece(FILE, True, "E0"), "E0", id="nothing"),
        pytest.param(Piece(FILE, True, "E9"), "E0", id="a class that the model does not have"),
    ],
)
def test_evidence_counts_by_its_kind_its_day_and_its_check(piece: Piece, counts_as: str):
    assert effective(piece, MODEL) == counts_as


@pytest.mark.parametrize(
    ("kind", "dated", "classes"),
    [
        pytest.param(FILE, True, ["E0", "E1", "E2", "E3"], id="dated"),
        pytest.param(FILE, False, ["E0", "E1"], id="undated"),
        pytest.param(SAID, True, ["E0", "E1"], id="only said"),
    ],
)
def test_a_team_gives_only_what_kind_and_day_allow(kind: EvidenceKind, dated: bool, classes: list[str]):
    assert [each.id for each in offered(MODEL, kind, dated=dated)] == classes


def test_only_the_highest_class_waits_and_only_until_somebody_looked():
    assert waits(Piece(FILE, True, "E3"), MODEL)
    assert not waits(Piece(FILE, True, "E3", "E2"), MODEL)
    assert not waits(Piece(FILE, True, "E2"), MODEL)


def test_a_checker_confirms_or_lowers_and_never_raises():
    assert [each.id for each in findable(MODEL, "E2")] == ["E0", "E1", "E2"]
    assert [each.id for each in findable(MODEL, "E9")] == ["E0"]
