"""What is in an archive for people and for other programs: in the formats that the product reads and writes elsewhere.

Adopting reads none of it: it reads what is under `data/`.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities.domain.csv_file import FIXED, TEXTS
from engage.activities.domain.kinds import ActivityKind
from engage.activities.models import Activity
from engage.events.models import Event
from engage.events.people import exporting as people
from engage.handover import event_file
from engage.handover.packing import Packer
from engage.handover.parts.kept import Choice
from engage.hubs.domain import reading
from engage.hubs.models import Hub
from engage.i18n.stored import decoded
from engage.instruments.models import InstrumentVersion
from engage.maturity.models import Assessment
from engage.maturity.models_after import Snapshot
from engage.outcomes.models import Outcome
from engage.outcomes.writing import documents
from engage.results.models import Edition
from engage.results.public_json import public_json
from engage.results.publishing import figures
from engage.surveys.models import Response, Survey


@dataclass(frozen=True, slots=True)
class Reader:
    """Adds these files to an archive."""

    session: Session
    packer: Packer
    hubs: Collection[int]
    choices: Collection[Choice]
    data_dir: Path
    now: datetime

    def add(self) -> None:
        self._hubs()
        self._activities()
        for survey in self._of(Survey, Survey.activity_id, Survey.slug):
            self._survey(survey)
        for event in self._of(Event, Event.activity_id, Event.slug):
            self._yaml(f"events/{event.slug}.yaml", event_file.document(self.session, event))
            if Choice.REGISTRATIONS in self.choices:
                sheet = people.rows(self.session, event, event.sites)
                self.packer.add(f"events/{event.slug}/people.csv", people.to_csv(sheet))
        if Choice.ASSESSMENTS in self.choices:
            self._assessments()
        for outcome in self.session.scalars(
            select(Outcome).where(Outcome.hub_id.in_(self.hubs)).order_by(Outcome.slug)
        ).unique():
            document = documents.document(self.session, outcome)
            self.packer.add_json(f"outcomes/{outcome.slug}.json", _plain(document))

    def _of(self, model: Any, activity: Any, slug: Any) -> Any:
        mine = select(Activity.id).where(Activity.hub_id.in_(self.hubs))
        return self.session.scalars(select(model).where(activity.in_(mine)).order_by(slug)).unique().all()

    def _hubs(self) -> None:
        found = self.session.scalars(select(Hub).where(Hub.id.in_(self.hubs)).order_by(Hub.id)).all()
        slugs = {hub.id: hub.slug for hub in found}
        document = {"hubs": [_hub(hub, slugs.get(hub.parent_id or 0)) for hub in found]}
        self._yaml("hub.yaml", document)

    def _yaml(self, name: str, document: dict[str, Any]) -> None:
        text = yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
        self.packer.add(name, [text.encode()])

    def _activities(self) -> None:
        declared = self.session.scalars(
            select(Activity)
            .where(Activity.hub_id.in_(self.hubs), Activity.declared, Activity.kind != ActivityKind.SURVEY)
            .order_by(Activity.id)
        ).unique()
        rows = [_activity(each) for each in declared]
        if rows:
            texts = sorted({name for row in rows for name in row} - set(FIXED) - set(TEXTS))
            out = io.StringIO(newline="")
            writer = csv.DictWriter(out, (*TEXTS, *texts, *FIXED), restval="", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
            self.packer.add("activities.csv", [out.getvalue().encode()])

    def _survey(self, survey: Survey) -> None:
        folder = f"surveys/{survey.slug}"
        versions = select(InstrumentVersion).where(InstrumentVersion.instrument_id == survey.instrument_id)
        for version in self.session.scalars(versions.order_by(InstrumentVersion.number)):
            self.packer.add_json(f"{folder}/questionnaire-{version.number}.json", version.document)
        editions = select(Edition).where(Edition.survey_id == survey.id, Edition.withdrawn_on.is_(None))
        for edition in self.session.scalars(editions.order_by(Edition.number)):
            found = public_json(figures.read(edition.figures), edition=edition.number)
            self.packer.add_json(f"{folder}/results-{edition.number}.json", found)
        if Choice.ANSWERS in self.choices:
            self._answers(survey, folder)

    def _answers(self, survey: Survey, folder: str) -> None:
        """The CSV of all responses, as `engage survey export` writes it."""
        from engage.results.exports import csv_file, making, source

        number = self.session.scalar(select(func.count()).where(Response.survey_id == survey.id))
        if not number:
            return
        found = source.opened(
            self.session,
            survey,
            seen=None,
            texts=source.Texts.ALL,
            weightings=source.calculated(self.session, survey.id),
        )
        names = making.inside("responses", "csv", found.fields.lists)
        with making.scratch(self.data_dir) as scratch:
            parts: dict[str, IO[bytes]] = {}
            try:
                for key, name in names.items():
                    parts[key] = (scratch / name).open("w+b")
                for key, piece in csv_file.pieces(found):
                    parts[key].write(piece)
                for key, name in names.items():
                    parts[key].seek(0)
                    self.packer.add(f"{folder}/{_safe(name)}", _pieces(parts[key]))
            finally:
                for part in parts.values():
                    part.close()

    def _assessments(self) -> None:
        rows = self.session.execute(
            select(Snapshot.content, Hub.slug, Assessment.number, Assessment.id)
            .join(Assessment, Assessment.id == Snapshot.assessment_id)
            .join(Hub, Hub.id == Assessment.hub_id)
            .where(Snapshot.hub_id.in_(self.hubs))
            .order_by(Assessment.id)
        )
        for content, slug, number, _ in rows:
            name = f"assessments/{slug}-{number}.json"
            if name in self.packer.files:  # of another model
                name = f"assessments/{slug}-{number}-{_}.json"
            self.packer.add(name, [content.encode()])


class _Plain(yaml.SafeDumper):
    """What stands twice is written twice, without marks."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(1 << 20):
        yield piece


