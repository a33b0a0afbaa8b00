"""Brings the hubs of a file into the database. Bringing the same file in again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.findings import Finding, Level, Where
from engage.hubs import service
from engage.hubs.domain.kinds import HubScope, may_be_part
from engage.hubs.domain.reading import HubEntry, HubFile, Member, Step
from engage.hubs.models import Hub, HubStep, Organisation


@dataclass(frozen=True, slots=True)
class Outcome:
    """Slugs by what became of them; nothing is stored when a finding is an error."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: tuple[Finding, ...]
    ids: dict[str, int]
    """Of the hubs that are different now."""

    @property
    def ok(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)


def bring_in(session: Session, file: HubFile, *, now: datetime) -> Outcome:
    """Add hubs that are new, change those that are there, leave what is as the file says."""
    there = {hub.slug: hub for hub in session.scalars(select(Hub))}
    findings = (*file.findings, *_against(file.hubs, there))
    if any(finding.level is Level.ERROR for finding in findings):
        return Outcome((), (), (), findings, {})
    known = set(there)
    before = {slug: hub.revision for slug, hub in there.items()}
    for entry in file.hubs:
        if entry.slug not in there:
            there[entry.slug] = service.add(
                session,
                slug=entry.slug,
                name=entry.values["name"],
                country=entry.values.get("country", ""),
                scope=entry.values.get("scope", HubScope.NATIONAL),
                updated_at=now,
            )
    for entry in file.hubs:
        _bring_in(session, entry, there, now)
    session.flush()
    slugs = [entry.slug for entry in file.hubs]
    different = [slug for slug in slugs if slug in known and there[slug].revision != before[slug]]
    new = [slug for slug in slugs if slug not in known]
    return Outcome(
        added=tuple(new),
        changed=tuple(different),
        unchanged=tuple(slug for slug in slugs if slug in known and slug not in different),
        findings=findings,
        ids={slug: there[slug].id for slug in (*new, *different)},
    )


def _against(entries: Iterable[HubEntry], there: dict[str, Hub]) -> Iterable[Finding]:
    """What is wrong between the file and what is there."""
    entries = list(entries)
    given = {entry.slug: entry for entry in entries}

    def scope_of(slug: str) -> HubScope:
        entry, hub = given.get(slug), there.get(slug)
        found: HubScope = (entry.values.get("scope") if entry else None) or (hub.scope if hub else HubScope.NATIONAL)
        return found

    for entry in entries:
        if entry.slug not in there and "name" not in entry.values:
            yield Finding(Level.ERROR, "missing", f"{entry.slug} is new and needs a name", Where(row=entry.line))
        whole = entry.part_of
        if whole and whole not in there and whole not in given:
            message = f"there is no hub {whole}, of which {entry.slug} would be a part"
            yield Finding(Level.ERROR, "unknown_hub", message, Where(row=entry.line, column="part_of"))
        elif whole and not may_be_part(scope_of(entry.slug), scope_of(whole)):
            message = f"{entry.slug} reaches as far as {whole} and cannot be a part of it"
            yield Finding(Level.ERROR, "scope", message, Where(row=entry.line, column="part_of"))


def _bring_in(session: Session, entry: HubEntry, there: dict[str, Hub], now: datetime) -> None:
    hub = there[entry.slug]
    service.change(hub, entry.values, now=now)
    session.flush()
    if entry.part_of is not None:
        service.make_part(session, hub, there[entry.part_of] if entry.part_of else None, now=now)
    if entry.steps is not None and entry.steps != tuple(_step(step) for step in hub.steps):
        hub.steps[:] = [
            HubStep(status=each.status, on=each.on, round=each.round, note=each.note) for each in entry.steps
        ]
        service.touch(hub, now)
    if entry.members is not None and _set(entry.members) != _set(_member(each) for each in hub.organisations):
        hub.organisations[:] = [
            Organisation(name=each.name, role=each.role, city=each.city, website=each.website) for each in entry.members
        ]
        service.touch(hub, now)
    if entry.published is False:
        service.unpublish(hub, now=now)
    elif entry.published and hub.published_at is None:
        service.publish(hub, now=now)
        if entry.published is not True:
            hub.published_at = datetime.combine(entry.published, time(12), UTC)
    elif entry.published and entry.published is not True:
        service.change(hub, {"published_at": datetime.combine(entry.published, time(12), UTC)}, now=now)


def _step(step: HubStep) -> Step:
    return Step(step.status, step.on, step.round, step.note)


def _member(organisation: Organisation) -> Member:
    return Member(organisation.name, organisation.role, organisation.city, organisation.website)


def _set(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda member: (member.role, member.name, member.city, member.website))
