"""The server dies in the middle of the work. What somebody was told is stored, is stored, once."""

from pathlib import Path

import pytest

from assurance.faults import killing
from assurance.faults.ledger import ACKNOWLEDGED, TRIED, UNKNOWN, Key, Ledger, check
from tests.support.faults import IN_THIS_PROCESS

ONE, TWO = Key("response", "one"), Key("response", "two")


def test_a_server_killed_again_and_again_while_people_send_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found = killing.run(tmp_path, kills=2, clients=8, **IN_THIS_PROCESS)

    assert found["nothing_lost"], found
    assert found["kills"] == 2


@pytest.mark.parametrize(
    ("stored", "wrong"),
    [
        pytest.param([(ONE, "1")], {}, id="what has no answer may be missing"),
        pytest.param([(ONE, "1"), (TWO, "2")], {"unknown_stored": 1}, id="or there, once"),
        pytest.param([(TWO, "2")], {"lost": 1, "unknown_stored": 1}, id="lost"),
        pytest.param([(ONE, "1"), (ONE, "1")], {"doubled": 1}, id="doubled"),
        pytest.param([(ONE, "1"), (Key("response", "three"), "3")], {"invented": 1}, id="invented"),
        pytest.param([(ONE, "2")], {"changed": 1}, id="with something else in it"),
    ],
)
def test_the_ledger_tells_what_is_lost_doubled_invented_or_changed(
    tmp_path: Path, stored: list[tuple[Key, str]], wrong: dict[str, int]
) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.write(TRIED, ONE, sent="1")
    ledger.write(ACKNOWLEDGED, ONE, status=303)
    ledger.write(TRIED, TWO, sent="2")
    ledger.write(UNKNOWN, TWO)

    found = check(ledger.stood(), stored)

    counted = {"lost": 0, "doubled": 0, "invented": 0, "changed": 0, "unknown_stored": 0}
    assert {name: getattr(found, name) for name in counted} == counted | wrong
    assert found.kept == (wrong.keys() <= {"unknown_stored"})
