"""What became of the cases that others made: one row a case, judged against a list of known differences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    READ = "read"
    """Or: gives the value that is expected."""
    REFUSED = "refused for its reason"
    NAMED = "refused, naming what is not offered"
    DIFFERS = "known difference"
    FAILS = "unexpected"
    STALE = "allow-listed, but agrees"


@dataclass(frozen=True, slots=True)
class Row:
    group: str
    case: str
    verdict: Verdict
    note: str = ""


def judged(group: str, case: str, found: Verdict, allowed: Mapping[str, str], note: str = "") -> Row:
    """The row of a case: what fails is a known difference when it is listed, what is listed and agrees is stale.

    :param allowed: case -> one line of reason
    """
    if case not in allowed:
        return Row(group, case, found, note)
    if found is Verdict.FAILS:
        return Row(group, case, Verdict.DIFFERS, allowed[case])
    return Row(group, case, Verdict.STALE, allowed[case])


def unexpected(rows: Iterable[Row]) -> list[Row]:
    """The rows that a test must not let pass."""
    return [row for row in rows if row.verdict in (Verdict.FAILS, Verdict.STALE)]


def numbered(names: Iterable[str]) -> list[str]:
    """The same names, those that come again with a number: `a`, `a#2`."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found
