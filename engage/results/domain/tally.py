"""How often each value was given, by question and by group."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from engage.results.domain.questions import Question

Counts = defaultdict[Hashable, int]


@dataclass(slots=True)
class Weighed:
    """Weights of a set of responses. By answer key: value -> sum over the responses that gave it."""

    sums: dict[str, defaultdict[Hashable, float]] = field(default_factory=dict)
    squares: dict[str, defaultdict[Hashable, float]] = field(default_factory=dict)
    """Of the squared weights: how much weighting widens an interval."""


@dataclass(slots=True)
class Tally:
    """Counts of a set of responses."""

    questions: tuple[Question, ...]
    responses: int = 0
    counts: dict[str, Counts] = field(default_factory=dict)
    """By answer key: value -> number of responses, of what is asked in a list of entries. An allocation's points are
    under its name, as a tuple."""
    entries: Counter[str] = field(default_factory=Counter)
    """By list: entries."""
    holders: Counter[str] = field(default_factory=Counter)
    """By list: responses with an entry."""
    weighed: Weighed | None = None
    """None where everybody counts alike."""

    def __post_init__(self) -> None:
        for question in self.questions:
            for key in (question.key, question.other_key, question.declined_key):
                if key and key not in self.counts:
                    self.counts[key] = defaultdict(int)

    def add(self, other: "Tally") -> None:
        """Count another set of responses with these."""
        self.responses += other.responses
        self.entries.update(other.entries)
        self.holders.update(other.holders)
        for key, counts in other.counts.items():
            own = self.counts[key]
            for value, n in counts.items():
                own[value] += n
        if other.weighed is not None:
            self.weighed = self.weighed or Weighed()
            _add(self.weighed.sums, other.weighed.sums)
            _add(self.weighed.squares, other.weighed.squares)


def _add(into: dict[str, defaultdict[Hashable, float]], other: dict[str, defaultdict[Hashable, float]]) -> None:
    for key, weights in other.items():
        own = into.setdefault(key, defaultdict(float))
        for value, weight in weights.items():
            own[value] += weight


@dataclass(slots=True)
class Tallies:
    """The whole, and each group of a split. A response may be in several groups, or in none."""

    whole: Tally
    groups: dict[str, Tally] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tallies") -> None:
        """Count another set of responses with these."""
        self.whole.add(other.whole)
        self.days.update(other.days)
        self.languages.update(other.languages)
        for code, group in other.groups.items():
            self.groups.setdefault(code, Tally(self.whole.questions)).add(group)
