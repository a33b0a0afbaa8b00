"""The start page of the console: what waits, what runs, how to go on. Rooms say it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from engage.web.desk.registry import kept
from engage.web.permissions import Permission, may_somewhere


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for who is signed in."""

    text: str
    """A sentence with its figure: "3 mails could not be delivered"."""
    address: str
    action: str
    """What the link says: "See why"."""
    urgent: bool = False
    """Somebody waits, or a deadline runs."""


@dataclass(frozen=True, slots=True)
class Running:
    """Something that goes on now."""

    title: str
    address: str
    state: str
    """What the tag says."""
    kind: str = ""
    """Of the tag: "", "success", "warning" or "error"."""
    about: str = ""
    """A line below: until when, how many."""


@dataclass(frozen=True, slots=True)
class GuideStep:
    text: str
    address: str
    done: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide after the first sign-in, while it is unfinished."""

    title: str
    steps: Sequence[GuideStep]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that one can begin: a way in, for who may."""

    label: Any
    """A lazy translation, as a button says it: "Invite a colleague"."""
    about: Any
    """What comes of it, in a sentence."""
    endpoint: str
    permission: Permission
    order: int = 50


def step(app: Flask, one: Step) -> None:
    kept(app, "step").append(one)


def steps() -> list[Step]:
    """What who asks may begin, in order."""
    found: list[Step] = [one for one in kept(current_app, "step") if may_somewhere(one.permission)]
    return sorted(found, key=lambda one: (one.order, one.endpoint))


def todo(app: Flask, provider: Callable[[Session], Sequence[ToDo]]) -> None:
    kept(app, "todo").append(provider)


def running(app: Flask, provider: Callable[[Session], Sequence[Running]]) -> None:
    kept(app, "running").append(provider)


def guide(app: Flask, provider: Callable[[Session], Guide | None]) -> None:
    kept(app, "guide").append(provider)


def waiting(session: Session) -> list[ToDo]:
    """All that waits; what is urgent first, else in the order of the rooms."""
    found = [each for provider in kept(current_app, "todo") for each in provider(session)]
    return sorted(found, key=lambda each: not each.urgent)


def going_on(session: Session) -> list[Running]:
    return [each for provider in kept(current_app, "running") for each in provider(session)]


def unfinished_guide(session: Session) -> Guide | None:
    return next((found for provider in kept(current_app, "guide") if (found := provider(session))), None)
