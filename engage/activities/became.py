"""What became of what people said in activities: what was answered, decided, done. The room that has it says so.

Asked once for all activities of a page. Without such a room no page says anything of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

from engage.i18n.locales import direction


@dataclass(frozen=True, slots=True)
class Became:
    """An outcome in the language that serves the reader, as a page below the list of outcomes shows it."""

    title: str
    language: str
    """Of the title."""
    address: str
    published_on: date
    states: tuple[tuple[str, str], ...]
    """How far its recommendations are: a code that pages choose the look by, and the words."""

    @property
    def direction(self) -> str:
        return direction(self.language)


Finder = Callable[[Session, Sequence[int], str], Mapping[int, Sequence[Became]]]
"""(session, activities by id, language of the reader) -> what was published of each, the newest first."""

_KEY = "engage-became"


def told_by(app: Flask, finder: Finder) -> None:
    """Say who knows what became of activities."""
    app.extensions[_KEY] = finder


def of_activities(session: Session, ids: Sequence[int], lang: str) -> Mapping[int, Sequence[Became]]:
    """What became of activities, by id, of those of which something is published. The words are in the language of
    the request."""
    finder: Finder | None = current_app.extensions.get(_KEY)
    return finder(session, ids, lang) if finder and ids else {}


def of_activity(session: Session, activity_id: int, lang: str) -> Sequence[Became]:
    """The same of one activity."""
    return of_activities(session, [activity_id], lang).get(activity_id, ())
