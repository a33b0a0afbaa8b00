"""Published results for machines: what `engage survey results --public --json` prints (docs/reference/interface)."""

from typing import Any

from engage.results.publishing.figures import Cell, Published, Question, State, Table, Texts

Json = dict[str, Any]


def public_json(found: Published, *, edition: int) -> Json:
    """The protected tables of an edition, in the keys of the exact ones; a count that is not shown is null."""
    return {
        "survey": found.survey,
        "edition": edition,
        "responses": found.method.responses,
        "languages": {},
        "too_few": found.too_few,
        "items": [_item(question, found.source_language) for question in found.questions],
    }


def _item(question: Question, language: str) -> Json:
    table = question.table
    item: Json = {
        "name": question.key,
        "type": question.kind,
        "label": _words(question.label, language),
        "base": table.base,
        "missing": None,
        "rows": _rows(question, table, language),
        "mean": table.mean,
        "median": table.median,
        "weighted": _weighted(table),
    }
    if question.row:
        item["row"] = _words(question.row, language)
    return item


def _rows(question: Question, table: Table, language: str) -> list[Json]:
    cells = {cell.code: cell for cell in table.cells}
    return [_row(option.code, _words(option.label, language), cells.get(option.code)) for option in question.options]


def _row(code: str, label: str, cell: Cell | None) -> Json:
    impossible = cell is not None and cell.state is State.IMPOSSIBLE
    shown = cell is not None and (cell.state is State.SHOWN or impossible)
    return {
        "code": code,
        "label": label or code,
        "count": 0 if impossible else cell.count if cell and shown else None,
        "percent": cell.percent if cell and shown else None,
        "suppressed": not shown,
    }


def _weighted(table: Table) -> Json | None:
    rows = [{"code": cell.code, "percent": cell.weighted} for cell in table.cells if cell.weighted is not None]
    return {"rows": rows} if rows else None


def _words(texts: Texts, language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
