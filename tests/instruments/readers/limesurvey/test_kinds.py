"""Every question type of LimeSurvey has a line in the documentation, and that line is true."""

import pytest

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.limesurvey.kinds import KINDS
from tests.instruments.readers.limesurvey.making import a, items, q, sq

PARTS = {
    **dict.fromkeys("L!OR", (a("A1"), a("A2"))),
    **dict.fromkeys("MPQKABCE", (sq("r1"), sq("r2"))),
    **dict.fromkeys("FH", (sq("r1"), sq("r2"), a("A1"), a("A2"))),
    "1": (sq("r1"), a("A1"), a("B1", scale="1")),
    ":": (sq("r1"), sq("c1", scale="1")),
    ";": (sq("r1"), sq("c1", scale="1")),
}
WORDS = {
    "matrix": ItemType.MATRIX,
    "matrices": ItemType.MATRIX,
    "scale": ItemType.SCALE,
    "date": ItemType.DATE,
    "single": ItemType.SINGLE,
    "multiple": ItemType.MULTIPLE,
    "language": ItemType.LANGUAGE,
    "integer": ItemType.DECIMAL,
    "ranking": ItemType.RANKING,
    "text": ItemType.TEXT,
    "note": ItemType.NOTE,
    "calculation": ItemType.CALCULATION,
    "file": ItemType.FILE,
}


def test_all_types_of_limesurvey_are_there():
    assert len(KINDS) == 29


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_becomes_what_the_documentation_says(tmp_path, kind):
    asking = [q("S", "Q2", relevance="Q1 == 'en'")] if kind == "I" else []
    text = "{1 + 1}" if kind == "*" else "Question?"

    first, *_ = items(tmp_path, q(kind, "Q1", text), *PARTS.get(kind, ()), *asking)

    words = KINDS[kind].becomes.replace(",", "").split()
    assert first.type is next(WORDS[word] for word in words if word in WORDS)
