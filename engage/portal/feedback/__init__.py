"""The survey that asks for feedback on an event: fills the port of `engage.events` with a survey of `engage.surveys`.

It is in the field at once, in every public language, and stands in no list: only its address leads there.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy.orm import Session

from engage.events.attending.feedback import Wanted
from engage.hubs.domain.texts import named
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.portal import unlisted

if TYPE_CHECKING:
    from engage.hubs.models import Hub

REASON = "feedback on an event: questions that come with the product"


@cache
def _source() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files(__name__) / "questions.yaml").read_text("utf-8"))
    return found


def make(session: Session, wanted: Wanted, now: datetime) -> bool:
    """A maker for `engage.events.attending.feedback`. One that is there already is taken as it is."""
    return unlisted.make(session, wanted, lambda hub: instrument(wanted, hub), reason=REASON, now=now)


def instrument(wanted: Wanted, hub: "Hub") -> Instrument:
    """The questions, about an event or about a hub's events of a period."""
    source = _source()
    titles: Mapping[str, str] = source["titles"]["event" if wanted.titles else "pool"]
    about = {tag: _about(wanted, hub, tag) for tag in PUBLIC_LANGUAGES}
    document = _filled({**source["document"], "title": titles}, about)
    return from_document(document | {"name": wanted.slug})


def _about(wanted: Wanted, hub: "Hub", tag: str) -> dict[str, str]:
    event = wanted.titles.get(tag) or next(iter(wanted.titles.values()), "")
    return {
        "{hub}": named(hub.name, hub.names, hub.languages, tag).text,
        "{event}": event,
        "{period}": wanted.period,
    }


def _filled(value: Any, about: Mapping[str, Mapping[str, str]]) -> Any:
    """The document with what it is about in each of its texts."""
    if isinstance(value, dict):
        if "en" in value and set(value) <= set(PUBLIC_LANGUAGES):
            return {tag: _replaced(text, about[tag]) for tag, text in value.items()}
        return {key: _filled(inner, about) for key, inner in value.items()}
    return [_filled(inner, about) for inner in value] if isinstance(value, list) else value


def _replaced(text: str, values: Mapping[str, str]) -> str:
    for name, words in values.items():
        text = text.replace(name, words)
    return text
