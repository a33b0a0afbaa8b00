"""Functions that see the form: clock, chance, options, tables, patterns."""

import base64
import hashlib
import math
import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from engage.instruments.expressions.errors import NotADate, PatternRefused, WrongArguments
from engage.instruments.expressions.functions import FUNCTIONS, Arguments, Function
from engage.instruments.expressions.patterns import Pattern, compile_pattern
from engage.instruments.expressions.program import Code, Run, nodes_of, number_of, text_of
from engage.instruments.expressions.values import (
    EPOCH,
    NAN,
    Kind,
    Value,
    days,
    parse_date,
    part_of_day,
    text_number,
    to_string,
)

CLOCK = frozenset({"now", "today"})
UNSUPPORTED = frozenset(
    {"area", "distance", "intersects", "extract-signed", "property", "version"}
    | {"last-saved", "base64-decode", "thousands-sep", "choose", "id", "lang", "name", "local-name"}
)
"""Functions that exist in ODK or XPath and are not offered here."""

_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def to_date(value: Value, r: Run, position: int) -> date | None:
    """A date of a date, an ISO text or a number of days since 1970; None of an empty text.

    :raises NotADate: for anything else
    """
    if isinstance(value, tuple):
        value = to_string(value)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if not value.strip():
            return None
        moment = parse_date(value.strip(), r.zone)
        if moment is None:
            raise NotADate(position, value[:40])
        return moment
    if isinstance(value, bool) or not math.isfinite(value):
        raise NotADate(position, to_string(value))
    try:
        midnight = datetime.combine(EPOCH + timedelta(days=math.floor(value)), time(), r.zone)
        seconds = round((value - math.floor(value)) * 86400, 3)
        return midnight + timedelta(seconds=seconds) if seconds else midnight.date()
    except OverflowError:
        raise NotADate(position, to_string(value)) from None


def with_time(moment: date, r: Run) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), r.zone)


def _date(value: Value, r: Run, position: int) -> Value:
    moment = to_date(value, r, position)
    if moment is None:
        return ""
    return moment.date() if isinstance(moment, datetime) else moment


def _date_time(value: Value, r: Run, position: int) -> Value:
    moment = to_date(value, r, position)
    return "" if moment is None else with_time(moment, r)


def _decimal_date_time(value: Value, r: Run, position: int) -> Value:
    moment = to_date(value, r, position)
    return NAN if moment is None else days(moment, r.zone)


def _decimal_time(value: Value, r: Run, position: int) -> Value:
    text = to_string(value).strip()
    if not text:
        return NAN
    if "T" in text or isinstance(value, date | float):
        moment = to_date(value, r, position)
        return NAN if moment is None else part_of_day(with_time(moment, r).time())
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        raise NotADate(position, text[:40]) from None
    if clock.tzinfo is None:
        return part_of_day(clock)
    return part_of_day(datetime.combine(r.now.date(), clock).astimezone(r.zone).time())


def of_moment(kind: Kind | None, function: Callable[[Value, Run, int], Value]) -> Function:
    def build(position: int, arguments: Arguments) -> Code:
        run = arguments[0].run
        return Code(lambda r: function(run(r), r, position), kind, position)

    return Function(1, 1, build)


def _format_date(position: int, arguments: Arguments) -> Code:
    moment, pattern = arguments[0].run, text_of(arguments[1])

    def formatted(r: Run) -> str:
        when, form = to_date(moment(r), r, position), pattern(r)
        r.spend(2 + (len(form) >> 3), position)
        return "" if when is None else format_moment(with_time(when, r), form)

    return Code(formatted, "string", position)


def format_moment(moment: datetime, pattern: str) -> str:
    """The format letters of ODK: %Y %y %m %n %b %d %e %a %H %h %M %S %3 %Z; months and days in English."""
    letters = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": _DAYS[moment.weekday()],
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "Z": moment.strftime("%z"),
        "%": "%",
    }
    first, *parts = pattern.replace("%%", "%\0").split("%")
    pieces = (letters["%"] + p[1:] if p[:1] == "\0" else letters.get(p[:1], "%" + p[:1]) + p[1:] for p in parts)
    return first + "".join(pieces)


def _now(position: int, _arguments: Arguments) -> Code:
    return Code(lambda r: r.now, "date", position)


