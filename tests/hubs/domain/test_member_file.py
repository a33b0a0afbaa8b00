"""Organisations from a CSV."""

import pytest

from engage.hubs.domain.kinds import MemberRole
from engage.hubs.domain.member_file import EXAMPLE, read
from engage.hubs.domain.reading import Member


def test_the_example_is_read_whole():
    file = read(EXAMPLE.encode(), {})

    assert file.findings == ()
    assert file.members[0] == Member("Patients' Forum", MemberRole.PATIENTS, "Bergen", "https://forum.example.org")
    assert [member.role for member in file.members] == [MemberRole.PATIENTS, MemberRole.CARE, MemberRole.AUTHORITY]


def test_semicolons_other_orders_and_roles_in_words_will_do():
    text = "\ufeffRole;Name\r\nForschung;Institut für Früherkennung\r\n"

    assert read(text.encode(), {"forschung": MemberRole.RESEARCH}).members == (
        Member("Institut für Früherkennung", MemberRole.RESEARCH),
    )


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        pytest.param(b"", 1, "no_head", id="nothing"),
        pytest.param(b"organisation,kind\n", 1, "no_head", id="other columns"),
        pytest.param(b"name,role\n", 1, "empty", id="a head alone"),
        pytest.param(b"name,role,colour\nA,care,red\n", 1, "unknown_column", id="a column more"),
        pytest.param(b"name,role\nA,care\n\nB,boss\n", 4, "unknown_role", id="no such role"),
        pytest.param(b"name,role\n,care\n", 2, "wrong_name", id="no name"),
        pytest.param(b"name,role,website\nA,care,ftp://x\n", 2, "wrong_website", id="no web address"),
        pytest.param("name,role\nÅ,care\n".encode("latin-1"), 1, "not_utf8", id="another encoding"),
        pytest.param(b'name,role\n"A,care\n', 1, "not_csv", id="a quote that does not end"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(content: bytes, line: int, code: str):
    assert (line, code) in [(finding.line, finding.code) for finding in read(content, {}).findings]
