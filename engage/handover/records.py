"""One row as one line of an archive, and back: plain JSON, checked against the columns before it goes anywhere.

Days and moments are ISO 8601, moments in UTC. A hub is named by its place in addresses. Random ids are made anew with a
key that is forgotten afterwards: what is in two archives, or in an archive and an instance, cannot be joined by them.
Contents of files are files of their own, named by their SHA-256.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Float, Integer, LargeBinary, String

from engage.core.refusal import Refusal
from engage.db.types import EnumText, UtcDateTime
from engage.handover.parts.kept import Kept, target
from engage.i18n.locales import is_well_formed
from engage.i18n.stored import decoded

FILES = "files/"
LONGEST_LINE = 32_000_000
_SHORT = 64
"""Bytes up to which a column of bytes stands in the line itself."""


class BadRecord(Refusal):
    """A line that is not what this program writes; `str()` says where and why."""

    code = "bad_record"


def anew(key: bytes, random_id: int) -> int:
    """Another random id in place of one: always the same for the same key, and nothing to anybody without it."""
    drawn = hashlib.blake2b(random_id.to_bytes(8), digest_size=8, key=key).digest()
    return int.from_bytes(drawn) >> 1 or 1


def is_file(column: "Column[Any]") -> bool:
    """Whether a column holds the content of a file."""
    return isinstance(column.type, LargeBinary) and (column.type.length or _SHORT + 1) > _SHORT


def is_random(kept: Kept, column: "Column[Any]") -> bool:
    """Whether a column holds random ids."""
    if column.name in kept.random:
        return True
    to = target(column)
    if to is not None:
        return isinstance(to.type, BigInteger)
    return column.name == "id" and kept.is_random


def names_hub(kept: Kept, column: "Column[Any]") -> bool:
    to = target(column)
    return column.name in kept.hubs or (to is not None and to.table.name == "hub")


def names_person(column: "Column[Any]") -> bool:
    to = target(column)
    return to is not None and to.table.name == "person"


def counts_hubs(kept: Kept, row: Mapping[str, Any]) -> bool:
    """Whether a row is a quota of people by their hub, whose codes are ids of hubs."""
    return kept.table.name == "event_quota" and row["key"] == "hub"


@dataclass(frozen=True, slots=True)
class Out:
    """How rows leave."""

    hubs: Mapping[int, str]
    """Slugs of all hubs by id."""
    key: bytes
    team: bool
    """Whether people of the team are named."""
    keep_file: Callable[[bytes], str]
    """Puts the content of a file beside, and says its name."""

    def line(self, kept: Kept, row: Any) -> bytes:
        found = {column.name: self._value(kept, column, row[column.name]) for column in kept.columns}
        if counts_hubs(kept, found):
            found["codes"] = [self.hubs[int(code)] for code in found["codes"] if int(code) in self.hubs]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def _value(self, kept: Kept, column: "Column[Any]", value: Any) -> Any:
        if not self.team and (column.name in kept.team or names_person(column)):
            return None if column.nullable else ""
        if value is None:
            return None
        if names_hub(kept, column):
            return self.hubs.get(value)
        if is_random(kept, column):
            return f"{anew(self.key, value):016x}"
        match column.type:
            case UtcDateTime():
                return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
            case Date():
                return value.isoformat()
            case EnumText():
                return str(value)
            case LargeBinary():
                return self.keep_file(value) if is_file(column) else value.hex()
        return value


def parsed(line: bytes, where: str) -> dict[str, Any]:
    """The object on one line.

    :raises BadRecord: when there is none, or what it holds could not be stored
    """
    if len(line) > LONGEST_LINE:
        raise BadRecord(f"{where} is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        found = json.loads(line, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        raise BadRecord(f"{where} is no JSON object that can be kept") from wrong
    if not isinstance(found, dict):
        raise BadRecord(f"{where} is no JSON object that can be kept")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def checked(kept: Kept, record: Mapping[str, Any], where: str, file: Callable[[str], bytes]) -> dict[str, Any]:
    """The values of a row: each of the kind of its column. Hubs and ids are as they stand in the record.

    :raises BadRecord: for a column that is missing or unknown, or a value that does not fit
    """
    known = {column.name for column in kept.columns}
    if record.keys() != known:
        odd = sorted(record.keys() ^ known)
        raise BadRecord(f"{where}: columns differ: {', '.join(odd)[:200]}")
    found = {column.name: _read(kept, column, record[column.name], where, file) for column in kept.columns}
    for name in kept.addresses:
        _address(found[name], f"{where}, {name}")
    for name in kept.texts:
        _localized(found[name], f"{where}, {name}")
    if kept.read is not None:
        try:
            kept.read(found)
        except Exception as wrong:
            raise BadRecord(f"{where}: {type(wrong).__name__}: {wrong}"[:300]) from wrong
    return found


def _localized(value: Any, where: str) -> None:
    try:
        texts = decoded(value, "en")
        if not all(type(each.text) is str and is_well_formed(tag) for tag, each in texts):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise BadRecord(f"{where}: no text in languages") from wrong


def _address(value: Any, where: str) -> None:
    from engage.hubs.domain import rules

    try:
        rules.address(value or "")
    except rules.Wrong as wrong:
        raise BadRecord(f"{where}: {wrong}") from wrong


def _read(kept: Kept, column: "Column[Any]", value: Any, where: str, file: Callable[[str], bytes]) -> Any:
    where = f"{where}, {column.name}"
    if value is None:
        if column.nullable or names_person(column):
            return None
        raise BadRecord(f"{where}: must not be empty")
    try:
        if names_hub(kept, column):
            return _text(value, 60)
        if is_random(kept, column):
            return _random(value)
        return _typed(column, value, file)
    except (ValueError, TypeError, OverflowError) as wrong:
        raise BadRecord(f"{where}: {str(wrong)[:120]}") from wrong


def _typed(column: "Column[Any]", value: Any, file: Callable[[str], bytes]) -> Any:
    match column.type:
        case UtcDateTime():
            moment = datetime.fromisoformat(_text(value, 40))
            if moment.tzinfo is None:
                raise ValueError("a moment without a time zone")
            return moment
        case EnumText():
            return column.type.kind(value)
        case JSON():
            return _shaped(column, value)
        case LargeBinary():
            return file(_text(value, 200)) if is_file(column) else bytes.fromhex(_text(value, 2 * _SHORT))
        case Date():
            return date.fromisoformat(_text(value, 10))
        case Boolean():
            return _of(value, bool)
        case Integer():
            return _whole(value, 63 if isinstance(column.type, BigInteger) else 31)
        case Float():
            return float(_of(value, int, float))
        case String():
            return _text(value, column.type.length)
    raise TypeError(f"nothing is known of {column.type}")


def _of(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError("another kind of value belongs here")
    return value


def _shaped(column: "Column[Any]", value: Any) -> Any:
    """A mapping stays one, and a list a list, so far as the column says."""
    name = getattr(getattr(column.default, "arg", None), "__name__", "")
    if name in ("dict", "list") and type(value).__name__ != name:
        raise ValueError("another kind of value belongs here")
    return _of(value, dict, list)


def _text(value: Any, longest: int | None) -> str:
    text: str = _of(value, str)
    if "\0" in text:
        raise ValueError("a zero byte")
    if longest is not None and len(text) > longest:
        raise ValueError(f"longer than {longest} characters")
    return text


def _whole(value: Any, bits: int) -> int:
    number: int = _of(value, int)
    if not -(1 << bits) <= number < 1 << bits:
        raise ValueError("too large a number")
    return number


def _random(value: Any) -> int:
    number = int(_text(value, 16), 16)
    if not 0 < number < 1 << 63:
        raise ValueError("no random id")
    return number
