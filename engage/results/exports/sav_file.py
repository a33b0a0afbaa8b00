"""The container of SPSS system files (`.sav`), written piece by piece: no program at hand can append to one.

Dictionary and data are written as the PSPP developers' guide describes them ("System File Format"): UTF-8, the
"bytecode" compression, value labels and user-missing values of long strings in their own records, strings of more
than 255 bytes as segments. Shapes: `n` cases, one array a variable: `float64` (NaN: no value) or `S<width>`.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt

LONGEST_TEXT: Final = 32_767
"""Bytes of a string variable."""
SEGMENT, SEGMENT_KEEPS = 255, 252
"""Bytes of a segment of a string of more than 255 bytes, and of them those that count in its width."""
LONGEST_LABEL, LONGEST_VALUE_LABEL = 252, 120
BIAS = 100
_SYSMIS = -1.7976931348623157e308
_LOWEST = -1.7976931348623155e308

Words = npt.NDArray[np.uint64]
Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable of the dictionary."""

    name: str
    label: str = ""
    width: int = 0
    """Bytes of a string; 0: a number."""
    format: tuple[int, int, int] = (5, 8, 0)
    """Of a number: SPSS format type (5 F, 20 DATE, 21 TIME, 22 DATETIME), width, decimals."""
    values: Mapping[str | float, str] | None = None
    """Value -> label."""
    missing: tuple[str | float, ...] = ()
    """Up to three values that stand for no answer."""
    measure: int = 1
    """1 nominal, 2 ordinal, 3 scale."""

    @property
    def segments(self) -> tuple[int, ...]:
        """Widths of the variables it is stored as."""
        if self.width <= SEGMENT:
            return (self.width,)
        number = -(-self.width // SEGMENT_KEEPS)
        return (*[SEGMENT] * (number - 1), self.width - SEGMENT_KEEPS * (number - 1))

    @property
    def elements(self) -> int:
        """Of 8 bytes each, of one case."""
        return sum(elements_of(width) for width in self.segments)


@dataclass(frozen=True, slots=True)
class Answers:
    """A multiple-response set: 0/1 variables that are one question."""

    name: str
    label: str
    variables: tuple[str, ...]


# -- the dictionary


def dictionary(
    variables: Sequence[Variable],
    *,
    title: str,
    cases: int,
    made: datetime,
    sets: Sequence[Answers] = (),
    notes: Sequence[str] = (),
) -> bytes:
    """All that stands before the data.

    :param cases: how many there will be
    :param notes: lines of the document record, cut at 80 bytes
    """
    shorts = {variable.name: _short_names(place, variable) for place, variable in enumerate(variables, 1)}
    parts = [_header(sum(each.elements for each in variables), title, cases, made)]
    parts += [_variable_records(variable, shorts[variable.name]) for variable in variables]
    parts += _value_labels(variables)
    if notes:
        lines = [cut(line, 80).encode().ljust(80) for line in notes]
        parts.append(struct.pack("<2i", 6, len(lines)) + b"".join(lines))
    parts.append(_more(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, 65001)))
    parts.append(_more(4, 8, struct.pack("<3d", _SYSMIS, -_SYSMIS, _LOWEST)))
    if sets:
        first = {name: found[0] for name, found in shorts.items()}
        parts.append(_more(7, 1, b"".join(_set(each, first) for each in sets)))
    parts.append(_more(11, 4, b"".join(_display(each) for each in variables)))
    names = "\t".join(f"{found[0]}={name}" for name, found in shorts.items())
    parts.append(_more(13, 1, names.encode()))
    if long := [each for each in variables if each.width > SEGMENT]:
        widths = "".join(f"{shorts[each.name][0]}={each.width:05d}\0\t" for each in long)
        parts.append(_more(14, 1, widths.encode()))
    parts.append(_more(16, 8, struct.pack("<2q", 1, cases)))
    parts.append(_more(20, 1, b"UTF-8"))
    if labels := b"".join(_long_labels(each) for each in variables if each.width > 8 and each.values):
        parts.append(_more(21, 1, labels))
    if missing := b"".join(_long_missing(each) for each in variables if each.width > 8 and each.missing):
        parts.append(_more(22, 1, missing))
    return b"".join((*parts, struct.pack("<2i", 999, 0)))


