"""What every page of the editor shows besides its form: outline, preview, checks, what was just done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, request, url_for
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage.accounts.models import Person
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.instruments import working
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.rendering.texts import known_plain
from engage.instruments.views import edit_words, noticed, surroundings, words
from engage.instruments.working import Copy, Edit

MOST_LOOKED_AT = 60
"""Edits of the history that a page reads to know what can be taken back."""


@dataclass(frozen=True, slots=True)
class Done:
    text: str
    revision: int | None = None


@dataclass(slots=True)
class Page:
    """`at`: what the form shows; "" for the outline alone. `section`: its slug, for the preview."""

    id: int
    copy: Copy
    around: surroundings.Surroundings
    at: str = ""
    section: str = ""
    trouble: str = ""
    done: Done | None = None
    edits: tuple[Edit, ...] = field(default=())
    comments: Mapping[str, int] = field(default_factory=dict)
    """How many open comments testers left, by item name."""

    @property
    def instrument(self) -> Instrument:
        return self.copy.instrument

    @property
    def title(self) -> str:
        return known_plain(self.instrument.title.source) or gettext("Untitled questionnaire")

    @property
    def back(self) -> str | None:
        return self.around.back

    @property
    def source(self) -> str:
        return self.instrument.source_language

    language = source

    @property
    def languages(self) -> tuple[str, ...]:
        return self.instrument.languages

    @property
    def revision(self) -> int:
        return self.copy.revision

    @property
    def state(self) -> str:
        if self.copy.published:
            return gettext(
                "Version %(number)s is in the field; your first change begins a new one.", number=self.copy.number
            )
        return gettext("Working copy, version %(number)s", number=self.copy.number)

    @property
    def can_undo(self) -> bool:
        return any(
            edit.by == person() and edit.version == self.copy.number and not edit.undone and edit.undoes is None
            for edit in self.edits
        )

    @property
    def can_redo(self) -> bool:
        mine = [edit for edit in self.edits if edit.by == person() and edit.version == self.copy.number]
        return bool(mine) and mine[0].undoes is not None and not mine[0].undone

    @property
    def previews(self) -> list[tuple[str, str, str]]:
        """Language, its name and the address of the preview; the source first."""
        found = []
        for tag in self.languages:
            address = self.around.preview(tag, self.section)
            if address:
                found.append((tag, endonym(tag), address))
        return found

    @property
    def outline(self) -> list[dict[str, Any]]:
        sections, kinds = [], words.type_names()
        for number, section in enumerate(self.instrument.sections):
            at = f"section:{section.name}"
            sections.append(
                {
                    "name": section.name,
                    "key": str(number),
                    "title": section_text(section),
                    "href": url_for("instruments.section", instrument_id=self.id, name=section.name),
                    "add": url_for("instruments.add", instrument_id=self.id, section=section.name),
                    "adding": self.at == f"add:{section.name}",
                    "current": self.at == at,
                    "marks": list(_section_marks(section)),
                    "items": [self._item(item, f"{number}-{n}", kinds) for n, item in enumerate(section.items)],
                }
            )
        return sections

    def _item(self, item: Item, key: str, kinds: Mapping[ItemType, str]) -> dict[str, Any]:
        return {
            "name": item.name,
            "key": key,
            "text": item_text(item),
            "type": item.type.value,
            "type_name": kinds[item.type],
            "href": url_for("instruments.item", instrument_id=self.id, name=item.name),
            "current": self.at == f"item:{item.name}",
            "marks": [*_marks(item), *self._commented(item)],
        }

    def _commented(self, item: Item) -> Iterator[str]:
        number = self.comments.get(item.name, 0)
        if number:
            yield ngettext("%(num)s comment", "%(num)s comments", number)

    @property
    def checks(self) -> list[noticed.Check]:
        return noticed.checks(noticed.analysis(self.copy), self.instrument, self.id)

    @property
    def minutes(self) -> list[tuple[str, str, str]]:
        return noticed.minutes(noticed.analysis(self.copy))


def _marks(item: Item) -> Any:
    if item.relevance:
        yield gettext("if")
    if item.required:
        yield gettext("must")


def _section_marks(section: Section) -> Any:
    if section.repeat:
        yield gettext("list")
    if section.relevance:
        yield gettext("if")


def item_text(item: Item) -> str:
    text = words.shortened(known_plain(item.label.source), 90)
    return text or gettext("(no text yet) %(name)s", name=item.name)


def section_text(section: Section) -> str:
    return known_plain(section.title.source) or gettext("(no title yet) %(name)s", name=section.name)


def person() -> int | None:
    """The id of whoever is signed in."""
    number: int | None = current_user.id if current_user.is_authenticated else None
    return number


def called(number: int | None) -> str:
    """Who did something, for the history."""
    if number is None:
        return gettext("the command line")
    if number == person():
        return gettext("you")
    found = db.session.get(Person, number)
    return found.email if found and found.closed_at is None else gettext("somebody who has no account any more")


def load(instrument_id: int, at: str = "", *, section: str = "", trouble: str = "") -> Page:
    """Aborts with 404 when there is no such instrument, or nobody may see it."""
    around = surroundings.of(instrument_id)
    try:
        copy = working.copy_of(db.session(), instrument_id)
    except working.NoSuchInstrument:
        abort(404)
    edits = working.history(db.session(), instrument_id, newest=MOST_LOOKED_AT)
    page = Page(instrument_id, copy, around, at, section, trouble, None, edits, around.open_comments())
    page.done = _done(page)
    return page


def _done(page: Page) -> Done | None:
    """What the address says was just done, with a way back while it is still so."""
    if request.args.get("saved"):
        return Done(gettext("Saved."))
    number = request.args.get("done", "")
    edit = next((edit for edit in page.edits if number.isdigit() and edit.revision == int(number)), None)
    if edit is None or edit.by != person():
        return None
    text = gettext("%(what)s.", what=edit_words.sentence(edit, page.instrument))
    return Done(text, None if edit.undone else edit.revision)
