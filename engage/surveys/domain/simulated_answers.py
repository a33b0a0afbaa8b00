"""Made-up input for one item: what a form would send if somebody with a taste of their own filled it in.

Guesses only: the answer check says which of them are valid.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import exp

from engage.i18n.named import is_language
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType, Option, Row
from engage.instruments.domain.journey import ItemOnPath
from engage.instruments.domain.spans import asked_units
from engage.instruments.domain.uploaded import ENDINGS, Uploaded, accepted
from engage.instruments.regions import regions
from engage.surveys.domain.simulated_texts import SHAPED, sentences

Inputs = dict[str, str | tuple[str, ...]]
MOST_GUESSES = 60
UNUSUAL = 0.35
"""Weight of options outside the scale: exclusive, fixed or "other" ones."""


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated respondent."""

    chance: random.Random
    seed: int
    """Of the whole simulation: all its people lean towards the same answers."""
    language: str
    today: date
    mood: float
    """Answers to scales lie higher or lower by this much, in standard deviations."""


def guesses(asked: ItemOnPath, person: Person) -> Iterator[Inputs]:
    """Input after input, the likely ones first; finitely many."""
    guess = _GUESSES.get(asked.item.type)
    if guess is not None:
        for attempt in range(MOST_GUESSES):
            yield guess(asked, person, attempt)


def declining(item: Item, rows: Sequence[Row]) -> Inputs:
    """What a form sends for "prefer not to say"."""
    if item.type is ItemType.MATRIX:
        return {f"{item.name}/{row.code}": DECLINED for row in rows}
    return {f"{item.name}/declined": "1"}


# -- tastes


def _taste(person: Person, *parts: str) -> float:
    """How popular something is among all: the same for everybody in one simulation."""
    return _popularity("/".join((str(person.seed), *parts)))


@lru_cache(20_000)
def _popularity(name: str) -> float:
    return random.Random(name).lognormvariate(0, 0.7)  # noqa: S311 -- made-up answers, not secrets


def _weights(item: Item, options: Sequence[Option | Row], person: Person) -> list[float]:
    return [
        _taste(person, item.name, option.code)
        * (UNUSUAL if isinstance(option, Option) and (option.exclusive or option.other) else 1)
        * (2 if option.code == item.answer else 1)
        for option in options
    ]


def _on_scale(name: str, size: int, person: Person) -> int:
    """A place on an ordered scale, around a middle that everybody shares, moved by the person's mood."""
    middle = 0.25 + 0.5 * (_taste(person, name, "middle") % 1)
    place = person.chance.gauss(middle + 0.15 * person.mood, 0.2) * (size - 1)
    return min(max(round(place), 0), size - 1)


def _in_order(item: Item, options: Sequence[Option | Row], person: Person) -> list[str]:
    """A ranking by taste and chance (Plackett-Luce: repeated draws by weight)."""
    left, ranked = list(options), []
    while left:
        (drawn,) = person.chance.choices(left, _weights(item, left, person))
        left.remove(drawn)
        ranked.append(drawn.code)
    return ranked


# -- one guess, by type


