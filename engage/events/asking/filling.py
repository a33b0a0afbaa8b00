"""Filling a compiled registration form: the product's own fields, and each person's questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext
from markupsafe import escape

from engage.events.domain.form_persons import Sent, under
from engage.instruments.domain.journey import Journey
from engage.instruments.rendering.answers import piped
from engage.instruments.rendering.filling import Filling
from engage.web.compiled import Parts

Fill = Callable[[Parts], str]


@dataclass
class OnePerson(Filling):
    """The questions of one person of several."""

    prefix: str = ""

    def pipe(self, key: str) -> str:
        shown = escape(piped(self.journey, key))
        return f'<span data-text="{escape(self.prefix + key)}">{shown}</span>'


@dataclass
class Filled:
    """The functions that the form's slots and blocks call. One is made a request."""

    sent: Sent
    messages: Mapping[str, str]
    """Sentences of what is wrong, by the name of a field; of an item, by its key with the person's prefix."""
    journeys: Sequence[Journey] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    """What is said beside a site now, by its id."""
    new: int = 0
    """The person whose fields were just added."""

    def __post_init__(self) -> None:
        self._people = [
            OnePerson(journey, self._of_person(under(number)), prefix=under(number))
            for number, journey in enumerate(self.journeys, 1)
        ]
        self._slots = [each.slots for each in self._people]
        self._blocks = [each.blocks for each in self._people]
        self._at = 0

    def _of_person(self, prefix: str) -> dict[str, str]:
        size = len(prefix)
        return {key[size:]: text for key, text in self.messages.items() if key.startswith(prefix)}

    @property
    def slots(self) -> dict[str, Callable[..., str]]:
        own: dict[str, Callable[..., str]] = {
            "typed": self.typed,
            "ticked": self.ticked,
            "chosen": self.chosen,
            "open": self.open,
            "wrong_class": self.wrong_class,
            "wrong_described": self.wrong_described,
            "wrong_invalid": self.wrong_invalid,
            "wrong_message": self.wrong_message,
            "called": self.called,
            "note": self.note,
            "focus": self.focus,
        }
        inner = self._slots[0] if self._slots else {}
        return own | {kind: self._slot(kind) for kind in inner}

    @property
    def blocks(self) -> dict[str, Callable[..., str]]:
        own: dict[str, Callable[..., str]] = {"wrong": self.wrong, "person": self.person}
        inner = self._blocks[0] if self._blocks else {}
        return own | {kind: self._block(kind) for kind in inner}

    def _slot(self, kind: str) -> Callable[..., str]:
        def slot(*args: str) -> str:
            return self._slots[self._at][kind](*args)

        return slot

    def _block(self, kind: str) -> Callable[..., str]:
        def block(parts: Parts, fill: Fill, *args: str) -> str:
            return self._blocks[self._at][kind](parts, fill, *args)

        return block

    # -- slots

    def typed(self, name: str) -> str:
        values = self.sent.getlist(name)
        return str(escape(values[0][:2000])) if values else ""

    def ticked(self, name: str, value: str, default: str = "") -> str:
        return " checked" if value in (self.sent.getlist(name) or (default,)) else ""

    def chosen(self, name: str, value: str) -> str:
        return " selected" if value in self.sent.getlist(name) else ""

    def open(self, *names: str) -> str:
        """Of what is folded: open where something is written or wrong in it."""
        return " open" if any(name in self.messages or any(self.sent.getlist(name)) for name in names) else ""

    def wrong_class(self, name: str) -> str:
        return " eng-item--error" if name in self.messages else ""

    def wrong_described(self, name: str, element: str, ids: str = "") -> str:
        listed = f"{ids} {element}-error".strip() if name in self.messages else ids
        return f' aria-describedby="{listed}"' if listed else ""

    def wrong_invalid(self, name: str) -> str:
        return ' aria-invalid="true"' if name in self.messages else ""

    def wrong_message(self, name: str) -> str:
        return str(escape(self.messages[name]))

    def called(self, number: str) -> str:
        """A person of the party: as they are called, or by number."""
        values = self.sent.getlist(f"{under(int(number))}_name")
        name = " ".join(values[0].split())[:200] if values else ""
        return str(escape(name or gettext("Person %(number)s", number=number)))

    def note(self, site: str) -> str:
        return str(escape(self.notes.get(site, "")))

    def focus(self, number: str) -> str:
        return " autofocus" if int(number) == self.new else ""

    # -- blocks

    def wrong(self, parts: Parts, fill: Fill, name: str) -> str:
        return fill(parts) if name in self.messages else ""

    def person(self, parts: Parts, fill: Fill, number: str) -> str:
        """Inside, slots of items are those of this person."""
        before, self._at = self._at, int(number) - 1
        try:
            return fill(parts)
        finally:
            self._at = before