def _today(position: int, _arguments: Arguments) -> Code:
    return Code(lambda r: r.now.date(), "date", position)


def _chance(r: Run, position: int) -> bytes:
    """Bytes that look random and are the same for one seed and one place in the expression."""
    r.spend(2, position)
    return hashlib.sha256(f"{r.seed}\0{position}".encode()).digest()


def _random(position: int, _arguments: Arguments) -> Code:
    return Code(lambda r: int.from_bytes(_chance(r, position)[:6], "big") / 2**48, "number", position)


def _uuid(position: int, arguments: Arguments) -> Code:
    """A version 4 UUID; with a length, as many letters and digits."""
    if not arguments:
        return Code(lambda r: str(uuid.UUID(bytes=_chance(r, position)[:16], version=4)), "string", position)
    length = number_of(arguments[0])

    def letters(r: Run) -> str:
        wanted = length(r)
        text = base64.b32encode(_chance(r, position)).decode().rstrip("=")
        return text[: int(wanted)] if math.isfinite(wanted) and wanted > 0 else ""

    return Code(letters, "string", position)


def _once(position: int, arguments: Arguments) -> Code:
    """The value the item already has; when it has none, a new one."""
    run = arguments[0].run
    return Code(lambda r: r.this or run(r), None, position)


def _regex(position: int, arguments: Arguments) -> Code:
    """Whether a pattern matches all of a text. A pattern written out is read once."""
    text, pattern = text_of(arguments[0]), text_of(arguments[1])

    def read(source: str) -> Pattern:
        try:
            return compile_pattern(source)
        except PatternRefused as refusal:
            raise PatternRefused(position, refusal.detail) from None

    written = arguments[1].constant
    if not isinstance(written, str):
        return Code(lambda r: _matched(read(pattern(r)), text(r), r, position), "boolean", position)
    try:
        ready = compile_pattern(written)
    except PatternRefused as refusal:
        place = arguments[1].position + 1 + refusal.position
        raise PatternRefused(place, refusal.detail) from None
    return Code(lambda r: _matched(ready, text(r), r, position), "boolean", position)


