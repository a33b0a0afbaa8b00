"""What was done to an instrument, and why something was not, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.i18n.locales import endonym
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.change import BadExpression, CannotChange, DoesNotFit, StillReferred, Summary
from engage.instruments.domain.editing.places import name_of, step
from engage.instruments.rendering.texts import plain
from engage.instruments.views import country_words
from engage.instruments.views.words import shortened
from engage.instruments.working import Edit

Figures = Mapping[str, Any]
Said = Callable[[Instrument, Figures], str]


def item_title(instrument: Instrument, name: str) -> str:
    """An item by the beginning of its text; by its name where it has none, or is gone."""
    item = instrument.item(name)
    return (shortened(plain(item.label.source)) if item else "") or name


def section_title(instrument: Instrument, name: str) -> str:
    section = next((section for section in instrument.sections if section.name == name), None)
    return (shortened(plain(section.title.source)) if section else "") or name


def summary(done: Summary, instrument: Instrument) -> str:
    """One edit of the history. `instrument` is the state now, for the words of what it was done to."""
    if done.code in country_words.SAID:
        return country_words.SAID[done.code](item_title(instrument, str(done.figures.get("item", ""))), done.figures)
    said = _SAID.get(done.code)
    return said(instrument, done.figures) if said else gettext("Something else was changed")


def sentence(edit: Edit, instrument: Instrument) -> str:
    """One edit of the history; what it deleted is called by the words it had."""
    name = str(edit.summary.figures.get("item") or edit.summary.figures.get("section") or "")
    field = {"item_deleted": f"items.{step(name)}.label", "section_deleted": f"sections.{step(name)}.title"}
    path = f"texts.{instrument.source_language}.{field.get(edit.summary.code, '')}"
    before = next((patch.before for patch in edit.patches if patch.path == path and patch.before), None)
    if before is None:
        return summary(edit.summary, instrument)
    title = shortened(plain(str(before["text"]))) or name
    figures = {**edit.summary.figures, "item": title, "section": title}
    return summary(Summary(edit.summary.code, figures), instrument)


def _item(text: Callable[[str], str]) -> Said:
    return lambda instrument, figures: text(item_title(instrument, str(figures.get("item", ""))))


def _section(text: Callable[[str], str]) -> Said:
    return lambda instrument, figures: text(section_title(instrument, str(figures.get("section", ""))))


def _language(text: Callable[[str], str]) -> Said:
    return lambda _, figures: text(endonym(str(figures.get("language", ""))))


def _undone(instrument: Instrument, figures: Figures) -> str:
    inner = summary(Summary(str(figures.get("code", "")), figures.get("figures", {})), instrument)
    return gettext("Taken back: %(what)s", what=inner)


def _text_changed(instrument: Instrument, figures: Figures) -> str:
    where = place_title(instrument, str(figures.get("place", "")))
    language = str(figures.get("language", instrument.source_language))
    if language == instrument.source_language:
        return gettext("Text changed: %(where)s", where=where)
    return gettext("Text changed in %(language)s: %(where)s", language=endonym(language), where=where)


def _inserted(instrument: Instrument, figures: Figures) -> str:
    titles = [item_title(instrument, name) for name in figures.get("items", ())]
    return gettext("Inserted from the library: %(items)s", items=", ".join(titles))


_SAID: dict[str, Said] = {
    "text_changed": _text_changed,
    "item_added": _item(lambda item: gettext("“%(item)s” is added", item=item)),
    "items_inserted": _inserted,
    "item_duplicated": _item(lambda item: gettext("“%(item)s” is there twice now", item=item)),
    "item_moved": _item(lambda item: gettext("“%(item)s” is moved", item=item)),
    "item_changed": _item(lambda item: gettext("“%(item)s” is changed", item=item)),
    "item_converted": _item(lambda item: gettext("“%(item)s” is of another kind now", item=item)),
    "item_renamed": lambda _, f: gettext("“%(old)s” is called “%(new)s” now", old=f.get("item"), new=f.get("name")),
    "item_deleted": _item(lambda item: gettext("“%(item)s” is deleted", item=item)),
    "part_added": _item(lambda item: gettext("An answer is added to “%(item)s”", item=item)),
    "part_moved": _item(lambda item: gettext("The answers of “%(item)s” are in another order", item=item)),
    "part_changed": _item(lambda item: gettext("An answer of “%(item)s” is changed", item=item)),
    "part_recoded": _item(lambda item: gettext("An answer of “%(item)s” has another code", item=item)),
    "part_deleted": _item(lambda item: gettext("An answer of “%(item)s” is deleted", item=item)),
    "section_added": _section(lambda section: gettext("Section “%(section)s” is added", section=section)),
    "section_moved": _section(lambda section: gettext("Section “%(section)s” is moved", section=section)),
    "section_duplicated": _section(lambda title: gettext("Section “%(section)s” is there twice now", section=title)),
    "section_changed": _section(lambda section: gettext("Section “%(section)s” is changed", section=section)),
    "section_deleted": _section(lambda section: gettext("Section “%(section)s” is deleted", section=section)),
    "repeat_changed": _section(lambda section: gettext("Section “%(section)s”: the list is changed", section=section)),
    "language_added": _language(lambda language: gettext("%(language)s is added", language=language)),
    "language_removed": _language(lambda language: gettext("%(language)s is taken out", language=language)),
    "language_moved": _language(lambda language: gettext("%(language)s stands elsewhere", language=language)),
    "head_changed": lambda *_: gettext("The first page is changed"),
    "contact_changed": lambda *_: gettext("The contact is changed"),
    "support_changed": lambda *_: gettext("A help line is changed"),
    "quota_added": lambda _, f: gettext("The quota “%(name)s” is added", name=f.get("quota")),
    "quota_changed": lambda _, f: gettext("The quota “%(name)s” is changed", name=f.get("quota")),
    "quota_removed": lambda _, f: gettext("The quota “%(name)s” is removed", name=f.get("quota")),
    "taken_in": lambda _, f: gettext("A file was taken in: %(file)s", file=f.get("file", "")),
    "undone": _undone,
}


# -- places


def place_title(instrument: Instrument, path: str) -> str:
    """A place in words: “Have you heard …?”, its answers."""
    match path.split("."):
        case ["items", name]:
            return item_title(instrument, name_of(name))
        case ["items", name, "options" | "rows", code, *_]:
            item = item_title(instrument, name_of(name))
            return gettext("%(item)s, answer “%(code)s”", item=item, code=name_of(code))
        case ["items", name, field, *_]:
            return f"{item_title(instrument, name_of(name))} ({field_name(field)})"
        case ["sections", name, *rest]:
            title = section_title(instrument, name_of(name))
            return f"{title} ({field_name(rest[0])})" if rest else title
        case ["editions", country, "items", name, *_]:
            return country_words.place(country, item_title(instrument, name_of(name)))
        case ["editions", country, *_]:
            return country_words.place(country, "")
        case ["quotas", name, *_]:
            return gettext("quota “%(name)s”", name=name_of(name))
        case ["about", field, *_]:
            return field_name(field)
        case [field, *_]:
            return field_name(field)
    return path


def field_name(field: str) -> str:
    known = _field_names()
    return known.get(field, field)


def _field_names() -> dict[str, str]:
    return {
        "title": gettext("title"),
        "description": gettext("introduction"),
        "label": gettext("question"),
        "hint": gettext("help"),
        "guidance": gettext("longer help"),
        "relevance": gettext("when it is shown"),
        "required": gettext("whether it must be answered"),
        "required_message": gettext("what people read when they leave it out"),
        "constraint": gettext("which answers are taken"),
        "constraint_message": gettext("what people read when the answer is not taken"),
        "options": gettext("answers"),
        "rows": gettext("rows"),
        "welcome": gettext("welcome"),
        "closing": gettext("last page"),
        "consent": gettext("consent"),
        "asks": gettext("who asks"),
        "purpose": gettext("purpose"),
        "decision": gettext("decision"),
        "published": gettext("what is published"),
        "next_steps": gettext("next steps"),
        "controller": gettext("controller"),
        "data_protection_officer": gettext("data protection officer"),
        "retention": gettext("how long answers are kept"),
        "rights": gettext("rights"),
        "contact": gettext("contact"),
        "support": gettext("help line"),
        "minutes": gettext("minutes"),
        "pulse_minutes": gettext("minutes of the short form"),
        "minimum_age": gettext("minimum age"),
        "languages": gettext("languages"),
        "name": gettext("name"),
        "low_label": gettext("words at the low end"),
        "high_label": gettext("words at the high end"),
        "minimum": gettext("smallest answer"),
        "maximum": gettext("largest answer"),
        "calculation": gettext("how it is worked out"),
        "default": gettext("filled in beforehand"),
        "explanation": gettext("explanation"),
        "choice_filter": gettext("which answers are offered"),
        "trigger": gettext("when it is worked out"),
        "limit": gettext("responses at most"),
        "when": gettext("who is counted"),
        "message": gettext("what people of a group that is full read"),
        "slug": gettext("name in the address"),
        "shuffle": gettext("random order"),
        "repeat": gettext("once for each entry of a list"),
        "repeat_name": gettext("name of the list"),
        "repeat_entry": gettext("what an entry is called"),
        "repeat_add": gettext("words of the button that adds one"),
        "repeat_minimum": gettext("fewest entries"),
        "repeat_maximum": gettext("most entries"),
        "repeat_count": gettext("number of entries"),
    }


# -- refusals


def refusal(error: Refusal, instrument: Instrument) -> str:
    """Why something was not done, and what to do."""
    match error:
        case StillReferred():
            places = list(error.figures.get("by", ()))
            listed = "; ".join(dict.fromkeys(place_title(instrument, place) for place in places[:5]))
            return gettext("Other parts refer to it: %(places)s. Change them first.", places=listed)
        case DoesNotFit():
            return country_words.does_not_fit(error.figures, item_title(instrument, str(error.figures.get("item", ""))))
        case BadExpression():
            position = int(error.figures.get("position", 0)) + 1
            return gettext("The expression cannot be read, from character %(position)s on.", position=position)
        case CannotChange() if error.code in _REFUSED:
            return _REFUSED[error.code](error.figures)
    return _REFUSED_ELSE.get(
        error.code, lambda: gettext("This could not be done. Load the page again and try once more.")
    )()


_REFUSED: dict[str, Callable[[Figures], str]] = {
    "missing": lambda _: gettext("It is not there any more. Somebody has deleted it; the history says who."),
    "name_taken": lambda f: gettext("“%(name)s” is taken already. Choose another name.", name=f.get("name")),
    "not_a_name": lambda f: gettext(
        "“%(name)s” cannot be a name. Use letters, digits and _, and begin with a letter.", name=f.get("name")
    ),
    "last_section": lambda _: gettext("This is the only section. A questionnaire has at least one."),
    "source_language": lambda _: gettext("The language in which the questionnaire is written stays."),
    "not_a_language": lambda f: gettext(
        "“%(tag)s” is no language tag. Write for example en, nb or de-AT.", tag=f.get("language")
    ),
    "not_allowed": lambda f: gettext("“%(value)s” does not fit here.", value=f.get("value")),
    "does_not_fit": lambda f: gettext(
        "The edition of %(country)s would not fit any more. Change that edition first.", country=f.get("country", "")
    ),
    "not_convertible": lambda _: gettext("It cannot become that without losing what was written."),
}
_REFUSED_ELSE: dict[str, Callable[[], str]] = {
    "nothing_to_undo": lambda: gettext("There is nothing of yours left to take back."),
    "touched_since": lambda: gettext(
        "Somebody has built on this since. Taking it back would undo their work; the history shows what they did."
    ),
}
