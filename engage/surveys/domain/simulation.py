"""Synthetic responses that walk the real routing: to try a survey out before people answer it.

Every answer has passed the same check as a citizen's. People lean towards some answers rather than others, so
that tables and charts look like those of a survey, but what they say means nothing.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from engage.core.refusal import Refusal
from engage.instruments.domain.checks import Answers, check_in, final_answers
from engage.instruments.domain.definition import Instrument, Item, ItemType, Repeat, Section
from engage.instruments.domain.entries import MOST_ENTRIES, added, next_id, of_entry
from engage.instruments.domain.journey import Circumstances, Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.domain.settling import settled
from engage.surveys.domain.simulated_answers import Inputs, Person, day_weights, declining, guesses

PATIENCE = 40
"""So many people in a row who cannot get through: the instrument asks for what cannot be made up."""


class CannotSimulate(Refusal):
    """No made-up answer satisfies an item that must be answered."""

    code = "cannot_simulate"

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How simulated people behave; all but `languages` are probabilities."""

    languages: Mapping[str, float] = field(default_factory=dict)
    """Weights by language; empty: the source language twice as often as each other."""
    leaving: float = 0.02
    """Stops at a section."""
    declining: float = 0.04
    """Prefers not to say, where that is offered."""
    skipping: float = 0.04
    """Passes over an item that need not be answered; texts ten times as often."""
    consenting: float = 0.85
    """Agrees to special-category items."""
    hurrying: float = 0.3
    """Chooses the short form, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedResponse:
    answers: Answers
    """As a submit stores them, by answer key. Of somebody who left: what a draft would hold."""
    day: date
    language: str
    seconds: int
    """In steps of 10."""
    path: tuple[str, ...]
    """Slugs of the sections seen, in order."""
    left_at: str | None = None
    """Slug of the section where the person stopped; None: submitted."""
    consent: bool = False
    pulse: bool = False


def simulate(
    instrument: Instrument,
    *,
    responses: int,
    seed: int,
    today: date,
    days: int = 14,
    habits: Habits | None = None,
) -> Iterator[SimulatedResponse]:
    """As many submitted responses as wanted, and between them those of people who left.

    The same arguments give the same responses. `today` is the last of the `days`.

    :raises CannotSimulate: when nobody gets through
    """
    habits = habits or Habits()
    questionnaire = Questionnaire(instrument)
    submitted = number = 0
    stuck: list[str] = []
    while submitted < responses:
        walk = _Walk.start(questionnaire, f"{seed}/{number}", seed, today, days, habits)
        response = walk.through()
        number += 1
        if walk.stuck_at is None:
            stuck.clear()
            submitted += response.left_at is None
            yield response
            continue
        stuck.append(walk.stuck_at)
        if len(stuck) == PATIENCE:
            raise CannotSimulate(Counter(stuck).most_common(1)[0][0])


@dataclass(slots=True)
class _Walk:
    """One person on the way."""

    questionnaire: Questionnaire
    person: Person
    circumstances: Circumstances
    habits: Habits
    journey: Journey
    """With all that was answered so far."""
    seconds: float = 20.0
    where: tuple[str, str] | None = None
    """List and id of the entry that is answered now."""
    stuck_at: str | None = None
    """The item that could not be answered."""

    @classmethod
    def start(
        cls, questionnaire: Questionnaire, name: str, seed: int, today: date, days: int, habits: Habits
    ) -> "_Walk":
        chance = random.Random(name)  # noqa: S311 -- made-up answers, not secrets
        instrument = questionnaire.instrument
        weights = habits.languages or {
            tag: 2.0 if tag == instrument.source_language else 1.0 for tag in instrument.languages
        }
        (language,) = chance.choices(list(weights), list(weights.values()))
        (back,) = chance.choices(range(days), day_weights(days))
        day = today - timedelta(days=days - 1 - back)
        circumstances = Circumstances(
            now=datetime.combine(day, time(12), UTC),
            consent=chance.random() < habits.consenting,
            pulse=instrument.has_pulse and chance.random() < habits.hurrying,
            seed=name,
            language=language,
        )
        person = Person(chance, seed, language, day, chance.gauss(0, 1))
        return cls(questionnaire, person, circumstances, habits, Journey(questionnaire, {}, circumstances))

    def through(self) -> SimulatedResponse:
        """Section after section, as the routing leads, until the end or until the person stops."""
        seen: list[str] = []
        while (section := self._next(seen)) is not None:
            seen.append(section.slug)
            if self.person.chance.random() < self.habits.leaving or not self._fill(section):
                return self._response(seen, left_at=section.slug)
        return self._response(seen)

    def _next(self, seen: list[str]) -> Section | None:
        return next((each for each in self.journey.sections() if each.slug not in seen), None)

    def _fill(self, section: Section) -> bool:
        """Answer what is asked in a section, all entries of a list. False: stuck."""
        if section.repeat is None:
            return self._page(section)
        self._add_entries(section.repeat)
        places = [(entry.list, entry.id) for entry in self.journey.entries(section.repeat.name)]
        for self.where in places:
            if not self._page(section):
                return False
        self.where = None
        return True

    def _add_entries(self, repeat: Repeat) -> None:
        """Some entries, within what the list wants, most often one or two; none where answers say how many."""
        if repeat.count is not None:
            return
        wanted = repeat.minimum + min(int(self.person.chance.expovariate(0.7)), 5)
        most = MOST_ENTRIES if repeat.maximum is None else repeat.maximum
        for _ in range(min(wanted, most, MOST_ENTRIES)):
            raw = self.journey.raw
            self._keep(added(raw, repeat.name, next_id(raw, repeat.name)))

    def _keep(self, changes: Raw) -> None:
        self.journey = Journey(self.questionnaire, {**self.journey.raw, **changes}, self.circumstances)

    def _here(self, journey: Journey) -> Journey:
        """The entry that is answered, else the whole."""
        return (journey.entry(*self.where) if self.where else None) or journey

    def _page(self, section: Section) -> bool:
        """Answer what is asked on a page, and what appears because of the answers. False: stuck."""
        before = self.journey
        asked: set[str] = set()
        more = True
        while more:
            more = False
            for item in section.items:
                if item.name in asked or not item.is_question or not self._here(self.journey).relevant(item):
                    continue
                asked.add(item.name)
                more = True
                if not self._answer(item):
                    self.stuck_at = item.name
                    return False
        if self.questionnaire.kept:
            self._keep(settled(before, self.journey))
        return True

    def _answer(self, item: Item) -> bool:
        on_path = self._here(self.journey).on_path(item)
        chance, habits = self.person.chance, self.habits
        self.seconds += chance.lognormvariate(1.9, 0.5) * (4 if item.type is ItemType.TEXT else 1 + len(item.rows))
        if item.prefer_not_to_say and chance.random() < habits.declining:
            return self._accept(item, declining(item, on_path.rows))
        skipping = habits.skipping * (10 if item.type is ItemType.TEXT else 1)
        if chance.random() < skipping and self._accept(item, {}):
            return True
        return any(self._accept(item, guess) for guess in guesses(on_path, self.person)) or self._accept(item, {})

    def _accept(self, item: Item, inputs: Inputs) -> bool:
        """Keep this input if the answer check has nothing against it."""
        tried = self.journey
        if inputs:
            inputs = dict(of_entry(*self.where, inputs)) if self.where else inputs
            tried = Journey(self.questionnaire, {**self.journey.raw, **inputs}, self.circumstances)
        here = self._here(tried)
        _, problems = check_in(here, here.on_path(item))
        if not problems:
            self.journey = tried
        return not problems

    def _response(self, seen: list[str], left_at: str | None = None) -> SimulatedResponse:
        answers, problems = final_answers(self.journey)
        if problems and left_at is None:  # an answer given later spoils an earlier one
            owner = self.questionnaire.owner(problems[0].key)
            self.stuck_at = owner.name if owner else problems[0].key
        return SimulatedResponse(
            answers=answers,
            day=self.person.today,
            language=self.person.language,
            seconds=10 * max(round(self.seconds / 10), 1),
            path=tuple(seen),
            left_at=left_at,
            consent=self.circumstances.consent,
            pulse=self.circumstances.pulse,
        )
