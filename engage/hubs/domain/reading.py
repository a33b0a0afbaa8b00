"""Reads a file of hubs (docs/reference/hub-format): one YAML document, findings by line, nothing stored.

What a file leaves out stays as it is; what it gives takes the place of what was there. Members and steps of the
life-cycle are given whole.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engage.core.findings import Finding, Level, Where
from engage.core.located import MAX_BYTES, Node, Steps, Unreadable, from_yaml, read_text
from engage.hubs.domain import rules
from engage.hubs.domain.kinds import HubScope, LifeCycle, MemberRole, may_be_part

MOST_FINDINGS = 200
MOST_HUBS = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    status: LifeCycle
    on: date
    round: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    role: MemberRole
    city: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class HubEntry:
    """What a file says of one hub."""

    slug: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """By the names of the columns of a hub; only what the file gives."""
    part_of: str | None = None
    """The slug of the hub it is a part of; empty for none; None where the file does not say."""
    steps: tuple[Step, ...] | None = None
    members: tuple[Member, ...] | None = None
    published: bool | date | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class HubFile:
    hubs: tuple[HubEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)


Check = Callable[[Any], Any]

VALUES: dict[str, Check] = {
    "name": rules.text(rules.LONGEST_NAME, needed=True),
    "names": rules.texts(rules.LONGEST_NAME),
    "about": rules.texts(),
    "country": rules.country,
    "region": rules.text(100),
    "scope": rules.one_of(list(HubScope), lambda scope: scope.value),
    "languages": rules.languages,
    "website": rules.address,
    "time_zone": rules.time_zone,
    "support": rules.parts({"name": rules.text(200), "phone": rules.phone, "address": rules.address}),
    "controller": rules.texts(),
    "data_protection_officer": rules.text(500),
    "legal_basis": rules.texts(),
}
CONTACT: dict[str, Check] = {"name": rules.text(200), "phone": rules.phone, "email": rules.mail_address}
STEP: dict[str, Check] = {
    "status": rules.one_of(list(LifeCycle), lambda status: status.value),
    "on": rules.day,
    "round": rules.number_of_round,
    "note": rules.text(500),
}
MEMBER: dict[str, Check] = {
    "name": rules.text(rules.LONGEST_NAME, needed=True),
    "city": rules.text(100),
    "website": rules.address,
}
OTHERS = ("slug", "part_of", "contact", "life_cycle", "members", "published")


def read(data: bytes) -> HubFile:
    """The hubs of a file. Never raises for what stands in it."""
    try:
        if len(data) > MAX_BYTES:
            raise Unreadable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
        return _Reader(from_yaml(read_text(data))).read()
    except Unreadable as refused:
        return HubFile((), (Finding(Level.ERROR, refused.code, refused.reason, Where(row=refused.line)),))


class _Reader:
    def __init__(self, node: Node) -> None:
        self.node = node
        self.findings: list[Finding] = []

    def read(self) -> HubFile:
        for path, line in self.node.all_repeated():
            self._say(path, "duplicate_key", "this stands here twice; write it once", line=line)
        document = self.node.value
        if not isinstance(document, dict) or not isinstance(document.get("hubs"), list):
            self._say((), "no_hubs", "the file begins with hubs: and a list of them")
            return self._done(())
        for key in document.keys() - {"hubs"}:
            self._say((key,), "unknown_key", f"“{key}” is not known here; there is hubs only")
        if len(document["hubs"]) > MOST_HUBS:
            self._say(("hubs",), "too_many", f"one file holds at most {MOST_HUBS} hubs")
            return self._done(())
        found = [hub for at, given in enumerate(document["hubs"]) if (hub := self._hub(("hubs", at), given))]
        self._whole(found)
        return self._done(tuple(found))

    def _done(self, hubs: tuple[HubEntry, ...]) -> HubFile:
        findings = sorted(self.findings, key=lambda finding: finding.where.row or 0)[:MOST_FINDINGS]
        return HubFile(hubs, tuple(findings))

    def _say(self, path: Steps, code: str, message: str, *, line: int | None = None) -> None:
        where = Where(row=line or self.node.line_of(path), column=".".join(str(step) for step in path[2:]) or None)
        self.findings.append(Finding(Level.ERROR, code, message, where))

    def _try(self, path: Steps, check: Check, value: Any) -> Any:
        try:
            return check(value)
        except rules.Wrong as wrong:
            self._say(path, "wrong_value", str(wrong))
            return None

    def _hub(self, path: Steps, given: Any) -> HubEntry | None:
        if not isinstance(given, dict):
            self._say(path, "wrong_value", "write a hub as a list of names with values")
            return None
        if "slug" not in given:
            self._say(path, "missing", "every hub needs a slug: its place in addresses")
            return None
        slug = self._try((*path, "slug"), rules.slug, given["slug"])
        values = dict(self._values(path, given, VALUES, OTHERS))
        if "contact" in given:
            contact = self._mapping((*path, "contact"), given["contact"], CONTACT)
            values |= {f"contact_{key}": value for key, value in contact.items()}
        part_of = given.get("part_of")
        if part_of:
            part_of = self._try((*path, "part_of"), rules.slug, part_of)
        return HubEntry(
            slug=slug or "",
            values=values,
            part_of=part_of,
            steps=self._steps((*path, "life_cycle"), given["life_cycle"]) if "life_cycle" in given else None,
            members=self._members((*path, "members"), given["members"]) if "members" in given else None,
            published=self._published((*path, "published"), given.get("published")),
            line=self.node.line_of(path),
        )

    def _values(
        self, path: Steps, given: Mapping[str, Any], checks: Mapping[str, Check], others: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, Any]]:
        for key, value in given.items():
            if key in checks:
                kept = self._try((*path, key), checks[key], value)
                if kept is not None:
                    yield key, kept
            elif key not in others:
                known = ", ".join((*checks, *others))
                self._say((*path, key), "unknown_key", f"“{key}” is not known here; there is {known}")

    def _mapping(self, path: Steps, given: Any, checks: Mapping[str, Check]) -> dict[str, Any]:
        if not isinstance(given, dict):
            self._say(path, "wrong_value", f"write {', '.join(checks)} here, each by its name")
            return {}
        return dict(self._values(path, given, checks))

    def _published(self, path: Steps, value: Any) -> bool | date | None:
        if value is None or isinstance(value, bool):
            return value
        found: date | None = self._try(path, rules.day, value)
        return found

    def _steps(self, path: Steps, given: Any) -> tuple[Step, ...]:
        if not isinstance(given, list):
            self._say(path, "wrong_value", "write the steps as a list: - {status: mapped, on: 2026-01-31}")
            return ()
        steps = []
        for at, each in enumerate(given):
            values = self._mapping((*path, at), each, STEP)
            if {"status", "on"} <= values.keys():
                steps.append(Step(**values))
            elif isinstance(each, dict) and not {"status", "on"} <= each.keys():
                self._say((*path, at), "missing", "a step needs a status and the day (on)")
        return tuple(sorted(steps, key=lambda step: step.on))

    def _members(self, path: Steps, given: Any) -> tuple[Member, ...]:
        if not isinstance(given, dict):
            self._say(path, "wrong_value", "write the members by role: {lead: [a name], care: [a name, another]}")
            return ()
        role_of = rules.one_of(list(MemberRole), lambda role: role.value)
        found: list[Member] = []
        for key, names in given.items():
            role = self._try((*path, key), role_of, key)
            if role is not None:
                found += self._of_role((*path, key), role, names)
        return tuple(found)

    def _of_role(self, path: Steps, role: MemberRole, names: Any) -> Iterator[Member]:
        if not isinstance(names, list):
            self._say(path, "wrong_value", "write the members of a role as a list")
            return
        for at, each in enumerate(names):
            values = self._mapping((*path, at), {"name": each} if isinstance(each, str) else each, MEMBER)
            if "name" in values:
                yield Member(role=role, **values)
            elif isinstance(each, dict) and "name" not in each:
                self._say((*path, at), "missing", "a member needs a name")

    def _whole(self, hubs: list[HubEntry]) -> None:
        """What is wrong between hubs: a slug twice, a circle of parts, a part that reaches as far as its whole."""
        seen: set[str] = set()
        by_slug = {hub.slug: hub for hub in hubs}
        for hub in hubs:
            if hub.slug and hub.slug in seen:
                self._line(hub, "duplicate_slug", f"the slug {hub.slug} stands in this file twice")
            seen.add(hub.slug)
            whole = by_slug.get(hub.part_of or "")
            mine, its = hub.values.get("scope"), whole.values.get("scope") if whole else None
            if mine and its and not may_be_part(mine, its):
                self._line(hub, "scope", f"a {mine.value} hub cannot be a part of a {its.value} one")
            if _in_a_circle(hub, by_slug):
                self._line(hub, "circle", f"{hub.slug} is a part of itself")

    def _line(self, hub: HubEntry, code: str, message: str) -> None:
        self.findings.append(Finding(Level.ERROR, code, message, Where(row=hub.line)))


def _in_a_circle(hub: HubEntry, by_slug: Mapping[str, HubEntry]) -> bool:
    above: HubEntry | None = hub
    for _ in range(len(by_slug) + 1):
        above = by_slug.get(above.part_of or "") if above else None
        if above is None:
            return False
        if above.slug == hub.slug:
            return True
    return True
