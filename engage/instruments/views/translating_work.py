"""What pages of translating share: who works on which texts, and how things are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, g
from flask_babel import format_percent, gettext, ngettext
from flask_security import current_user
from flask_wtf import FlaskForm
from markupsafe import Markup, escape

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import babel_locale, direction, endonym
from engage.i18n.text import TextState
from engage.i18n.variants import beside
from engage.instruments import working
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.linting import Term, TextFinding
from engage.instruments.domain.linting.rules import PLACEHOLDER
from engage.instruments.domain.text_places import EDITIONS, FIRST, LAST, Place, places
from engage.instruments.rendering.texts import plain
from engage.instruments.translating import queries, work
from engage.instruments.translating.models import Assignment
from engage.instruments.views import surroundings
from engage.instruments.working import Copy
from engage.web.permissions import Permission, may


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token: the fields are as many as there are texts."""


def require_token() -> None:
    if not TokenForm().validate():
        abort(400)


@dataclass(frozen=True)
class Work:
    """An instrument before the eyes of one person."""

    instrument_id: int
    copy: Copy
    around: surroundings.Surroundings
    manages: bool
    """Edits surveys: sees all languages, edits the source, asks others."""
    asked: Mapping[str, frozenset[str]]
    """Languages the person is asked for, each with its sections; no sections: all."""

    @property
    def instrument(self) -> Instrument:
        return self.copy.instrument

    @property
    def languages(self) -> list[str]:
        """Those the person may work on, easy variants after their language, the source last: it is no translation."""
        source, order = self.instrument.source_language, self.instrument.languages
        there = [tag for tag in order if tag != source and (self.manages or tag in self.asked)]
        there.sort(key=lambda tag: (order.index(plain) if (plain := beside(tag)) in order else order.index(tag), tag))
        return [*there, source] if self.manages else there

    def may_edit(self, language: str, group: str) -> bool:
        if self.manages:
            return True
        sections = self.asked.get(language)
        return sections is not None and (not sections or group in sections)

    def groups(self) -> list[str]:
        """Parts that have texts, in the order in which people meet them."""
        return list(dict.fromkeys(place.group for place in places(self.instrument)))


def person_id() -> int:
    found: int = current_user.id
    return found


def open_work(instrument_id: int, language: str | None = None) -> Work:
    """The instrument, if the person may work on it (in this language); 404 otherwise."""
    session = db.session()
    manages = may(Permission.SURVEY_EDIT)
    asked = queries.asked_for(session, person_id(), instrument_id)
    if not manages and (not asked or (language is not None and language not in asked)):
        abort(404)
    around = surroundings.of(instrument_id)
    try:
        copy = working.copy_of(session, instrument_id)
    except working.NoSuchInstrument:
        abort(404)
    if language is not None and language not in copy.instrument.languages:
        abort(404)
    return Work(instrument_id, copy, around, manages, asked)


# -- how things are called


def language_name(tag: str) -> str:
    """A language in the words of the reader: `French`, `German (easy read)`; its own name where there is none."""
    name = babel_locale(tag).get_display_name(babel_locale(g.interface).language)
    if not name or endonym(tag) == tag:
        return endonym(tag)
    return gettext("%(language)s (easy to read)", language=name) if "(" in endonym(tag) and "simple" in tag else name


