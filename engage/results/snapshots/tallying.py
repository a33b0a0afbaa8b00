"""From a wish to counts: what was counted before is not counted again.

A segment never changes, so its counts are kept by its name; a new response, a withdrawal or a decision costs one small
part. Weights change with every response: weighted counts are kept by the state of the survey.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from sqlalchemy.orm import Session

from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editions import with_national_items
from engage.instruments.domain.merging import Variable
from engage.results.domain.filters import Where, conditions, splitting
from engage.results.domain.questions import Question, questions
from engage.results.domain.tally import Tallies, Tally
from engage.results.domain.texts import question_of
from engage.results.snapshots import counting, framing, reading, texts
from engage.results.snapshots.counting import Wanted
from engage.results.snapshots.parts import Array, Part
from engage.results.snapshots.segments import once_more
from engage.results.snapshots.versions import Versions
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

MOST_HELD = 2_000_000
"""Values whose counts are held for the next table."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Of which responses which tables are wanted."""

    where: Where = ()
    by: str | None = None
    seen: Seen = None
    counted_only: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    instrument: Instrument
    version: int
    """The number of the newest."""
    variables: Mapping[str, Variable]
    by: Question | None
    tallies: Tallies


class Held:
    """Counts that were made, up to a number of values."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._found: OrderedDict[tuple[object, ...], tuple[Tallies, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...], make: Callable[[], Tallies]) -> Tallies:
        """What is held under a key, else what is made: nobody may change it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][0]
        made = make()
        size = sum(len(counts) + 1 for each in (made.whole, *made.groups.values()) for counts in each.counts.values())
        with self._lock:
            if key not in self._found:
                self._found[key] = made, size
                self._size += size
            while self._size > self._most and len(self._found) > 1:
                self._size -= self._found.popitem(last=False)[1][1]
        return made

    def forget(self) -> None:
        with self._lock:
            self._found.clear()
            self._size = 0


held = Held(MOST_HELD)


@dataclass(frozen=True, slots=True)
class Weigh:
    """How responses get weights: each by itself, so that the counts of a part can be kept."""

    name: str
    """Changes whenever a weight may have changed."""
    keys: tuple[str, ...]
    """The columns that the weights are made of."""
    weights: Callable[[pl.DataFrame], pl.Series]


@once_more
def tallies(session: Session, survey: Survey, wish: Wish, weigh: Weigh | None = None) -> Found:
    """Counts of all questions.

    :raises FilterRefusal: when a filter does not fit the instrument
    :raises NothingToPublish: when the survey has no version
    """
    known, parts = reading.parts(session, survey, counted_only=wish.counted_only)
    instrument = with_national_items(known.merged.instrument, wish.seen)
    wanted = _wanted(known, instrument, wish)
    meaning = (survey.id, known.name, wish.where, wish.by, wish.seen, weigh.name if weigh else "")
    found = Tallies(Tally(wanted.asked))
    for part in parts:

        def count(part: Part = part) -> Tallies:
            return counting.tally_of(wanted, part, _weights(known, part, weigh) if weigh else None)

        found.add(held.get((part.name, part.gone, *meaning), count))
    return Found(instrument, known.newest, known.merged.variables, wanted.by, found)


def _wanted(known: Versions, instrument: Instrument, wish: Wish) -> Wanted:
    where = conditions(instrument, wish.where)
    by = splitting(instrument, wish.by)
    return counting.wanted(questions(instrument), known.kept, where=where, by=by, seen=wish.seen)


def _weights(known: Versions, part: Part, weigh: Weigh) -> Array:
    """One number a row of a part; 0 for those that are not counted anyway."""
    frame = framing.frame(known.kept, known.merged.instrument, [part], keys=weigh.keys)
    found = weigh.weights(frame).to_numpy()
    counted = part.kept()
    if counted is None:
        return found
    every = np.zeros(part.rows)
    every[counted] = found
    return every


@once_more
def filtered(session: Session, survey: Survey, wish: Wish, keys: Sequence[str] | None = None) -> pl.DataFrame:
    """The responses that fit, as columns.

    :raises FilterRefusal: when a filter does not fit the instrument
    :raises NothingToPublish: when the survey has no version
    """
    known, parts = reading.parts(session, survey, counted_only=wish.counted_only)
    instrument = with_national_items(known.merged.instrument, wish.seen)
    wanted = _wanted(known, instrument, wish)
    rows = [counting.chosen(wanted, part) for part in parts]
    return framing.frame(known.kept, known.merged.instrument, parts, keys=keys, rows=rows)


def written(session: Session, survey: Survey, wish: Wish, key: str) -> Iterator[tuple[str | None, str | None]]:
    """What people wrote under a key, with the language of their response.

    :raises NoFreeText: when the key holds none
    :raises FilterRefusal: when a filter does not fit the instrument
    :raises NothingToPublish: when the survey has no version
    """
    known, parts = reading.parts(session, survey, counted_only=wish.counted_only)
    question = question_of(known.merged.instrument, key)
    instrument = with_national_items(known.merged.instrument, wish.seen)
    yield from texts.written(_wanted(known, instrument, wish), parts, key, question.list)
