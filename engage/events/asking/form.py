"""The registration form of an event: shown, read, filled again from what is registered.

    form = of(session, event, "nb")                       compiled once for each revision and language
    form.fields(request.form, problems, notes=…)          what stands inside <form>, without buttons and tokens
    found = form.read(request.form, now=…)                found.wanted, or found.problems and found.opened
    stored.sent_of(form, registration, consented=…)       what the form would have sent for what is registered

Used by the public page, by organisers for callers and paper slips, and by the personal page: `Purpose`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy.orm import Session, object_session

from engage.events.asking import facts, layout, words
from engage.events.asking.facts import Facts
from engage.events.asking.filling import Filled
from engage.events.domain import form_reading
from engage.events.domain.form_persons import Sent, one, persons, under
from engage.events.domain.form_reading import Fault, Wrong, agreed
from engage.events.domain.form_rules import Purpose, Rules
from engage.events.domain.kinds import Channel
from engage.events.domain.questions import Questions
from engage.events.domain.wanted import Person, Wanted
from engage.events.models import Event
from engage.i18n.locales import direction
from engage.instruments.domain.checks import Problem
from engage.instruments.domain.journey import Journey, Raw
from engage.instruments.messages import sentence
from engage.instruments.rendering import inputs, live
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.filling import anchor
from engage.instruments.rendering.names import element_id
from engage.mail.outbox import UnsafeAddress, safe_address
from engage.web import languages
from engage.web.compiled import CompiledPage
from engage.web.newest import newest

EMAIL = "_email"
STAMP = "_form"
"""Carries the random part by which options are shuffled: the same for one form always."""
KEPT, MOST = "event forms", 256
_NEEDS_EMAIL = (Purpose.WEB, Purpose.HAND_OVER)
_HAS_EMAIL = (*_NEEDS_EMAIL, Purpose.TEAM, Purpose.TEAM_CHANGE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to mend: the field's name, where a link leads, and the sentence."""

    name: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading a form."""

    wanted: Wanted | None
    problems: tuple[Trouble, ...] = ()
    opened: bool = False
    """What was answered opened more questions, which nobody has seen yet."""
    left_out: bool = False
    """Something about health was written without agreeing that it is kept: it is not in `wanted`."""


@dataclass(frozen=True, eq=False)
class Form:
    """One event's form in one language, for one purpose."""

    facts: Facts
    language: str
    interface: str
    _compiled: dict[int, CompiledPage] = field(default_factory=dict)
    """By number of persons."""

    def at(self, sites: Collection[int]) -> "Form":
        """The same for some of the sites alone."""
        rules = replace(self.rules, sites=tuple(site for site in self.rules.sites if site in sites))
        shown = tuple(site for site in self.facts.sites if site.id in sites)
        return Form(replace(self.facts, sites=shown, rules=rules), self.language, self.interface)

    @property
    def rules(self) -> Rules:
        return self.facts.rules

    @property
    def questions(self) -> Questions | None:
        return self.facts.questions

    @property
    def live(self) -> bool:
        """Whether a script has something to do: ask `state` when an answer changes."""
        return self.questions is not None and live.is_live(self.questions.questionnaire, self.questions.section)

    @property
    def consent(self) -> tuple[str, str]:
        """The words agreed to for what is said about health, and their language."""
        if self.facts.consent:
            return self.facts.consent.pick(self.language)
        with self.spoken():
            return words.consent(self.facts.needs_until), self.interface

    def spoken(self) -> Any:
        """Inside, the product speaks the form's language."""
        return force_locale(self.interface.replace("-", "_"))

    # -- showing

    def fields(
        self,
        sent: Sent,
        problems: Sequence[Trouble] = (),
        *,
        now: datetime,
        notes: Mapping[int, str] | None = None,
        new: int = 0,
    ) -> Markup:
        """The form filled with what was sent.

        :param notes: what is said beside a site, by its id: how many places are left
        :param new: the person whose fields were just added, who gets the focus
        """
        number = persons(self.rules, sent)
        compiled = self._compiled.get(number)
        if compiled is None:
            compiled = self._compiled[number] = self._compile(number)
        filled = Filled(
            sent,
            {trouble.name: trouble.text for trouble in problems},
            self._journeys(sent, number, now=now, consent=True),
            {str(site): text for site, text in (notes or {}).items()},
            new,
        )
        with self.spoken():
            return Markup(compiled.fill(filled.slots, filled.blocks))  # noqa: S704 -- templates escape, and fillers do

    def _compile(self, number: int) -> CompiledPage:
        with self.spoken():
            context = layout.context(self.facts, self.language, self.interface, number)
            page = render_template("events/register_fields.html", form=self, consent=self.consent, **context)
        return CompiledPage.of(page)

    def state(self, sent: Sent, *, now: datetime) -> dict[str, dict[str, Any]]:
        """What of the page is asked and shown now, for scripts."""
        found: dict[str, dict[str, Any]] = {"items": {}, "options": {}, "texts": {}}
        if self.questions is None:
            return found
        with self.spoken():
            for number, journey in enumerate(self._journeys(sent, persons(self.rules, sent), now=now, consent=True), 1):
                of_person = live.state(journey, self.questions.section)
                for kind, values in of_person.items():
                    found[kind] |= {f"{under(number)}{name}": value for name, value in values.items()}  # type: ignore[attr-defined]
        return found

    # -- reading

    def read(self, sent: Sent, *, now: datetime, channel: Channel = Channel.WEB) -> Read:
        """What somebody wants, or what is to be mended; nothing is looked up."""
        found = form_reading.read(self.rules, sent, now.date())
        email = self._email(sent, found.faults)
        answers, problems, opened, left_out = self._answers(sent, found.party, now)
        found_wrong = [*self._troubles(found.faults), *problems]
        troubles = sorted(found_wrong, key=lambda trouble: form_reading.place_on_page(trouble.name))
        if troubles or opened:
            return Read(None, tuple(troubles), opened and not troubles, found.left_out or left_out)
        party = tuple(
            replace(person, answers=given, version_id=self.facts.version_id if self.questions else None)
            for person, given in zip(found.party, answers, strict=True)
        )
        consent = self.consent if agreed(sent) and self._asks_health else None
        wanted = Wanted(
            site_id=found.site_id,
            party=party,
            language=self.language,
            email=email,
            phone=found.phone,
            channel=channel,
            group_name=found.group_name if len(party) > 1 else "",
            guardian_name=found.guardian_name,
            guardian_contact=found.guardian_contact,
            follow_up=found.follow_up and bool(email),
            consent=consent,
        )
        return Read(wanted, left_out=found.left_out or left_out)

    @property
    def _asks_health(self) -> bool:
        return bool(self.rules.needs_asked) or bool(self.questions and self.questions.health)

    def _email(self, sent: Sent, faults: list[Fault]) -> str:
        purpose = self.rules.purpose
        if purpose not in _HAS_EMAIL:
            return ""
        said = one(sent, EMAIL, 320).casefold()
        if not said:
            if purpose in _NEEDS_EMAIL:
                faults.insert(0, Fault(EMAIL, Wrong.EMAIL_MISSING))
            return ""
        if not is_address(said):
            faults.insert(0, Fault(EMAIL, Wrong.EMAIL))
            return ""
        return said

    def _journeys(self, sent: Sent, number: int, *, now: datetime, consent: bool) -> list[Journey]:
        """How each person goes through the questions."""
        if self.questions is None:
            return []
        raws = [self._raw(sent, person) for person in range(1, number + 1)]
        seed = one(sent, STAMP, 100)
        return [
            self.questions.journey(raws[0], raw, person, now=now, consent=consent, seed=seed, language=self.language)
            for person, raw in enumerate(raws, 1)
        ]

    def _raw(self, sent: Sent, person: int) -> Raw:
        """What one person answered; nothing where their fields were not on the page yet, so that defaults show."""
        if self.questions is None or not sent.getlist(f"{under(person)}_name"):
            return {}
        return inputs.changes(self.questions.asked(person), sent, under(person))

    def _answers(
        self, sent: Sent, party: Sequence[Person], now: datetime
    ) -> tuple[list[Mapping[str, Any]], list[Trouble], bool, bool]:
        """Each person's answers, what is wrong, whether more has opened, whether something was left out."""
        if self.questions is None:
            return [{} for _ in party], [], False, False
        consent = agreed(sent)
        journeys = self._journeys(sent, len(party), now=now, consent=consent)
        seen = set(sent.getlist(inputs.SEEN))
        current = one(sent, inputs.CURRENT, 2) == "1"
        found: list[Mapping[str, Any]] = []
        troubles: list[Trouble] = []
        opened = False
        for number, (person, journey) in enumerate(zip(party, journeys, strict=True), 1):
            if not self.questions.asks(person.role, number):
                found.append({})
                continue
            unseen = self._unseen(journey, number, seen)
            opened = opened or (bool(unseen) and not current)
            answers, wrong = self.questions.answers(journey, number, without=unseen)
            troubles += self._sentences(journey, wrong, number)
            found.append(answers)
        return found, troubles, opened, not consent and self._wrote_of_health(sent)

    def _unseen(self, journey: Journey, number: int, seen: set[str]) -> set[str]:
        """Items that an answer on the page opened, and that the page did not show."""
        questions = self.questions
        assert questions is not None
        conditional = questions.questionnaire.conditional
        return {
            item.name
            for item in questions.asked(number)
            if item.name in conditional
            and item.is_question
            and not item.read_only
            and f"{under(number)}{item.name}" not in seen
            and journey.relevant(item)
        }

    def _wrote_of_health(self, sent: Sent) -> bool:
        assert self.questions is not None
        return any(any(value) for value in inputs.changes(self.questions.health, sent).values())

    def _sentences(self, journey: Journey, problems: Sequence[Problem], number: int) -> list[Trouble]:
        if not problems:
            return []
        prefix, owners = under(number), journey.questionnaire.owners
        found = []
        with self.spoken():
            for problem in problems:
                owner = owners[problem.key]
                text = sentence(problem, owner, self.language)
                place = inputs.id_under(prefix, anchor(problem.key, owner, journey))
                found.append(
                    Trouble(f"{prefix}{problem.key}", place, spoken(text, journey) if problem.message else text)
                )
        return found

    def _troubles(self, faults: Sequence[Fault]) -> list[Trouble]:
        if not faults:
            return []
        with self.spoken():
            return [Trouble(fault.name, element_id(fault.name), words.wrong(fault.wrong)) for fault in faults]

    def trouble(self, name: str, wrong: Wrong) -> Trouble:
        """Something that only whoever stores the registration finds out."""
        return self._troubles([Fault(name, wrong)])[0]

    @property
    def direction(self) -> str:
        return direction(self.language)


