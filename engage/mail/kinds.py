"""The kinds of mails: a registry that every room fills with what it writes to people.

    INVITED = MailKind(
        name="accounts.invited",
        topic=None,
        subject=lambda _: _("You are invited to {hub}"),
        body=lambda _: (_("{by} invites you to work for {hub}."), button("accept", _("Accept the invitation"))),
        placeholders=(Placeholder("hub", "Hub Norway"), Placeholder("by", "Ada Lovelace")),
        links={"accept": acceptance},
    )
    kinds.register(app, INVITED)

Words are functions of a translate function, so that they are extracted and said in the recipient's language.
`{name}` is a placeholder, and nothing else is ever read out of a text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.mail.models import OutboxMail

Translate = Callable[[str], str]
Words = Callable[[Translate], str]
Facts = Callable[[Session, OutboxMail, str, Translate], Mapping[str, str | int]]
"""(session, mail, language, words of that language): values that are read when the mail is sent, and kept nowhere."""
Link = Callable[[Settings, Session, OutboxMail], str]
"""An absolute address, made when the mail is sent, from ids in `mail.values`: what opens something is kept nowhere."""


class Form(StrEnum):
    """How a value is said in the recipient's language. Values themselves are plain strings and numbers."""

    TEXT = "text"
    PROSE = "prose"
    """What somebody of a team wrote for this mail: longer than a `TEXT` may be."""
    DAY = "day"
    """ISO 8601: "2026-11-30"."""
    NUMBER = "number"
    LIST = "list"
    """One entry a line; said as "a, b and c"."""
    ADDRESS = "address"
    """A mail address that shall be read whole; in a text of any other form it would be taken apart."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a recipient can do without: mails of a topic carry a link to end them."""

    name: str
    """At most 40 characters; kept with what people chose."""
    title: Words


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail: made when it is sent, and kept nowhere."""

    name: str
    type: str
    """"application/pdf"."""
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Of the type: {"method": "PUBLISH"}."""


Enclose = Callable[[Settings, Session, OutboxMail, str, Translate], Sequence[Enclosure]]
"""(settings, session, mail, language, words of that language)."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that were written for some mails alone: instead of those of the kind."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    name: str
    sample: str | int
    """For the preview where no mail was sent yet, written like a value."""
    form: Form = Form.TEXT
    word: Callable[[Translate, str], str] | None = None
    """For values that are codes: says a code (each line of a list) in words of a language."""


@dataclass(frozen=True, slots=True)
class MailKind:
    name: str
    """Room and deed: "accounts.invited". Kept in the outbox: never renamed. At most 60 characters."""
    topic: Topic | None
    """None: needed for what the person does or has asked for; it cannot be ended."""
    subject: Words
    body: Callable[[Translate], str | Sequence[str]]
    """Paragraphs. "- " begins an entry of a list; `button` makes the main link; `{link}` writes an address out."""
    placeholders: tuple[Placeholder, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    """By placeholder. Words of a hub have to keep each of them."""
    needed: Callable[[Session, OutboxMail, datetime], bool] | None = None
    """Asked when it is about to be sent: whether it still says something true (the invitation was not taken back)."""
    facts: Facts | None = None
    """More values for its placeholders; they come before those of the same name that were put with the mail."""
    enclose: Enclose | None = None
    """Files that go with it."""
    own_words: Callable[[Session, OutboxMail], OwnWords | None] | None = None
    """What somebody wrote for this very mail (to a group); None: the words of the kind."""
    hubs_change_it: bool = True
    """Whether a hub may write other words; False for what concerns the safety of an account."""
    unseen: bool = False
    """Whether it would tell something that it was written to somebody (a reminder: that they have not answered).
    Such a mail is listed and counted for nobody, and leaves the outbox when it is sent or given up."""

    @property
    def names(self) -> frozenset[str]:
        """What may stand in braces in its texts."""
        return frozenset((*(one.name for one in self.placeholders), *self.links))


def button(link: str, words: str) -> str:
    """A paragraph that is the main link of a mail."""
    return f"[{words}]({{{link}}})"


def listed(entries: Iterable[str]) -> str:
    """A value for a placeholder of the form `LIST`."""
    return "\n".join(" ".join(str(entry).split()) for entry in entries)


# -- the registry


class _App(Protocol):
    extensions: dict[str, Any]


_KEY = "engage-mail-kinds"
_QUIET = "engage-mail-quiet"
Quiet = Callable[[Session, str, str, int | None], bool]
"""Whether an address wants no mails of a topic (of a hub): what an account of higher rooms says."""


def register(app: _App, *kinds: MailKind) -> None:
    """Call from a room's wiring."""
    known = registered(app)
    for kind in kinds:
        if known.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"two kinds of mails are called {kind.name}")


def registered(app: _App) -> dict[str, MailKind]:
    """Every kind by its name."""
    found: dict[str, MailKind] = app.extensions.setdefault(_KEY, {})
    return found


def unseen(app: _App) -> frozenset[str]:
    """Names of the kinds that are listed for nobody."""
    return frozenset(kind.name for kind in registered(app).values() if kind.unseen)


def topics(app: _App) -> dict[str, Topic]:
    """Every topic by its name: what people can choose about."""
    found = {kind.topic.name: kind.topic for kind in registered(app).values() if kind.topic is not None}
    return dict(sorted(found.items()))


def ask_before_sending(app: _App, quiet: Quiet) -> None:
    """Let a higher room say who does not want a topic (`Person.quiet`)."""
    app.extensions.setdefault(_QUIET, []).append(quiet)


def asked_before_sending(app: _App) -> tuple[Quiet, ...]:
    return tuple(app.extensions.get(_QUIET, ()))