def _matched(pattern: Pattern, text: str, r: Run, position: int) -> bool:
    try:
        result, visits = pattern.match(text)
    except PatternRefused as refusal:
        raise PatternRefused(position, refusal.detail) from None
    r.spend(len(text) // 4 + visits // 4, position)
    return result


def _position(position: int, arguments: Arguments) -> Code:
    """The place of the row that is tested; `position(..)`: of the entry the expression stands in."""
    if not arguments:
        return Code(lambda r: float(r.position), "number", position)
    return Code(lambda r: float(r.lists.place) if r.lists is not None else 1.0, "number", position)


def _last(position: int, _arguments: Arguments) -> Code:
    return Code(lambda r: float(r.size), "number", position)


def _indexed_repeat(position: int, arguments: Arguments) -> Code:
    """`indexed-repeat(node, list, place)`: the answer of one entry, places from 1; empty where there is none."""
    if len(arguments) != 3:
        raise WrongArguments(position, "indexed-repeat of a list inside a list")
    node, index = arguments[0], number_of(arguments[2])
    name, key = arguments[1].key, node.key
    whole = nodes_of(node)

    def one(r: Run) -> str:
        place = index(r)
        if not math.isfinite(place) or place < 1:
            return ""
        rows = r.lists.list_rows(name) if r.lists is not None and name is not None else ()
        if rows:
            return rows[int(place) - 1].get(key or "", "") if place < len(rows) + 1 else ""
        nodes = whole(r)
        return nodes[int(place) - 1] if place < len(nodes) + 1 else ""

    return Code(one, "string", position)


def _randomize(position: int, arguments: Arguments) -> Code:
    """`randomize(nodes, seed)`: in random order, the same for one seed; without a seed the respondent's."""
    nodes = nodes_of(arguments[0])
    seed: Callable[[Run], Any] = text_of(arguments[1]) if len(arguments) > 1 else lambda r: _chance(r, position)

    def shuffled(r: Run) -> tuple[str, ...]:
        found = list(nodes(r))
        r.spend(len(found), position)
        random.Random(seed(r)).shuffle(found)  # noqa: S311 -- an order, not a secret
        return tuple(found)

    return Code(shuffled, "nodeset", position)


def _geofence(position: int, arguments: Arguments) -> Code:
    """`geofence(point, shape)`: whether a point lies inside a closed shape, both as ODK writes them.

    A point is "latitude longitude …", a shape points between semicolons; even-odd rule on the plane of degrees.
    """
    point, shape = text_of(arguments[0]), text_of(arguments[1])

    def inside(r: Run) -> bool:
        here, corners = _places(point(r)), _places(shape(r))
        r.spend(len(corners), position)
        if len(here) != 1 or len(corners) < 3:
            raise WrongArguments(position, "geofence wants a point and a shape of three points or more")
        (y, x), found = here[0], False
        for (y1, x1), (y2, x2) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                found = not found
        return found

    return Code(inside, "boolean", position)


def _places(text: str) -> list[tuple[float, float]]:
    found = []
    for part in text.split(";"):
        numbers = [text_number(word, None) for word in part.split()[:2]]
        if len(numbers) == 2 and all(map(math.isfinite, numbers)):
            found.append((numbers[0], numbers[1]))
    return found


def _choice_name(position: int, arguments: Arguments) -> Code:
    """`jr:choice-name(code, '${item}')`: what an option of the item is called."""
    code, item = text_of(arguments[0]), arguments[1].constant
    if not isinstance(item, str):
        raise WrongArguments(arguments[1].position, "jr:choice-name wants the item as a text: '${item}'")
    name = item.strip().removeprefix("${").removesuffix("}").strip().rpartition("/")[2]
    return Code(lambda r: r.choice_label(name, code(r)) if r.choice_label else code(r), "string", position)


def _itext(position: int, arguments: Arguments) -> Code:
    """The text of an id: asked as a label of no item in particular."""
    key = text_of(arguments[0])
    return Code(lambda r: r.choice_label("", key(r)) if r.choice_label else key(r), "string", position)


def _pulldata(position: int, arguments: Arguments) -> Code:
    """`pulldata('table', 'column', 'key column', key)`: the column of the first row with that key."""
    table, column, key_column, key = (text_of(argument) for argument in arguments)

    def pulled(r: Run) -> str:
        rows = r.tables.get(table(r), ())
        r.spend(len(rows), position)
        wanted, where = key(r), key_column(r)
        return next((row.get(column(r), "") for row in rows if row.get(where) == wanted), "")

    return Code(pulled, "string", position)


def _digest(position: int, arguments: Arguments) -> Code:
    """`digest(text, algorithm, encoding)`: "base64" unless "hex"."""
    text, algorithm = text_of(arguments[0]), text_of(arguments[1])
    encoding: Callable[[Run], Any] = text_of(arguments[2]) if len(arguments) > 2 else lambda _: "base64"

    def digest(r: Run) -> str:
        r.spend(2, position)
        name, form = _DIGESTS.get(algorithm(r)), encoding(r)
        if name is None or form not in ("base64", "hex"):
            raise WrongArguments(position, f"digest: {algorithm(r)}, {form}")
        result = hashlib.new(name, text(r).encode(), usedforsecurity=False)
        return result.hexdigest() if form == "hex" else base64.b64encode(result.digest()).decode()

    return Code(digest, "string", position)


ALL_FUNCTIONS: dict[str, Function] = {
    **FUNCTIONS,
    "now": Function(0, 0, _now),
    "today": Function(0, 0, _today),
    "date": of_moment(None, _date),
    "date-time": of_moment(None, _date_time),
    "decimal-date-time": of_moment("number", _decimal_date_time),
    "decimal-time": of_moment("number", _decimal_time),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
    "random": Function(0, 0, _random),
    "uuid": Function(0, 1, _uuid),
    "once": Function(1, 1, _once),
    "regex": Function(2, 2, _regex),
    "position": Function(0, 1, _position),
    "last": Function(0, 0, _last),
    "indexed-repeat": Function(3, 7, _indexed_repeat),
    "randomize": Function(1, 2, _randomize),
    "geofence": Function(2, 2, _geofence),
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": Function(1, 1, _itext),
    "pulldata": Function(4, 4, _pulldata),
    "digest": Function(2, 3, _digest),
}
"""Every function that can be called, by name."""
