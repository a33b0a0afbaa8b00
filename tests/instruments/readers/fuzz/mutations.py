"""Ways to spoil any file: bytes and encodings, cells of a table, values of a document. All follow one seed."""

import json
import random
from collections.abc import Callable

import yaml

from tests.instruments.readers.fuzz import seeds

Spoil = Callable[[random.Random, bytes], bytes]

WRONG: tuple[object, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    10**40,
    "",
    "x" * 5_000,
    "\x00",
    "￿",
    [],
    {},
    [[]],
    {"a": {}},
    [1],
)
CELLS = (
    "", " ", "0", "-1", "1e999", "NaN", "select_one", "select_one nowhere", "begin_group", "end_group", "begin_repeat",
    "end_repeat", "${nobody}", "${", "}", "(" * 300, "not(" * 200, "1+" * 1_000, "'", '"', "\\", "#REF!", "=1+1",
    "\ud7ff", "\u202eabc", "a\u0000b", "x" * 40_000, "${name}" * 500, "<b>" * 2_000, "regex(., '(a+)+$')", "|" * 50,
    "*" * 5_000,
    "yes", "name", "label::", "::", "[" * 3_000, "![](" * 500, "_" * 3_000, "{" * 2_000, "&amp;" * 2_000,
)  # fmt: skip
LIME_CELLS = (
    "{name}", "{self}", "{this.shown}", "that.topics.sq_a", "name.NAOK == 'x'", "regexMatch('/(a+)+$/', name)", "!",
    "1X2X3",
    "{if(}", "<script>alert(1)</script>", "<p", "<a href='", "&#x110000;", "&bogus;", "Y", "S", "M", "F", ":", "|", "1",
    "R",
    "sum(", "{" * 60 + "}" * 60, "-oth-", "a b", "2026-13-45", "/(?<=x)/", "9" * 30, "array_filter", "min_answers",
)  # fmt: skip


def flip(rng: random.Random, data: bytes) -> bytes:
    """Some bytes are others."""
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled)


def truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def repeat(rng: random.Random, data: bytes) -> bytes:
    """A piece stands many times."""
    begin = rng.randrange(len(data))
    piece = data[begin : begin + rng.randrange(1, 400)]
    return data[:begin] + piece * rng.randrange(2, 300) + data[begin:]


def insert(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(len(data))
    return data[:place] + rng.randbytes(rng.choice((1, 16, 4_096))) + data[place:]


def cut_out(rng: random.Random, data: bytes) -> bytes:
    begin = rng.randrange(len(data))
    return data[:begin] + data[begin + rng.randrange(1, 2_000) :]


def zeros(rng: random.Random, data: bytes) -> bytes:
    begin = rng.randrange(len(data))
    size = rng.randrange(1, 500)
    return data[:begin] + bytes(size) + data[begin + size :]


def shuffled(rng: random.Random, data: bytes) -> bytes:
    """Pieces in another order."""
    pieces = [data[at : at + 512] for at in range(0, len(data), 512)]
    rng.shuffle(pieces)
    return b"".join(pieces)


def encoded(rng: random.Random, data: bytes) -> bytes:
    """The text in another encoding than it should be."""
    text = data.decode("utf-8", "replace")
    encoding = rng.choice(("latin-1", "utf-16", "utf-16-be", "utf-32", "cp1251", "utf-7", "shift_jis"))
    return text.encode(encoding, "replace")


def marked(rng: random.Random, data: bytes) -> bytes:
    """Byte-order marks, line ends and separators where nobody expects them."""
    mark = rng.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\x0b\x0c", "\u2028\u2029\u0085".encode(), b"\x00"))
    lines = data.split(b"\n")
    return mark + (mark + b"\n").join(lines)


def cells(rng: random.Random, content: seeds.Sheets) -> None:
    """Strange texts in some cells."""
    for _ in range(rng.choice((1, 3, 12))):
        row = rng.choice(content[rng.choice(list(content))])
        if row:
            row[rng.randrange(len(row))] = rng.choice(CELLS)


def rows(rng: random.Random, content: seeds.Sheets) -> None:
    """Rows twice, missing, in another order."""
    table = content[rng.choice(list(content))]
    for _ in range(rng.choice((1, 3, 8))):
        what, place = rng.choice(("twice", "missing", "swapped")), rng.randrange(len(table))
        if what == "twice":
            table.insert(rng.randrange(len(table)), list(table[place]))
        elif what == "missing" and len(table) > 2:
            del table[place]
        else:
            other = rng.randrange(len(table))
            table[place], table[other] = table[other], table[place]


def swapped(rng: random.Random, content: seeds.Sheets) -> None:
    """Cells of one row under the headers of others, sheets under other names."""
    for row in rng.sample(content["survey"], k=3):
        rng.shuffle(row)
    names = list(content)
    rng.shuffle(names)
    spoiled = dict(zip(names, content.values(), strict=True)) if rng.random() < 0.3 else dict(content)
    content.clear()
    content.update(spoiled)


def lime_cells(rng: random.Random, content: seeds.Lime) -> None:
    """Strange texts in the tables of LimeSurvey."""
    for _ in range(rng.choice((1, 2, 6))):
        row = rng.choice(rng.choice([rows for rows in content.values() if rows]))
        row[rng.choice(list(row))] = rng.choice((*CELLS, *LIME_CELLS))


def lime_rows(rng: random.Random, content: seeds.Lime) -> None:
    """Rows twice, missing, or of another table."""
    for _ in range(rng.choice((1, 2, 4))):
        rows = rng.choice([rows for rows in content.values() if rows])
        row = rows.pop(rng.randrange(len(rows))) if rng.random() < 0.5 else dict(rng.choice(rows))
        rng.choice(list(content.values())).append(row)


def wrong_types(rng: random.Random, document: object) -> None:
    """Values of our own format that are something else."""
    places = list(_places(document))
    for holder, key in rng.sample(places, k=min(len(places), rng.choice((1, 2, 6)))):
        if not isinstance(holder, list) or (isinstance(key, int) and key < len(holder)):
            holder[key] = rng.choice(WRONG)  # type: ignore[index,call-overload]


def renamed_keys(rng: random.Random, document: object) -> None:
    """Keys that are others, or stand elsewhere."""
    holders = [holder for holder, _ in _places(document) if isinstance(holder, dict) and holder]
    for _ in range(rng.choice((1, 3))):
        one, two = rng.choice(holders), rng.choice(holders)
        if one and isinstance(two, dict):
            key = rng.choice(list(one))
            two[rng.choice((key, f"{key}_", "", "items", "${x}", "__proto__"))] = one.pop(key)


def _places(value: object) -> list[tuple[dict[str, object] | list[object], str | int]]:
    found: list[tuple[dict[str, object] | list[object], str | int]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, dict):
            found += [(holder, key) for key in holder]
            waiting += holder.values()
        elif isinstance(holder, list):
            found += [(holder, place) for place in range(len(holder))]
            waiting += holder
    return found


def as_json(document: object) -> bytes:
    return json.dumps(document).encode()


def as_yaml(document: object) -> bytes:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()


BYTES: tuple[Spoil, ...] = (flip, truncate, repeat, insert, cut_out, zeros, shuffled)
TEXTS: tuple[Spoil, ...] = (encoded, marked)
TABLES = (cells, rows, swapped)
LIMES = (lime_cells, lime_rows)
DOCUMENTS = (wrong_types, renamed_keys)
