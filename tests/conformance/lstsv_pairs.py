"""Surveys that a converter wrote in both formats: what both can say is the same when it is read here."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.readers.markup import to_markdown, to_plain
from engage.instruments.readers.open import read
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora

TITLE = "The same survey as XLSForm and as LimeSurvey's table"
INTRODUCTION = (
    "Pairs of files made by xlsform2lstsv. Both are read and compared item by item: type, texts in every language, "
    "options, rows, required, default, and what relevance, constraint and calculation say. LimeSurvey's names have no "
    "underscores and at most 20 characters and its codes 5, so names are compared without and codes only where they fit."
)
ALLOWED: Mapping[str, str] = {}
FORMS = (".xlsx", ".json")


def pairs() -> Iterator[tuple[str, Path, Path]]:
    """Name, XLSForm, table of every pair."""
    folder = corpora("surveys", "xlsform2lstsv")
    for table in sorted((folder / "tsv").glob("*.tsv")):
        stem = table.stem.removesuffix("_disabled")
        form = next(
            (folder / "xlsform" / f"{stem}{end}" for end in FORMS if (folder / "xlsform" / f"{stem}{end}").exists())
        )
        yield table.stem, form, table


def outcomes() -> list[Row]:
    return [
        judged(name, f"{name} {case}", Verdict.READ if one == two else Verdict.FAILS, ALLOWED, _note(one, two))
        for name, form, table in pairs()
        for case, one, two in compared(read_form(form), read(table).instrument)
    ]


def _note(one: str, two: str) -> str:
    return "" if one == two else f"`{one}` against `{two}`"


def read_form(path: Path) -> Instrument | None:
    """The instrument of an XLSForm; rows in JSON are written out as the CSV that people exchange."""
    if path.suffix != ".json":
        return read(path).instrument
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{path.stem}.csv"
        copy.write_text(_as_csv(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
        return read(copy).instrument


def _as_csv(sheets: Mapping[str, list[dict[str, object]]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for sheet, rows in sheets.items():
        cells = [dict(_flat(row)) for row in rows]
        header = list(dict.fromkeys(name for row in cells for name in row))
        writer.writerow([sheet])
        writer.writerow(["", *header])
        writer.writerows(["", *(row.get(name, "") for name in header)] for row in cells)
    return text.getvalue()


def _flat(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A text in languages becomes one column a language."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}::{language}", str(text)) for language, text in value.items())
        else:
            yield name, str(value)


Facet = Callable[[Item], str]


def compared(form: Instrument | None, table: Instrument | None) -> Iterator[tuple[str, str, str]]:
    """Every thing that both say: what it is, and how each says it."""
    if form is None or table is None:
        yield "is read", str(form is not None), str(table is not None)
        return
    yield "title", _plain(form.title), _plain(table.title)
    yield "languages", ", ".join(form.languages), ", ".join(table.languages)
    ours, theirs = ({_name(item.name): item for item in each.items} for each in (form, table))
    yield "items", " ".join(ours), " ".join(theirs)
    for name in ours.keys() & theirs.keys():
        for facet, say in FACETS.items():
            one, two = say(ours[name]), say(theirs[name])
            if one or two:
                yield f"{name} {facet}", one, two


def _name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", name)[:20]


def _plain(text: LocalizedText | None) -> str:
    return " | ".join(f"{tag}: {to_plain(each.text)}" for tag, each in sorted(text or ()) if each.text.strip())


def _expression(source: str | None) -> str:
    """An expression with the names of both formats made one."""
    named = re.sub(r"\$\{([^{}]*)\}", lambda match: f"${{{_name(match[1])}}}", source or "")
    return re.sub(r"\s+", " ", named.replace('"', "'")).strip()


def _options(item: Item) -> str:
    return "; ".join(_plain(option.label) for option in item.options if not option.other)


FACETS: Mapping[str, Facet] = {
    "type": lambda item: item.type.value,
    "label": lambda item: _plain(item.label) if item.type is not ItemType.CALCULATION else "",
    "hint": lambda item: _plain(item.hint),
    "options": _options,
    "codes": lambda item: " ".join(o.code[:5] if len(o.code) > 5 else o.code for o in item.options if not o.other),
    "rows": lambda item: "; ".join(f"{row.code} {_plain(row.label)}" for row in item.rows),
    "other": lambda item: str(any(option.other for option in item.options)),
    "required": lambda item: item.required or "",
    "default": lambda item: item.default or "",
    "relevance": lambda item: _expression(item.relevance),
    "constraint": lambda item: _expression(item.constraint),
    "calculation": lambda item: _expression(item.calculation),
    "multiline": lambda item: str(item.multiline),
}
