"""Results as the tests of this room read them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editions import with_national_items
from engage.instruments.domain.merging import merged
from engage.results.domain import tables, texts
from engage.results.domain.filters import Where, conditions, splitting
from engage.results.domain.questions import questions
from engage.results.domain.tables import ItemTable, Results
from engage.results.domain.tally import Tallies, Tally
from engage.results.exports import csv_file
from engage.results.exports.fields import fields
from engage.results.exports.source import Source
from engage.results.snapshots import counting, loose
from engage.results.snapshots.columns import kept
from engage.results.snapshots.parts import Array, Part
from engage.results.snapshots.texts import written
from engage.results.snapshots.versions import Version, Versions

Response = tuple[Mapping[str, Any], date, str, int]
"""Answers, day, language, version."""


def parts_of(instrument: Instrument, responses: Iterable[Response]) -> list[Part]:
    given = [Given(number, *each) for number, each in enumerate(responses, 1)]
    version = Version(1, kept(instrument), {item.name: item.name for item in instrument.items})
    return [_part(version, given)] if given else []


def wanted(instrument: Instrument, where: Where = (), by: str | None = None) -> counting.Wanted:
    asked = questions(instrument)
    return counting.wanted(asked, kept(instrument), where=conditions(instrument, where), by=splitting(instrument, by))


def results(
    instrument: Instrument, responses: Iterable[Response], *, where: Where = (), by: str | None = None
) -> Results:
    """The tables of responses that no database holds."""
    wish = wanted(instrument, where, by)
    return tables.results(tally(wish, parts_of(instrument, responses)), by=wish.by)


def tally(wish: counting.Wanted, parts: Iterable[Part], weights: Array | None = None) -> Tallies:
    """Count all parts.

    :param weights: of the only part: one number a row
    """
    found = Tallies(Tally(wish.asked))
    for part in parts:
        found.add(counting.tally_of(wish, part, weights))
    return found


def free_texts(
    instrument: Instrument, responses: Iterable[Response], key: str, *, where: Where = ()
) -> list[texts.FreeText]:
    question = texts.question_of(instrument, key)
    return texts.in_order(written(wanted(instrument, where), parts_of(instrument, responses), key, question.list))


def item_tables(*arguments: Any, **more: Any) -> list[ItemTable]:
    """The tables of `results` alone."""
    return list(results(*arguments, **more).tables)


@dataclass(frozen=True, slots=True)
class Given:
    """A response as a database has it."""

    id: int
    answers: Mapping[str, object]
    day: date
    language: str = "en"
    version: int = 1
    channel: str = ""
    weight: float | None = None
    country: str = ""


def source_of(
    instrument: Instrument, responses: Iterable[Given], *, without: Iterable[str] = (), **more: Any
) -> Source:
    """What a file is made of, of responses that no database holds: one part a version, all of one instrument."""
    found: dict[int, list[Given]] = {}
    for each in responses:
        found.setdefault(each.version, []).append(each)
    own = merged([(1, instrument)])
    columns = kept(instrument)
    versions = {
        number: Version(number, columns, {item.name: item.name for item in instrument.items})
        for number in (found or {1: 1})
    }
    return Source(
        instrument=with_national_items(instrument),
        newest=max(versions),
        variables=own.variables,
        fields=fields(with_national_items(instrument), without=set(without)),
        known=Versions(own, max(versions), versions, columns),
        parts=[_part(versions[number], rows) for number, rows in found.items()],
        **more,
    )


_numbers = count()


def _part(version: Version, rows: list[Given]) -> Part:
    stored = loose.stored(
        version,
        [
            (each.id, each.language, each.channel, each.country, each.day, None, each.weight, json.dumps(each.answers))
            for each in rows
        ],
    )
    return Part(
        f"part {next(_numbers)}",
        version.number,
        stored.height,
        stored.select,
        loose.stored_names(version),
        version.heads,
    )


def response_files(
    instrument: Instrument, responses: Iterable[Given], *, without: Iterable[str] = (), **more: Any
) -> Iterator[tuple[str, bytes]]:
    """The files in pieces, with the names of their lists."""
    return csv_file.pieces(source_of(instrument, responses, without=without), **more)


def response_csv(*arguments: Any, **more: Any) -> Iterator[bytes]:
    """The first file, without those of lists."""
    return (piece for name, piece in response_files(*arguments, **more) if not name)