def _header(elements: int, title: str, cases: int, made: datetime) -> bytes:
    known = cases if cases < 2**31 else -1
    return (
        b"$FL2"
        + b"@(#) SPSS DATA FILE Engage".ljust(60)
        + struct.pack("<5id", 2, elements, 1, 0, known, BIAS)
        + f"{made.day:02d} {_MONTHS[made.month - 1]} {made.year % 100:02d}{made:%H:%M:%S}".encode()
        + cut(title, 64).encode().ljust(64)
        + b"\0" * 3
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _short_names(place: int, variable: Variable) -> tuple[str, ...]:
    return tuple(
        f"V{place}" if number == 0 else f"S{place}_{_base36(number)}" for number in range(len(variable.segments))
    )


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


def _variable_records(variable: Variable, shorts: Sequence[str]) -> bytes:
    found = [
        _variable_record(variable if place == 0 else Variable(name=short, width=width), width, short)
        for place, (width, short) in enumerate(zip(variable.segments, shorts, strict=True))
    ]
    return b"".join(found)


def _variable_record(variable: Variable, width: int, short: str) -> bytes:
    label = cut(variable.label, LONGEST_LABEL).encode()
    missing = variable.missing if variable.width <= 8 else ()
    type_, format_width, decimals = variable.format if not width else (1, width, 0)
    shown = type_ << 16 | format_width << 8 | decimals
    record = struct.pack("<6i", 2, width, bool(label), len(missing), shown, shown) + short.encode().ljust(8)
    if label:
        record += struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4)
    record += b"".join(_eight(value) for value in missing)
    return record + struct.pack("<6i8s", 2, -1, 0, 0, 0, 0, b" " * 8) * (elements_of(width) - 1)


def _value_labels(variables: Sequence[Variable]) -> list[bytes]:
    """Of numbers and short strings; variables with the same ones share a record."""
    places: dict[tuple[tuple[bytes, bytes], ...], list[int]] = {}
    place = 1
    for variable in variables:
        if variable.values and variable.width <= 8:
            labels = tuple((_eight(value), _pascal(label)) for value, label in variable.values.items())
            same_kind = (*labels, (b"", b"number" if not variable.width else b"string"))
            places.setdefault(same_kind, []).append(place)
        place += variable.elements
    return [
        struct.pack("<2i", 3, len(labels) - 1)
        + b"".join(value + label for value, label in labels[:-1])
        + struct.pack(f"<2i{len(where)}i", 4, len(where), *where)
        for labels, where in places.items()
    ]


def _pascal(label: str) -> bytes:
    """A label with its length before it, together a multiple of 8 bytes."""
    words = cut(label, LONGEST_VALUE_LABEL).encode()
    return (bytes([len(words)]) + words).ljust(-(-(len(words) + 1) // 8) * 8)


def _eight(value: str | float) -> bytes:
    return value.encode()[:8].ljust(8) if isinstance(value, str) else struct.pack("<d", value)


def _more(subtype: int, size: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, size, len(data) // size) + data


def _set(each: Answers, first: Mapping[str, str]) -> bytes:
    label = cut(each.label, LONGEST_LABEL).encode()
    names = " ".join(first[name].lower() for name in each.variables)
    return f"${each.name}=D1 1 {len(label)} ".encode() + label + f" {names}\n".encode()


def _display(variable: Variable) -> bytes:
    one = struct.pack("<3i", variable.measure, min(max(variable.width, 8), 40), 0 if variable.width else 1)
    return one * len(variable.segments)


def _long_labels(variable: Variable) -> bytes:
    values = variable.values or {}
    record = _counted(variable.name) + struct.pack("<2i", variable.width, len(values))
    for value, label in values.items():
        padded = str(value).encode().ljust(variable.width)
        record += (
            struct.pack("<i", variable.width) + padded[: variable.width] + _counted(cut(label, LONGEST_VALUE_LABEL))
        )
    return record


def _counted(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<i", len(data)) + data


def _long_missing(variable: Variable) -> bytes:
    values = b"".join(_eight(value) for value in variable.missing)
    return _counted(variable.name) + bytes([len(variable.missing)]) + struct.pack("<i", 8) + values


def cut(text: str, size: int) -> str:
    """The beginning of a text in at most so many bytes of UTF-8."""
    data = text.encode(errors="replace")
    return data.decode() if len(data) <= size else data[: size - 3].decode(errors="ignore") + "…"


def elements_of(width: int) -> int:
    return max(1, -(-width // 8))
