"""The archive of a hub, made by the worker for one person; kept a day."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.handover import making
from engage.handover.parts.kept import Choice
from engage.hubs.models import Hub
from engage.jobs import files
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task

KIND = "handover.archive"
SECONDS_A_STEP = 1.0


class NoSuchHub(Refusal):
    """It was deleted since."""

    code = "no_such_hub"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which hub, and what is inside besides."""

    hub_id: int
    hub: str
    choices: frozenset[Choice]

    def as_params(self) -> dict[str, Any]:
        return {"hub_id": self.hub_id, "hub": self.hub, "choices": sorted(self.choices)}

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Wish":
        return cls(params["hub_id"], params["hub"], frozenset(Choice(each) for each in params["choices"]))

    def is_for(self, allowed: Collection[Choice]) -> bool:
        """Whether who may have these may have all of it."""
        return self.choices <= set(allowed)


def ask(session: Session, wish: Wish, *, by: int, now: datetime) -> Job:
    """Have the archive made; asked for twice while it is made, it is made once."""
    key = f"{KIND}:{by}:{wish.hub_id}:{''.join(sorted(each.value[0] for each in wish.choices))}"
    return ask_for(session, KIND, wish.as_params(), key=key[:100], by=by, hub_id=wish.hub_id, now=now)


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def archive(task: Task) -> None:
        wish = Wish.of(task.params)
        with task.reading() as session, files.written(data_dir, task.job_id) as into:
            hub = session.get(Hub, wish.hub_id)
            if hub is None:
                raise NoSuchHub
            now = task.now
            made = making.make(session, hub, into, wish.choices, data_dir=data_dir, now=now, told=_each_second(task))
        rows = sum(made.rows.values())
        task.result.update(name=f"{made.hub}-{now:%Y-%m-%d}.zip", rows=rows, files=made.files)
        task.step(rows, rows)

    return archive


def _each_second(task: Task) -> making.Told:
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_STEP:
            last = time.monotonic()
            task.step(min(done, total), total)

    return told
