"""Somebody who answers whatever a page asks.

What to type comes from the questionnaire through its Python API, as guesses that its own answer check accepts.
What is asked comes from the page. So a walk also proves that the page shows what the routing says.
"""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from engage.instruments.domain.checks import check_in, final_answers, input_names
from engage.instruments.domain.definition import Item, ItemType, Section
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.rendering.names import input_name
from engage.instruments.rendering.texts import REFERENCE
from engage.surveys.domain.simulated_answers import Person, guesses

Typed = Mapping[str, tuple[str, ...]]
"""Values by input name, as a browser would send them."""


@dataclass
class Answerer:
    questionnaire: Questionnaire
    language: str
    seed: int = 1
    consent: bool = True
    raw: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._now = datetime.now(UTC)
        chance = random.Random(f"{self.seed}/{self.language}")
        self._person = Person(chance, self.seed, self.language, self._now.date(), 0.0)

    @property
    def journey(self) -> Journey:
        return self._journey({})

    def _journey(self, more: Mapping[str, str | tuple[str, ...]]) -> Journey:
        circumstances = Circumstances(self._now, consent=self.consent, language=self.language)
        return Journey(self.questionnaire, {**self.raw, **more}, circumstances)

    def section(self, slug: str) -> Section:
        found = self.questionnaire.instrument.section(slug)
        assert found is not None, f"There is no section {slug!r}."
        return found

    def relevant(self, slug: str) -> list[str]:
        """Items that the routing asks or shows in this section now, in order."""
        return [asked.item.name for asked in self.journey.section(self.section(slug)).items]

    def answer(self, slug: str, shown: Collection[str]) -> dict[str, Typed]:
        """What to type into each item that the page shows and that has no answer yet, by item."""
        typed: dict[str, Typed] = {}
        at_first = self.journey
        for item in self.section(slug).items:
            new = item.is_question and not item.read_only and item.name not in self.answered
            if not new or item.name not in shown or not self.journey.relevant(item):
                continue
            if at_first.on_path(item) == self.journey.on_path(item):  # else the page must offer the rest first
                typed[item.name] = self._answer(item)
        return typed

    def next(self, slug: str, shown: Collection[str]) -> tuple[str, Typed] | None:
        """The next item alone, for pages that change while they are filled in."""
        for item in self.section(slug).items:
            new = item.is_question and not item.read_only and item.name not in self.answered
            if new and item.name in shown and self.journey.relevant(item):
                return item.name, self._answer(item)
        return None

    def _answer(self, item: Item) -> Typed:
        asked = self.journey.on_path(item)
        if item.type is ItemType.FILE:  # files have tests of their own; nobody must add one
            self.answered.add(item.name)
            return {}
        for guess in chain(self._repeated(item), guesses(asked, self._person)):
            if not check_in(self._journey(guess), self._journey(guess).on_path(item))[1]:
                break
        else:
            guess = {}
        self.raw |= dict.fromkeys(input_names(item), "") | guess
        self.answered.add(item.name)
        return {
            input_name(key): value if isinstance(value, tuple) else (value,) for key, value in guess.items() if value
        }

    def _repeated(self, item: Item) -> list[dict[str, str | tuple[str, ...]]]:
        """An earlier answer again, where the constraint compares with it ("as you wrote above")."""
        if item.type is not ItemType.TEXT or not item.constraint:
            return []
        return [{item.name: self.raw.get(key, "")} for key in REFERENCE.findall(item.constraint)]

    def answers(self) -> dict[str, object]:
        """What a submit should store."""
        answers, problems = final_answers(self.journey)
        assert not problems, problems
        return answers
