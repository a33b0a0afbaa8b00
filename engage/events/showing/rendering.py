"""Pages of events, finished: the same for everybody who comes in the same minute, so each is made once and kept.

What is made depends on the event's revision, the language, the day (who pays is named from a first day to a last) and
where it stands: all of it is in the key.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, render_template
from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy.orm import Session

from engage.activities import became, funding
from engage.activities import words as activity_words
from engage.activities.became import Became
from engage.events import words_needs
from engage.events.domain.kinds import Phase
from engage.events.models import Event
from engage.events.showing import draws, page, programme, structured, times, words
from engage.events.showing.shown import EventPage
from engage.events.showing.situation import Situation, situation
from engage.i18n import named
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering import texts
from engage.web import languages
from engage.web.newest import newest

MOST = 512
"""Finished pages kept in a process."""


def event_page(
    session: Session, event: Event, lang: str, now: datetime, *, zone: str = "", preview: bool = False
) -> str:
    """The page of an event in one of its languages, finished.

    :param zone: of the visitor, where they said it: few do, so it is not kept
    :param preview: for its team: with drafts of translations, and never kept
    """
    stands = situation(session, event, now)
    if preview or zone:
        return _event(session, event, lang, now, stands, zone, preview=preview)
    told = _became(session, event, lang, stands)
    make = partial(_event, session, event, lang, now, stands, zone)
    return kept(event, lang, now, "event", stands, told, make=make)


def _became(session: Session, event: Event, lang: str, stands: Situation) -> tuple[Became, ...]:
    """What became of what was said at an event that is over."""
    if stands.phase is not Phase.OVER:
        return ()
    languages.use(current_app, lang, event.source_language)
    return tuple(became.of_activity(session, event.activity_id, lang))


def kept(event: Event, lang: str, now: datetime, *more: object, make: Callable[[], str]) -> str:
    """A finished page about an event, made anew when the event changes, or what the page says `more`."""
    activity = event.activity
    changed = (event.revision, event.sequence, event.report_published_at, event.feedback, activity.updated_at)
    key = (event.id, *changed, activity.state, activity.cover, lang, now.date(), *more)
    made: str = newest("events", MOST).get(key, make)
    return made


def _event(
    session: Session,
    event: Event,
    lang: str,
    now: datetime,
    stands: Situation,
    zone: str,
    *,
    preview: bool = False,
) -> str:
    shown = page.load(session, event, lang, drafts=preview)
    of = {"hub_id": shown.hub_id, "activity_id": shown.activity_id}

    def values() -> dict[str, Any]:
        return {
            "preview": preview,
            "stands": stands,
            "zone": zone,
            "now": now,
            "programme": programme.laid_out(shown.sessions, shown.tracks),
            "register": structured.register_address(shown),
            "structured": structured.script(structured.event(shown, stands)),
            "became": _became(session, event, lang, stands),
            "funding": funding.statements(session, lang, now.date(), **of),
        }

    return render("events/event.html", "events.event", shown, values)


def render(template: str, here: str, shown: EventPage, values: Callable[[], Mapping[str, Any]]) -> str:
    """A page about an event in the frame of its language.

    :param here: the endpoint of the page, which takes `lang` and `slug`
    :param values: are made in that language too
    """
    app, lang = current_app, shown.lang
    languages.use(app, lang, shown.languages[0])
    interface = g.interface
    with force_locale(interface.replace("-", "_")):
        return render_template(
            template,
            event=shown,
            here=here,
            lang=lang,
            dir=direction(lang),
            interface=interface,
            ui=texts.language_attributes(interface, lang),
            languages=[(tag, endonym(tag), direction(tag)) for tag in shown.languages],
            block=texts.prose,
            inline=texts.phrase,
            plain=texts.plain,
            names=named,
            kinds=activity_words,
            language_name=words_needs.language_name,
            words=words,
            times=times,
            host=lambda address: urlsplit(address).hostname or "",
            foreign=lambda said: texts.language_attributes(said.language, lang) if said.text else Markup(""),
            **values(),
        )


def draw_page(session: Session, event: Event, lang: str, now: datetime) -> str:
    """How places are drawn, and how they were: with everything that somebody needs who checks it."""

    def make() -> str:
        shown = page.load(session, event, lang)
        return render("events/draw.html", "events.draw", shown, lambda: {"draw": draws.told(shown.draw), "now": now})

    return kept(event, lang, now, "draw", make=make)
