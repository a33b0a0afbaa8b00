"""The post room: from a row of the outbox to a letter, with everything that registries bring."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from jinja2 import Environment
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.i18n import locales
from engage.mail import changed, choices, ports, speaking, texts, trying
from engage.mail.checking import sender, transport_of
from engage.mail.envelope import Mailbox
from engage.mail.kinds import MailKind, asked_before_sending, registered
from engage.mail.letters import Around, Draft, Letter, write
from engage.mail.models import MailState, OutboxMail
from engage.mail.transports import Transport

EXAMPLE = "example"
"""What stands for the secret part of an address in a preview."""


class Unknown(Exception):
    """Nobody writes mails of this kind (any more)."""


@dataclass(slots=True)
class Post:
    settings: Settings
    app: Any
    """Keeps the registries (`extensions`)."""
    env: Environment
    pause_until: float = field(default=0.0)
    """Monotonic: no server was reachable, and none is asked before."""
    pauses: int = field(default=0)

    # -- what is known

    @property
    def kinds(self) -> Mapping[str, MailKind]:
        return registered(self.app)

    @property
    def mailbox(self) -> Mailbox:
        return sender(self.settings)

    def address(self, path: str) -> str:
        return self.settings.base_url.rstrip("/") + path

    def transport(self) -> Transport:
        return transport_of(self.settings)

    # -- writing

    def is_wanted(self, session: Session, mail: OutboxMail, now: datetime) -> bool:
        """Whether it still says something true, and to somebody who wants to read it."""
        kind = self.kinds.get(mail.kind)
        if kind is None:
            return True  # `letter` says what is wrong with it
        if kind.needed is not None and not kind.needed(session, mail, now):
            return False
        if kind.topic is None:
            return True
        if not choices.wants(session, choices.digest(self.settings, mail.to), kind.topic.name, mail.hub_id):
            return False
        quiet = asked_before_sending(self.app)
        return not any(ask(session, mail.to, kind.topic.name, mail.hub_id) for ask in quiet)

    def letter(self, session: Session, mail: OutboxMail) -> Letter:
        """What the recipient gets.

        :raises Unknown: when no room writes mails of this kind
        """
        kind = self._kind(mail.kind)
        if kind.name == trying.NAME:
            return self._test(session, mail)
        made = {name: make(self.settings, session, mail) for name, make in kind.links.items()}
        draft = self._own(session, kind, mail) or self.draft_for(session, kind, mail.hub_id, mail.language)
        values = self._with_facts(session, kind, mail, draft.language)
        letter = self._write(session, kind, draft, values, made, mail.hub_id, mail.activity_id, mail.to)
        if kind.enclose is None:
            return letter
        translate = speaking.translate_into(session, _interface(session, self.settings, draft.language))
        files = kind.enclose(self.settings, session, mail, draft.language, translate)
        return replace(letter, enclosures=tuple(files))

    def _own(self, session: Session, kind: MailKind, mail: OutboxMail) -> Draft | None:
        words = kind.own_words(session, mail) if kind.own_words else None
        return Draft(words.subject, words.body, words.language) if words else None

    def _with_facts(self, session: Session, kind: MailKind, mail: OutboxMail, language: str) -> Mapping[str, Any]:
        if kind.facts is None:
            return mail.values
        translate = speaking.translate_into(session, _interface(session, self.settings, language))
        return {**mail.values, **kind.facts(session, mail, language, translate)}

    def _test(self, session: Session, mail: OutboxMail) -> Letter:
        """The words that a hub has in one language, used or not, with a mark in the subject."""
        kind = self._kind(str(mail.values["kind"]))
        draft = self.stored(session, kind, mail.hub_id or 0, mail.language)
        letter = self.preview(session, kind, draft, mail.hub_id, real=bool(mail.values.get("real")))
        translate = speaking.translate_into(session, _interface(session, self.settings, mail.language))
        subject = trying.KIND.subject(translate).replace("{subject}", letter.subject)
        return replace(letter, subject=subject)

    def unsubscribe(self, mail: OutboxMail) -> str:
        """The address that ends mails like this one by a POST; empty for mails that are needed."""
        kind = self._kind(mail.kind)
        if kind.topic is None:
            return ""
        return self.address(f"/mail/{choices.token(self.settings, mail.to, kind.topic.name, mail.hub_id)}/unsubscribe")

    def _kind(self, name: str) -> MailKind:
        try:
            return self.kinds[name]
        except KeyError:
            raise Unknown(name) from None

    # -- words

    def first_language(self, session: Session, hub_id: int | None) -> str:
        """The language in which a hub writes first: of its own list the first one."""
        sender = ports.sender_of(self.app, session, hub_id, "en")
        return sender.languages[0] if sender and sender.languages else "en"

    def shipped(self, session: Session, kind: MailKind, language: str) -> Draft:
        """The product's own words in an offered language."""
        translate = speaking.translate_into(session, language)
        return Draft(kind.subject(translate), texts.joined(kind.body(translate)), language)

    def draft_for(self, session: Session, kind: MailKind, hub_id: int | None, wanted: str) -> Draft:
        """The words for a recipient: the hub's own where they are approved, else the shipped ones."""
        first = self.first_language(session, hub_id) if hub_id is not None else "en"
        offered = speaking.offered(session, self.settings)
        language, own = changed.in_use(session, kind, hub_id, first, wanted, offered)
        if own is not None:
            return Draft(own.subject, own.body, language)
        return self.shipped(session, kind, language)

    def stored(self, session: Session, kind: MailKind, hub_id: int, language: str) -> Draft:
        """What a hub works on in a language: its own words, approved or not, else the shipped ones."""
        own = changed.own(session, kind.name, hub_id, self.first_language(session, hub_id)).get(language)
        if own is not None:
            return Draft(own.subject, own.body, language)
        shipped = self.shipped(session, kind, _interface(session, self.settings, language))
        return replace(shipped, language=language)

    # -- previews

    def preview(self, session: Session, kind: MailKind, draft: Draft, hub_id: int | None, *, real: bool) -> Letter:
        """Words as a recipient would read them: with the values of the newest such mail of the hub, or with samples.

        Links in it lead nowhere: what opens something is for the recipient alone.
        """
        values: Mapping[str, Any] = {one.name: one.sample for one in kind.placeholders}
        latest = self._latest(session, kind, hub_id) if real else None
        if latest is not None:
            values = {**values, **self._with_facts(session, kind, latest, draft.language)}
        activity_id = latest.activity_id if latest else None
        made = {name: self.address(f"/{EXAMPLE}/{name}") for name in kind.links}
        return self._write(session, kind, draft, values, made, hub_id, activity_id, "")

    def preview_of(self, session: Session, mail: OutboxMail) -> Letter:
        """A mail that is about to be written to many, as the first of them would read it; links lead nowhere.

        :param mail: none of the session's, to nobody
        """
        kind = self._kind(mail.kind)
        draft = self.draft_for(session, kind, mail.hub_id, mail.language)
        made = {name: self.address(f"/{EXAMPLE}/{name}") for name in kind.links}
        values = self._with_facts(session, kind, mail, draft.language)
        return self._write(session, kind, draft, values, made, mail.hub_id, mail.activity_id, "")

    def has_real_values(self, session: Session, kind: MailKind, hub_id: int | None) -> bool:
        return self._latest(session, kind, hub_id) is not None

    def _latest(self, session: Session, kind: MailKind, hub_id: int | None) -> OutboxMail | None:
        if kind.unseen:
            return None
        newest = select(OutboxMail).where(OutboxMail.kind == kind.name, OutboxMail.hub_id == hub_id)
        newest = newest.where(OutboxMail.state != MailState.DROPPED).order_by(OutboxMail.made_at.desc()).limit(1)
        return session.scalar(newest)

    def _write(
        self,
        session: Session,
        kind: MailKind,
        draft: Draft,
        values: Mapping[str, Any],
        made: Mapping[str, str],
        hub_id: int | None,
        activity_id: int | None,
        to: str,
    ) -> Letter:
        tag = draft.language
        translate = speaking.translate_into(session, _interface(session, self.settings, tag))
        around = Around(
            sender=ports.sender_of(self.app, session, hub_id, tag),
            statements=ports.statements_of(self.app, session, hub_id, activity_id, tag),
        )
        if kind.topic is not None:
            known = choices.token(self.settings, to, kind.topic.name, hub_id) if to else EXAMPLE
            page = _interface(session, self.settings, tag)
            around = replace(around, choices=self.address(f"/{page}/mail/{known}"), topic=kind.topic.title(translate))
        said = {
            one.name: speaking.said(one, values[one.name], tag, translate)
            for one in kind.placeholders
            if values.get(one.name) is not None
        }
        return write(self.env, draft, said, made, around, translate)


def _interface(session: Session, settings: Settings, tag: str) -> str:
    offered = speaking.offered(session, settings)
    return locales.nearest(tag, offered) or offered[0]


_KEY = "engage-post"


def install(app: Any, settings: Settings) -> None:
    app.extensions[_KEY] = Post(settings, app, app.jinja_env)


def of(app: Any) -> Post:
    found: Post = app.extensions[_KEY]
    return found