def language_facts(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": language_name(tag), "own": endonym(tag), "dir": direction(tag)}


def group_name(instrument: Instrument, group: str) -> str:
    """What a part is called: a section by its title."""
    match group:
        case "_first":
            return gettext("First page")
        case "_last":
            return gettext("Last page")
        case "_editions":
            return gettext("National editions")
    section = next((section for section in instrument.sections if section.name == group), None)
    return (section and plain(section.title.in_(g.interface))) or group


def part_of(instrument: Instrument, group: str) -> str:
    """A part in an address: a section by its slug."""
    return next((section.slug for section in instrument.sections if section.name == group), group)


def group_at(instrument: Instrument, part: str) -> str:
    """The part at an address; 404 when there is none."""
    if part in (FIRST, LAST, EDITIONS):
        return part
    section = instrument.section(part)
    if section is None:
        abort(404)
    return section.name


def kind_name(place: Place) -> str:
    names = {
        "label": gettext("question"),
        "option": gettext("answer %(code)s", code=place.code),
        "row": gettext("row %(code)s", code=place.code),
        "hint": gettext("hint"),
        "guidance": gettext("further help"),
        "title": gettext("title"),
        "description": gettext("description"),
        "welcome": gettext("welcome"),
        "closing": gettext("closing words"),
        "consent": gettext("consent"),
        "message": gettext("message when full"),
        "required_message": gettext("message when empty"),
        "constraint_message": gettext("message when it does not fit"),
        "low_label": gettext("low end"),
        "high_label": gettext("high end"),
        "prefix": gettext("before the field"),
        "suffix": gettext("after the field"),
        "explanation": gettext("explanation"),
        "image_text": gettext("what the picture shows"),
        "entry": gettext("name of an entry"),
        "add": gettext("button that adds one"),
        "support": gettext("support line"),
        "asks": gettext("who asks"),
        "purpose": gettext("why"),
        "decision": gettext("which decision"),
        "published": gettext("what is published"),
        "next_steps": gettext("what happens next"),
        "controller": gettext("who is responsible for the data"),
        "data_protection_officer": gettext("data protection officer"),
        "retention": gettext("how long answers are kept"),
        "rights": gettext("rights"),
    }
    return names.get(place.kind, place.kind)


def place_name(place: Place) -> str:
    return f"{place.item} · {kind_name(place)}" if place.item else kind_name(place)


def state_name(state: TextState | None) -> str:
    names = {
        None: gettext("missing"),
        TextState.DRAFT: gettext("draft"),
        TextState.STALE: gettext("source changed"),
        TextState.REVIEWED: gettext("reviewed"),
        TextState.APPROVED: gettext("approved"),
    }
    return names[state]


def finding_sentence(finding: TextFinding) -> str:
    """What the linter saw, and what to do."""
    f = finding.figures
    match finding.rule:
        case "placeholder_missing":
            return gettext("The answer %(names)s is shown in the source, but not here. Put it in.", names=f["names"])
        case "placeholder_unknown":
            return gettext(
                "%(names)s does not stand in the source. Names in ${…} are not translated.", names=f["names"]
            )
        case "links":
            return gettext("%(source)s links in the source, %(here)s here.", source=f["source"], here=f["here"])
        case "markup":
            return gettext(
                "The mark %(mark)s stands %(source)s times in the source, %(here)s times here.",
                mark=f["mark"],
                source=f["source"],
                here=f["here"],
            )
        case "tags":
            return gettext("These tags differ from the source: %(names)s", names=f["names"])
        case "numbers":
            return gettext("The source says %(names)s, this says %(here)s.", names=f["names"], here=f["here"])
        case "negation":
            return gettext("A “not” is in only one of the two. Do both say the same?")
        case "untranslated":
            return gettext("These are the words of the source.")
        case "glossary":
            return gettext(
                "The glossary says “%(translation)s” for “%(term)s”.", translation=f["translation"], term=f["term"]
            )
        case "not_to_translate":
            return gettext("“%(term)s” stays as it is in every language.", term=f["term"])
        case "option_count":
            return gettext(
                "%(here)s of %(source)s answers are translated. People would see two languages in one list.",
                here=f["here"],
                source=f["source"],
            )
        case "options_alike":
            return gettext("Two answers have the same words: %(codes)s.", codes=f["codes"])
        case "scale_order":
            return gettext("The scale seems to run the other way round than in the source.")
        case "length":
            return gettext(
                "%(percent)s of the usual length. Is something missing, or too much?",
                percent=format_percent(int(f["percent"]) / 100),
            )
    return _address_sentence(f["form"], f["usual"])


def _address_sentence(form: str, usual: str) -> str:
    if form == "both":
        return gettext("The polite and the familiar form of address stand side by side.")
    if usual == "formal":
        return gettext("Familiar address here; most other texts are polite.")
    return gettext("Polite address here; most other texts are familiar.")


def marked(text: str) -> Markup:
    """A text with its placeholders marked, its line breaks kept."""
    out, position = Markup(""), 0
    for match in PLACEHOLDER.finditer(text):
        out += escape(text[position : match.start()]) + Markup('<mark class="eng-slot">{}</mark>').format(match[0])
        position = match.end()
    return out + escape(text[position:])


def terms_for(instrument_id: int, language: str) -> tuple[Term, ...]:
    """The glossary in one language (an easy variant takes that of its language)."""
    rows = queries.glossary(db.session(), instrument_id, {language, work.NOT_TRANSLATED})
    return tuple(Term(row.term, row.translation, row.language == work.NOT_TRANSLATED) for row in rows)


def due_words(assignment: Assignment, today: date | None = None) -> tuple[str, str]:
    """When it is due, for people, and how grave that is: "", warning, error or success."""
    today = today or utcnow().date()
    if assignment.done_at is not None:
        return gettext("Done"), "success"
    if assignment.due_on is None:
        return gettext("No day set"), ""
    days = (assignment.due_on - today).days
    if days < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -days), "error"
    if days == 0:
        return gettext("Due today"), "error"
    words = ngettext("Due in %(num)s day", "Due in %(num)s days", days)
    return words, "warning" if work.is_due(assignment, today) else ""


def section_names(instrument: Instrument, names: Sequence[str]) -> str:
    if not names:
        return gettext("all texts")
    return ", ".join(group_name(instrument, name) for name in names)
