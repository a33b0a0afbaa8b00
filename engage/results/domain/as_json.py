"""Results for machines: what `engage survey results --json` prints (docs/reference/interface)."""

from collections.abc import Mapping
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import ItemType
from engage.results.domain.questions import Kind
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable, Results

Json = dict[str, Any]


def as_json(found: Results, *, survey: str, version: int, language: str) -> Json:
    """Plain values, figures in percent; labels in `language` or else in the source language."""
    return {
        "survey": survey,
        "version": version,
        "responses": found.responses,
        "languages": dict(found.languages),
        "days": {day.isoformat(): n for day, n in found.days.items()},
        "items": [table_as_json(table, language) for table in found.tables],
    }


def table_as_json(table: ItemTable, language: str) -> Json:
    """One item, or one row of a matrix."""
    found: Json = {
        "name": table.name,
        "type": table.item.type.value,
        "label": table.question.label.in_(language),
        **_figures(table, language),
        "weighted": _weighted(table),
    }
    if table.question.row is not None:
        found |= {"row": table.question.row.label.in_(language), "cell": table.item.cell.value}
    if table.question.part:
        found["part"] = table.question.part
    if table.question.unit:
        found["unit"] = table.question.unit
    if table.item.type is ItemType.ALLOCATION:
        found["form"] = "points" if table.kind is Kind.POINTS else "rank"
    if table.holders is not None:
        found |= {"list": table.question.list, "entries": table.responses, "responses_with_entries": table.holders}
    if table.columns:
        found["columns"] = [
            {"code": column.code, "label": _label(column.label, column.code, language)}
            | _figures(column.table, language)
            for column in table.columns
        ]
    return found


def _figures(table: ItemTable, language: str) -> Json:
    found: Json = {
        "base": table.base,
        "missing": table.missing,
        "declined": table.declined,
        "rows": [_row(row, language) for row in table.rows],
        "mean": _rounded(table.mean),
        "median": table.median,
    }
    if table.quartiles:
        found["quartiles"] = [table.quartiles.lower, table.quartiles.median, table.quartiles.upper]
    if table.item.type is ItemType.ALLOCATION:
        found["otherwise"] = table.otherwise
    if table.other_texts is not None:
        found["other_texts"] = table.other_texts
    return found


def _weighted(table: ItemTable) -> Json | None:
    """Beside the unweighted figures; null where everybody counts alike."""
    if table.weighted is None:
        return None
    pairs = zip(table.rows, table.weighted.rows, strict=True)
    return {
        "base": round(table.weighted.base, 4),
        "effective": round(table.weighted.effective, 1),
        "mean": _rounded(table.weighted.mean),
        "rows": [
            {"code": row.code, "count": round(beside.count, 4), "percent": _rounded(beside.percent, 1)}
            for row, beside in pairs
        ],
    }


def _row(row: TableRow, language: str) -> Json:
    found: Json = {
        "code": row.code,
        "label": _label(row.label, row.code, language),
        "count": row.count,
        "percent": _rounded(row.percent, 1),
        "suppressed": row.suppressed,
    }
    if row.interval:
        found["interval"] = [_rounded(row.interval[0], 1), _rounded(row.interval[1], 1)]
    if row.bounds:
        found["bounds"] = list(row.bounds)
    figures: Mapping[str, float | None] = {"mean": row.mean, "centre": row.centre, "borda": row.borda}
    return found | {name: _rounded(value) for name, value in figures.items() if value is not None}


def _label(label: LocalizedText | None, code: str, language: str) -> str:
    return (label.in_(language) if label else "") or code


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
