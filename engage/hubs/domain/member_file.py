"""Organisations of a hub from a CSV: read whole, and every line that cannot be taken in is said.

The head names the columns: `name`, `role`, and if wanted `city` and `website`; commas or semicolons between. Roles are
the words of `MemberRole`, or as the reader's language says them.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from engage.hubs.domain import rules
from engage.hubs.domain.kinds import MemberRole
from engage.hubs.domain.reading import Member

COLUMNS = ("name", "role", "city", "website")
MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
EXAMPLE = (
    "name,role,city,website\r\n"
    "Patients' Forum,patients,Bergen,https://forum.example.org\r\n"
    "University Hospital,care,Oslo,\r\n"
    "Health Directorate,authority,,\r\n"
)


@dataclass(frozen=True, slots=True)
class MemberFinding:
    """What is wrong in a line; line 1 is the head."""

    line: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class MemberFile:
    members: tuple[Member, ...]
    findings: tuple[MemberFinding, ...]


def read(data: bytes, words: Mapping[str, MemberRole]) -> MemberFile:
    """The organisations in a file; nothing of it counts when there is a finding.

    :param words: what else than the codes may stand for a role, in lower case
    """
    if len(data) > MOST_BYTES:
        return _refused("too_large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("not_utf8")
    first = text.partition("\n")[0]
    try:
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=";" if first.count(";") > first.count(",") else ",",
                strict=True,
            )
        )
    except csv.Error:
        return _refused("not_csv")
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not {"name", "role"} <= set(head):
        return _refused("no_head", first.strip()[:80])
    if len(rows) - 1 > MOST_ROWS:
        return _refused("too_many")
    findings = [MemberFinding(1, cell, "unknown_column", cell) for cell in head if cell not in COLUMNS]
    roles = {role.value: role for role in MemberRole} | dict(words)
    members = []
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
            found = _member(cells, roles)
            if isinstance(found, Member):
                members.append(found)
            else:
                findings += [MemberFinding(number, *each) for each in found]
    if not members and not findings:
        return _refused("empty")
    return MemberFile(tuple(members), tuple(findings))


def _refused(code: str, value: str = "") -> MemberFile:
    return MemberFile((), (MemberFinding(1, "", code, value),))


def _member(cells: Mapping[str, str], roles: Mapping[str, MemberRole]) -> Member | list[tuple[str, str, str]]:
    wrong = []
    role = roles.get(cells.get("role", "").lower())
    if role is None:
        wrong.append(("role", "unknown_role", cells.get("role", "")))
    kept = {}
    checks = {
        "name": rules.text(rules.LONGEST_NAME, needed=True),
        "city": rules.text(100),
        "website": rules.address,
    }
    for column, check in checks.items():
        try:
            kept[column] = check(cells.get(column, ""))
        except rules.Wrong:
            wrong.append((column, f"wrong_{column}", cells.get(column, "")[:80]))
    if wrong or role is None:
        return wrong
    return Member(kept["name"], role, kept["city"], kept["website"])
