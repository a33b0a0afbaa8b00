"""The file of many people, made by the worker for one person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.events.domain import filters
from engage.events.models import Event
from engage.events.people import exporting
from engage.jobs import files
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task

KIND = "events.export"
MANY = 5_000
"""Persons above which the file is not made while somebody waits for a page."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NoSuchEvent(Refusal):
    """It was deleted since."""

    code = "no_such_event"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted in the file: all that its reader may see."""

    event_id: int
    slug: str
    ending: str
    sites: tuple[int, ...]
    filters: Mapping[str, str]

    def as_params(self) -> dict[str, Any]:
        return {
            "event_id": self.event_id,
            "slug": self.slug,
            "ending": self.ending,
            "sites": list(self.sites),
            "filters": dict(self.filters),
        }

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Wish":
        return cls(params["event_id"], params["slug"], params["ending"], tuple(params["sites"]), params["filters"])


def ask(session: Session, wish: Wish, *, by: int, hub_id: int, now: datetime) -> Job:
    """Have the file made; asked for twice while it is made, it is made once."""
    said = "&".join(f"{key}={value}" for key, value in sorted(wish.filters.items()))
    key = f"{KIND}:{by}:{wish.event_id}:{wish.ending}:{said}"[:100]
    return ask_for(session, KIND, wish.as_params(), key=key, by=by, hub_id=hub_id, now=now)


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def export(task: Task) -> None:
        wish = Wish.of(task.params)
        with task.reading() as session, files.written(data_dir, task.job_id) as file:
            event = session.get(Event, wish.event_id)
            if event is None:
                raise NoSuchEvent
            sites = [site for site in event.sites if site.id in wish.sites]
            sheet = exporting.rows(session, event, sites, filters.read(wish.filters))
            if wish.ending == "xlsx":
                exporting.to_xlsx(sheet, file)
            else:
                for piece in exporting.to_csv(sheet):
                    file.write(piece)
        task.result.update(name=f"{wish.slug}-{task.now:%Y-%m-%d}.{wish.ending}", type=TYPES[wish.ending])
        task.step(1, 1)

    return export