def _safe(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in name)


def _plain(document: Any) -> Any:
    if isinstance(document, dict):
        return {str(key): _plain(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [_plain(each) for each in document]
    return document.isoformat() if hasattr(document, "isoformat") else document


def _hub(hub: Hub, part_of: str | None) -> dict[str, Any]:
    """As `engage hub import` reads it."""
    entry: dict[str, Any] = {"slug": hub.slug}
    if part_of:
        entry["part_of"] = part_of
    for name in reading.VALUES:
        value = getattr(hub, name)
        if value:
            entry[name] = value.value if name == "scope" else value
    contact = {part: value for part in reading.CONTACT if (value := getattr(hub, f"contact_{part}"))}
    if contact:
        entry["contact"] = contact
    if hub.steps:
        entry["life_cycle"] = [_step(step) for step in hub.steps]
    members: dict[str, list[dict[str, str]]] = {}
    for each in hub.organisations:
        said = {"name": each.name, "city": each.city, "website": each.website}
        members.setdefault(each.role.value, []).append({key: value for key, value in said.items() if value})
    if members:
        entry["members"] = members
    entry["published"] = hub.published_at.date().isoformat() if hub.published_at else False
    return entry


def _step(step: Any) -> dict[str, Any]:
    said = {"status": step.status.value, "on": step.on.isoformat(), "round": step.round, "note": step.note}
    return {key: value for key, value in said.items() if value}


def _activity(activity: Activity) -> dict[str, Any]:
    """A line of the file that the console takes in."""
    first = activity.languages[0] if activity.languages else "en"
    row: dict[str, Any] = {
        "kind": activity.kind.value,
        "starts_on": activity.starts_on or "",
        "ends_on": activity.ends_on or "",
        "languages": " ".join(activity.languages),
        "hub": activity.hub.slug,
        "partners": "; ".join(each.name for each in activity.partners),
        "scope": activity.scope.value,
        "areas": " ".join(activity.mission_areas),
        "sectors": " ".join(activity.sectors),
        "audience": " ".join(activity.audience),
        "groups": activity.groups,
        "state": activity.state.value,
        "link": activity.link,
        "document": activity.document,
        **{name: number for name, number in activity.counts.items() if name in FIXED},
    }
    for stem, stored in (("title", activity.title), ("summary", activity.summary)):
        for tag, said in decoded(stored, first):
            row[stem if tag == first else f"{stem}:{tag}"] = said.text
    return row
