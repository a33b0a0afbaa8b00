"""The guide after the first sign-in: a few steps that can be left and resumed, and end in something published.

Rooms above say the steps (`offer`, in their wirings): what a new hub team does first, and when that is done. Where a
person stands is kept with the account.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engage.accounts import sight
from engage.accounts.models import Person
from engage.web.permissions import Permission

_KEY = "engage-guide"
LEADS = Permission.SURVEY_FIELD
"""Who may publish for a hub is led there."""


@dataclass(frozen=True, slots=True)
class Here:
    """For whom, and for which hub, a step is looked at."""

    session: Session
    person: Person
    hub_id: int

    @property
    def notes(self) -> Mapping[str, Any]:
        """What steps remember between them (`remember`)."""
        notes: Mapping[str, Any] = self.person.guide.get("notes", {})
        return notes


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: Any
    """A lazy translation, like `text` and `action`."""
    text: Any
    action: Any
    """What its link says."""
    address: Callable[[Here], str]
    """Where it is done; empty while a step before is needed."""
    done: Callable[[Here], bool]
    permission: Permission
    """What it takes for the hub; who has it not is not asked."""
    order: int
    by_hand: bool = False
    """The person says that it is done; `done` may know it too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something published."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as it stands."""

    step: Step
    done: bool
    skipped: bool
    address: str

    @property
    def over(self) -> bool:
        return self.done or self.skipped


class _App(Protocol):
    extensions: dict[str, Any]


@dataclass(slots=True)
class _Registry:
    steps: list[Step]
    outcomes: list[Callable[[Here], list[Outcome]]]


def _registry(app: _App) -> _Registry:
    found: _Registry = app.extensions.setdefault(_KEY, _Registry([], []))
    return found


def offer(app: _App, *steps: Step) -> None:
    """Add steps; from a room's wiring."""
    _registry(app).steps.extend(steps)


def ends_in(app: _App, outcomes: Callable[[Here], list[Outcome]]) -> None:
    """Say what is published for a hub; from a room's wiring."""
    _registry(app).outcomes.append(outcomes)


def hub_of(session: Session, person: Person) -> int | None:
    """The hub that a person is led for: the chosen one, else the first of those they publish for.

    None for who publishes for no hub of their own; the network office is not led.
    """
    own = sorted(held.hub_id for held in person.scoped_roles if held.hub_id is not None)
    reach = sight.reach(session, person, LEADS)
    if reach is None:
        return None
    chosen = person.guide.get("hub")
    return chosen if chosen in reach else next((hub for hub in own if hub in reach), None)


def stages(app: _App, here: Here) -> list[Stage]:
    """The steps for a person, in order."""
    guide = here.person.guide
    said, skipped = guide.get("said", []), guide.get("skipped", [])
    found = []
    for step in sorted(_registry(app).steps, key=lambda each: each.order):
        held = sight.reach(here.session, here.person, step.permission)
        if held is None or here.hub_id in held:
            done = step.name in said or step.done(here)
            found.append(Stage(step, done, step.name in skipped and not done, step.address(here)))
    return found


def outcomes(app: _App, here: Here) -> list[Outcome]:
    return [each for provider in _registry(app).outcomes for each in provider(here)]


def is_left(person: Person) -> bool:
    """Whether the start page leaves the guide out: it was put aside, or has ended."""
    return bool(person.guide.get("left") or person.guide.get("ended_at"))


# -- deeds


def remember(person: Person, name: str, value: Any) -> None:
    """Keep something for the steps that follow: a number or a word."""
    person.guide = {**person.guide, "notes": {**person.guide.get("notes", {}), name: value}}


def say_done(person: Person, step: str) -> None:
    _mark(person, "said", step)


def skip(person: Person, step: str) -> None:
    _mark(person, "skipped", step)


def _mark(person: Person, where: str, step: str) -> None:
    marked = person.guide.get(where, [])
    if step not in marked:
        person.guide = {**person.guide, where: [*marked, step]}


def choose_hub(session: Session, person: Person, hub_id: int) -> bool:
    """Be led for another of one's hubs; False for a hub that one publishes nothing for."""
    reach = sight.reach(session, person, LEADS)
    if reach is None or hub_id not in reach:
        return False
    person.guide = {"hub": hub_id}
    return True


def leave(person: Person) -> None:
    """Put the guide aside; it can be resumed."""
    person.guide = {**person.guide, "left": True}


def resume(person: Person) -> None:
    person.guide = {name: value for name, value in person.guide.items() if name not in ("left", "ended_at")}


def end(person: Person, *, now: datetime) -> None:
    person.guide = {**person.guide, "ended_at": now.isoformat(timespec="seconds")}