def _single(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    item = asked.item
    if not asked.options:
        return {}
    (drawn,) = person.chance.choices(asked.options, _weights(item, asked.options, person))
    return {item.name: drawn.code, **_other(item, (drawn,), person)}


def _multiple(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    item = asked.item
    if not asked.options:
        return {}
    (first,) = person.chance.choices(asked.options, _weights(item, asked.options, person))
    chosen = [first]
    others = [option for option in asked.options if not option.exclusive and option is not first]
    if not first.exclusive and others:
        wanted = 1 + min(int(person.chance.expovariate(0.7)), len(others))
        wanted = min(max(wanted, item.min_choices or 1), item.max_choices or len(asked.options))
        order = _in_order(item, others, person)[: wanted - 1]
        chosen += [option for option in others if option.code in order]
    codes = {option.code for option in chosen}
    return {
        item.name: tuple(option.code for option in asked.options if option.code in codes),
        **_other(item, chosen, person),
    }


def _other(item: Item, chosen: Sequence[Option], person: Person) -> Inputs:
    writes = any(option.other for option in chosen) and (item.other_required or person.chance.random() < 0.7)
    return {f"{item.name}/other": person.chance.choice(sentences(person.language))} if writes else {}


def _matrix(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    inputs: Inputs = {}
    for row in asked.rows:
        if attempt == 0 and not asked.item.required and person.chance.random() < 0.04:
            continue
        inputs[f"{asked.item.name}/{row.code}"] = _cell(asked, row, person, attempt)
    return inputs


def _cell(asked: ItemOnPath, row: Row, person: Person, attempt: int) -> str | tuple[str, ...]:
    item = asked.item
    match item.cell:
        case Cell.TEXT:
            return _sentence(item, person, attempt)
        case Cell.INTEGER | Cell.DECIMAL:
            return _figure(item, person, attempt, whole=item.cell is Cell.INTEGER)
    if not asked.options:
        return ""
    if item.cell is Cell.MULTIPLE:
        return tuple(option.code for option in asked.options if person.chance.random() < 0.3)
    scale = [option for option in asked.options if not (option.exclusive or option.fixed)] or list(asked.options)
    apart = [option for option in asked.options if option not in scale]
    if apart and person.chance.random() < 0.08:
        return person.chance.choice(apart).code
    return scale[_on_scale(f"{item.name}/{row.code}", len(scale), person)].code


def _ranking(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    item = asked.item
    ranked = _in_order(item, asked.options, person)[: item.max_choices or len(asked.options)]
    return {f"{item.name}/{code}": str(place) for place, code in enumerate(ranked, 1)}


def _scale(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    item = asked.item
    low, step = item.minimum or 0, item.step or 1
    high = item.maximum if item.maximum is not None else low + 10 * step
    steps = round((high - low) / step)
    value = low + step * _on_scale(item.name, steps + 1, person)
    return {item.name: f"{value:.10g}"}


def _allocation(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    """Points in round numbers; one in ten ranks instead."""
    item, rows = asked.item, asked.rows
    if person.chance.random() < 0.1:
        ranked = _in_order(item, rows, person)
        return {f"{item.name}/rank/{code}": str(place) for place, code in enumerate(ranked, 1)}
    wish = [person.chance.gammavariate(2, taste) for taste in _weights(item, rows, person)]
    unit = 5 if item.total % 5 == 0 else 1
    points = [unit * round(share / sum(wish) * item.total / unit) for share in wish]
    largest = points.index(max(points))
    points[largest] += item.total - sum(points)
    return {f"{item.name}/{row.code}": str(given) for row, given in zip(rows, points, strict=True)}


def _region(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    by_country = regions(asked.item.countries)
    countries = list(by_country)
    (country,) = person.chance.choices(countries, [_taste(person, "country", each) for each in countries])
    return {asked.item.name: person.chance.choice(by_country[country]).code}


def _country(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    """Where hubs are, where all are offered."""
    offered = asked.item.countries or tuple(regions(()))
    return {asked.item.name: _by_taste(asked.item, offered, person)}


def _language(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    own = tuple(tag for tag in (person.language.split("-")[0],) if is_language(tag)) or ("en",)
    return {asked.item.name: _by_taste(asked.item, asked.item.tags or own, person)}


def _by_taste(item: Item, codes: Sequence[str], person: Person) -> str:
    (drawn,) = person.chance.choices(codes, [_taste(person, item.name, code) for code in codes])
    return drawn


def _year(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    """A year of birth first, then any within the limits."""
    item, now = asked.item, person.today.year
    low = int(item.minimum if item.minimum is not None else now - 90)
    high = int(item.maximum if item.maximum is not None else now)
    if attempt == 0 and low <= now - 85 and now - 18 <= high:
        low, high = now - 85, now - 18
    return {item.name: str(person.chance.randint(low, max(low, high)))}


def _duration(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    most = {"years": 15, "months": 11, "weeks": 3, "days": 6, "hours": 23, "minutes": 59}
    return {
        f"{asked.item.name}/{unit}": str(min(int(person.chance.expovariate(1 / 3)), most[unit]))
        for unit in asked_units(asked.item)
    }


def _date_range(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    start = _day(person, attempt)
    end = start + timedelta(days=int(person.chance.expovariate(1 / 20)))
    return dict(zip(asked.item.keys, (start.isoformat(), end.isoformat()), strict=True))


def _file(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    """The name of a file that was never sent: there is nothing to download."""
    ending = accepted(asked.item)[0]
    kind = next(kind for kind, known in ENDINGS.items() if known == ending)
    stand_in = Uploaded(id=f"{person.chance.getrandbits(128):032x}", type=kind, bytes=0, name=f"simulated{ending}")
    return {asked.item.name: stand_in.to_raw()}


def _consent(asked: ItemOnPath, _person: Person, _attempt: int) -> Inputs:
    return {asked.item.name: asked.item.agreed}


def _text(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    return {asked.item.name: _sentence(asked.item, person, attempt)}


def _sentence(item: Item, person: Person, attempt: int) -> str:
    text = person.chance.choice(sentences(person.language) if attempt < 3 else SHAPED)
    return text[: item.max_length] if item.max_length else text


def _integer(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    return {asked.item.name: _figure(asked.item, person, attempt, whole=True)}


def _decimal(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    return {asked.item.name: _figure(asked.item, person, attempt, whole=False)}


def _figure(item: Item, person: Person, attempt: int, *, whole: bool) -> str:
    """A number between the limits, or near the numbers that the constraint speaks of."""
    low, high = _limits(item, person, attempt)
    value = low + (high - low) * person.chance.betavariate(2, 3)
    return str(round(value)) if whole else f"{value:.1f}"


def _limits(item: Item, person: Person, attempt: int) -> tuple[float, float]:
    named = sorted({float(number) for number in re.findall(r"(?<![\w.])\d{1,9}(?:\.\d+)?", item.constraint or "")})
    low, high = item.minimum, item.maximum
    if low is None and high is None and named and attempt % 2 == 0:
        return (named[0], named[-1]) if len(named) > 1 else (max(named[0] - 10, 0), named[0] + 10)
    spans = ((0.0, 100.0), (0.0, 10.0), (18.0, 90.0), (1.0, 2.0), (1930.0, float(person.today.year)), (0.0, 1000.0))
    start, end = spans[attempt // 2 % len(spans)]
    if low is not None:
        return low, high if high is not None else low + (end - start)
    return (min(start, high), high) if high is not None else (start, end)


def _date(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    return {asked.item.name: _day(person, attempt).isoformat()}


def _day(person: Person, attempt: int) -> date:
    """In the last years, or a date of birth; then also to come."""
    chance = person.chance
    match attempt % 3:
        case 0:
            return person.today - timedelta(days=int(chance.expovariate(1 / 400)))
        case 1:
            return person.today - timedelta(days=chance.randint(18 * 365, 85 * 365))
    return person.today + timedelta(days=int(chance.expovariate(1 / 200)))


def _time(asked: ItemOnPath, person: Person, _attempt: int) -> Inputs:
    hour = min(max(round(person.chance.gauss(13, 4)), 0), 23)
    return {asked.item.name: f"{hour:02}:{person.chance.choice((0, 15, 30, 45)):02}"}


def _datetime(asked: ItemOnPath, person: Person, attempt: int) -> Inputs:
    (clock,) = _time(asked, person, attempt).values()
    return {asked.item.name: f"{_day(person, attempt).isoformat()}T{clock}"}


def day_weights(days: int) -> list[float]:
    """Responses by day of the fieldwork: many at the start, a second wave after a reminder half-way."""
    return [exp(-day / 3) + 0.1 + (0.6 * exp(-(day - days // 2) / 2) if day >= days // 2 else 0) for day in range(days)]


_GUESSES: dict[ItemType, Callable[[ItemOnPath, Person, int], Inputs]] = {
    ItemType.TEXT: _text,
    ItemType.INTEGER: _integer,
    ItemType.DECIMAL: _decimal,
    ItemType.DATE: _date,
    ItemType.TIME: _time,
    ItemType.DATETIME: _datetime,
    ItemType.SINGLE: _single,
    ItemType.MULTIPLE: _multiple,
    ItemType.MATRIX: _matrix,
    ItemType.RANKING: _ranking,
    ItemType.SCALE: _scale,
    ItemType.ALLOCATION: _allocation,
    ItemType.REGION: _region,
    ItemType.CONSENT: _consent,
    ItemType.COUNTRY: _country,
    ItemType.LANGUAGE: _language,
    ItemType.YEAR: _year,
    ItemType.DURATION: _duration,
    ItemType.DATE_RANGE: _date_range,
    ItemType.FILE: _file,
}
