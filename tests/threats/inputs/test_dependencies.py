"""What is inside is pinned and listed; an audit that reached nobody is not taken for one that found nothing."""

import json
from pathlib import Path

import pytest

from assurance.threats import dependencies
from assurance.threats.dependencies import LOCKED, audited, packages, sbom

ROOT = Path(__file__).parents[3]
FOUND = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}


def test_every_library_is_pinned_by_its_hash_and_stands_in_the_list_of_what_is_inside():
    found = list(packages((ROOT / LOCKED).read_text(encoding="utf-8")))
    listed = sbom(found)

    assert len(found) > 50
    assert [each.name for each in found if not each.hashes] == []
    assert listed["bomFormat"] == "CycloneDX"
    assert {each["purl"] for each in listed["components"]} == {each.address for each in found}
    assert "pkg:pypi/flask@" in json.dumps(listed)


@pytest.mark.parametrize(
    ("told", "reached", "known"),
    [
        pytest.param({"dependencies": [FOUND]}, True, ["a 1: PYSEC-1 (mended in 2)"], id="a fault"),
        pytest.param({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, True, [], id="none"),
        pytest.param({"dependencies": [{"name": "a", "skip_reason": "not found"}]}, False, None, id="nobody knew it"),
        pytest.param("no JSON", False, None, id="no answer"),
    ],
)
def test_an_audit_says_whether_anybody_answered(tmp_path: Path, told: object, reached: bool, known: list[str] | None):
    program = tmp_path / "pip-audit"
    said = told if isinstance(told, str) else json.dumps(told)
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\n", encoding="utf-8")
    program.chmod(0o755)
    found = audited(LOCKED, str(program))

    assert (found["reached"], found.get("known")) == (reached, known)


def test_without_the_program_nothing_is_claimed():
    assert dependencies.audited(LOCKED, None)["reached"] is False
