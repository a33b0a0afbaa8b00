"""A board as JSON and back: the form in which a report is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from engage.network.domain.figures import Adding, Number, Unit
from engage.network.reporting.board import Board, Correction, Figure, HubName, Named, Narrowed, Part, Target

FORMAT = 1


class UnknownFormat(ValueError):
    """A report that was kept in a way that is not known here."""


def to_json(board: Board) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "since": board.since,
        "until": board.until,
        "before": list(board.before),
        "narrowed": asdict(board.narrowed),
        "counted_on": board.counted_on.isoformat(),
        "answer_days": board.answer_days,
        "definitions": board.definitions,
        "minimum": board.minimum,
        "exact": board.exact,
        "hubs": [asdict(each) | {"names": dict(each.names)} for each in board.hubs.values()],
        "countries": list(board.countries),
        "figures": [_figure(each) for each in board.figures],
    }


def from_json(kept: Mapping[str, Any]) -> Board:
    """:raises UnknownFormat: when this version cannot read it"""
    if kept.get("format") != FORMAT:
        raise UnknownFormat
    return Board(
        since=kept["since"],
        until=kept["until"],
        before=(kept["before"][0], kept["before"][1]),
        narrowed=Narrowed(**kept["narrowed"]),
        counted_on=date.fromisoformat(kept["counted_on"]),
        answer_days=kept["answer_days"],
        definitions=kept["definitions"],
        minimum=kept["minimum"],
        exact=kept["exact"],
        hubs={each["slug"]: HubName(**each) for each in kept["hubs"]},
        countries=tuple(kept["countries"]),
        figures=tuple(_figure_from(each) for each in kept["figures"]),
    )


def number_json(number: Number) -> dict[str, Any]:
    """Only what is said of it."""
    found = {name: value for name, value in asdict(number).items() if value is not None and value is not False}
    return found if number.corrected else {name: value for name, value in found.items() if name != "corrected"}


def number_from(kept: Mapping[str, Any]) -> Number:
    return Number(**{"value": None, **kept})


def _named(numbers: Named) -> list[list[Any]]:
    return [[name, number_json(number)] for name, number in numbers]


def _named_from(kept: Iterable[Sequence[Any]]) -> Named:
    return tuple((str(name), number_from(number)) for name, number in kept)


_WORDS = ("title", "definition", "topic_name")
_NAMED = ("months", "countries", "hubs")
_PLAIN = ("key", "topic", "people", "available")


def _figure(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(figure, name) for name in _PLAIN}
    found |= {name: dict(getattr(figure, name)) for name in _WORDS}
    found |= {name: _named(getattr(figure, name)) for name in _NAMED}
    return found | {
        "unit": str(figure.unit),
        "adding": str(figure.adding),
        "total": number_json(figure.total),
        "before": number_json(figure.before),
        "parts": [[each.key, dict(each.name), number_json(each.number)] for each in figure.parts],
        "targets": [
            {
                "value": each.value,
                "by": each.by.isoformat(),
                "label": dict(each.label),
                "so_far": number_json(each.so_far),
                "way": each.way,
                "months": _named(each.months),
            }
            for each in figure.targets
        ],
        "corrections": [
            {"hub": each.hub, "month": each.month, "change": number_json(each.change), "reason": each.reason}
            for each in figure.corrections
        ],
    }


def _figure_from(kept: Mapping[str, Any]) -> Figure:
    plain: dict[str, Any] = {name: kept[name] for name in (*_PLAIN, *_WORDS)}
    plain |= {name: _named_from(kept[name]) for name in _NAMED}
    return Figure(
        **plain,
        unit=Unit(kept["unit"]),
        adding=Adding(kept["adding"]),
        total=number_from(kept["total"]),
        before=number_from(kept["before"]),
        parts=tuple(Part(key, name, number_from(number)) for key, name, number in kept["parts"]),
        targets=tuple(_target_from(each) for each in kept["targets"]),
        corrections=tuple(
            Correction(each["hub"], each["month"], number_from(each["change"]), each["reason"])
            for each in kept["corrections"]
        ),
    )


def _target_from(kept: Mapping[str, Any]) -> Target:
    return Target(
        value=kept["value"],
        by=date.fromisoformat(kept["by"]),
        label=kept["label"],
        so_far=number_from(kept["so_far"]),
        way=kept["way"],
        months=_named_from(kept["months"]),
    )
