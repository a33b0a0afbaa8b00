"""Forms of the programme: sessions, tracks, speakers, materials."""

from collections.abc import Collection

from flask_babel import gettext

from engage.events.domain.kinds import MaterialPhase
from engage.events.domain.texts import LONGEST_OTHER
from engage.events.editing.programme import MaterialGiven, SessionGiven
from engage.events.models import Event, Material, ProgrammeSession, Speaker
from engage.web.desk.forms import Filled, Sent


def session_form(event: Event, slot: ProgrammeSession | None, title: str, about: str) -> Filled:
    if slot is None:
        filled = Filled({}, {"languages": [event.source_language]})
        filled.moment("starts_at", event.starts_at, event.time_zone)
        return filled
    filled = Filled(
        {
            "title": title,
            "about": about,
            "track": str(slot.track_id or ""),
            "site": str(slot.site_id or ""),
        },
        {
            "languages": list(slot.languages),
            "interpreted": list(slot.interpreted),
            "speakers": [str(each) for each in slot.speaker_ids],
        },
    )
    filled.moment("starts_at", slot.starts_at, event.time_zone)
    filled.moment("ends_at", slot.ends_at, event.time_zone)
    return filled


def read_session(
    sent: Sent, event: Event, tracks: Collection[int], sites: Collection[int], speakers: Collection[int]
) -> SessionGiven | None:
    """None when something is wrong."""
    title = sent.read_text("title", needed=gettext("Write what it is called."))
    about = sent.read_text("about", most=LONGEST_OTHER)
    starts = sent.read_moment("starts_at", event.time_zone, needed=gettext("Enter when it begins."))
    ends = sent.read_moment("ends_at", event.time_zone, needed=gettext("Enter when it ends."))
    if starts and ends and ends <= starts:
        sent.refuse("ends_at", gettext("The end comes before the beginning. Choose a later time."))
    track, site = _number(sent, "track", tracks), _number(sent, "site", sites)
    languages = sent.read_languages("languages")
    interpreted = sent.read_languages("interpreted")
    if starts is None or ends is None or sent.wrong:
        return None
    return SessionGiven(
        title=title,
        about=about,
        starts_at=starts,
        ends_at=ends,
        track_id=track,
        site_id=site,
        languages=tuple(languages),
        interpreted=tuple(tag for tag in interpreted if tag not in languages),
        speaker_ids=tuple(int(each) for each in sent.read_some("speakers", [str(each) for each in speakers])),
    )


def _number(sent: Sent, name: str, known: Collection[int]) -> int | None:
    value = sent.get(name)
    if value in {str(each) for each in known}:
        return int(value)
    if value:
        sent.refuse(name, gettext("Choose one of these."))
    return None


def speaker_form(speaker: Speaker | None, about: str) -> Filled:
    if speaker is None:
        return Filled()
    return Filled({"name": speaker.name, "affiliation": speaker.affiliation, "about": about})


def read_speaker(sent: Sent) -> tuple[str, str, str]:
    """Name, where they belong, and what is said of them."""
    return (
        sent.read_text("name", needed=gettext("Write the name.")),
        sent.read_text("affiliation"),
        sent.read_text("about", most=LONGEST_OTHER),
    )


def material_form(material: Material | None, language: str) -> Filled:
    if material is None:
        return Filled({"phase": MaterialPhase.BEFORE.value, "language": language})
    return Filled(
        {
            "title": material.title,
            "phase": material.phase.value,
            "language": material.language,
            "registered_only": "yes" if material.registered_only else "",
            "link": material.link,
            "session": str(material.session_id or ""),
        }
    )


def read_material(
    sent: Sent, sessions: Collection[int], *, there: bool, file_name: str, content: bytes | None
) -> MaterialGiven:
    """What was sent; valid only when nothing is wrong with it.

    :param there: whether a file or a link is stored already
    :param file_name: of the file that came along, empty without one
    """
    link = sent.read_link("link")
    if not (link or content is not None or there):
        sent.refuse("file", gettext("Choose a file, or write a link."))
    if link and content is not None:
        sent.refuse("link", gettext("Give a file or a link, not both."))
    return MaterialGiven(
        phase=MaterialPhase(sent.read_one("phase", MaterialPhase, other=MaterialPhase.BEFORE)),
        registered_only=sent.get("registered_only") == "yes",
        title=sent.read_text("title", needed=gettext("Write what it is.")),
        language=sent.get("language")[:35],
        link=link,
        session_id=_number(sent, "session", sessions),
        file_name=file_name,
        content=content,
    )