def of(session: Session, event: Event, language: str, purpose: Purpose = Purpose.WEB) -> Form:
    """The form of an event in one of its languages; compiled once for each revision."""

    def make() -> Form:
        interface = languages.interface_for(current_app, language, event.source_language)
        here = event if object_session(event) else session.get_one(Event, event.id)
        return Form(facts.of(session, here, language, purpose), language, interface)

    made: Form = newest(KEPT, MOST).get(_key(event, language, purpose), make)
    return made


def kept(event: Event, language: str, purpose: Purpose = Purpose.WEB) -> Form | None:
    """The same where this process has compiled it."""
    made: Form | None = newest(KEPT, MOST).peek(_key(event, language, purpose))
    return made


def _key(event: Event, language: str, purpose: Purpose) -> tuple[Any, ...]:
    return event.id, event.revision, event.version_id, event.activity.state, language, purpose


def forget() -> None:
    """The name of a hub has changed. (When the product's own words do, everything that is kept is forgotten.)"""
    newest(KEPT, MOST).clear()


_PLAIN = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?!test|local|invalid|onion|arpa)[a-z]{2,20}"
)
"""What most addresses look like; they need no closer look."""


def is_address(said: str) -> bool:
    """Whether a mail can be sent there."""
    if len(said) <= 60 and _PLAIN.fullmatch(said):
        return True
    try:
        validate_email(said, check_deliverability=False, test_environment=True)
        safe_address(said)
    except (EmailNotValidError, UnsafeAddress):
        return False
    return len(said) <= 254
