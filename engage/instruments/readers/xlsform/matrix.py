"""Questions that XLSForm shows as a table become one matrix, when nothing of them is lost by it."""

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.kinds import Kind, What
from engage.instruments.readers.xlsform.own import COMPOSITES
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

_SELECTS = (ItemType.SINGLE, ItemType.MULTIPLE)
_ROW_VALUES = frozenset({"type", "name", "required", "relevant", "appearance"})
_ROW_TEXTS = frozenset({"label", "required_message"})


def form_matrices(group: Group) -> None:
    """Replace, everywhere in the group, `table-list` groups and `label` + `list-nolabel` rows by matrices."""
    for child in group.children:
        if isinstance(child, Group):
            form_matrices(child)
    if group.record and (item_type := COMPOSITES.get(group.record["engage::type"])):
        rows = tuple(child for child in group.children if isinstance(child, Row))
        kind = rows[0].kind if rows and item_type is ItemType.MATRIX else Kind(What.ITEM, item_type)
        group.children = [Matrix(group.record, kind, group.name, rows, group)]
    elif group.record and "table-list" in words(group.record):
        _whole_group(group, group.record)
    else:
        _labelled_lists(group)


def words(record: Record) -> frozenset[str]:
    """The appearances of a row."""
    return frozenset(record["appearance"].lower().split())


def is_header(row: Row) -> bool:
    """A select that shows its options as the head of a table and takes no answer."""
    return row.kind.type in _SELECTS and "label" in words(row.record) and not row.record["engage::type"]


def _whole_group(group: Group, title: Record) -> None:
    rows = [child for child in group.children if isinstance(child, Row)]
    if len(rows) < len(group.children) or not title.texts.get("label") or not _alike(rows):
        return
    group.children = [Matrix(title, rows[0].kind, group.name, tuple(rows), group)]


def _labelled_lists(group: Group) -> None:
    headers = [child for child in group.children if isinstance(child, Row) and is_header(child)]
    for position, header in enumerate(headers):
        later = {id(other) for other in headers[position + 1 :] if other.kind == header.kind}
        rows = _rows_after(group, header, later)
        if header.record.texts.get("label") and _alike(rows) and rows[0].kind == header.kind:
            matrix = Matrix(header.record, header.kind, header.name, tuple(rows), group)
            index = group.children.index(header)
            group.children = [child for child in group.children if child not in rows]
            group.children[index] = matrix


def _rows_after(group: Group, header: Row, later: set[int]) -> list[Row]:
    """The rows under a head: those of the same list up to the next head of that list."""
    rows: list[Row] = []
    for child in group.children[group.children.index(header) + 1 :]:
        if id(child) in later:
            break
        if isinstance(child, Row) and child.kind == header.kind and "list-nolabel" in words(child.record):
            rows.append(child)
    return rows


def _alike(rows: list[Row]) -> bool:
    """Two or more selects of one list that differ in name, label and relevance only."""
    return (
        len(rows) > 1
        and all(row.kind == rows[0].kind and _is_plain(row) for row in rows)
        and len({row.record["required"] for row in rows}) == 1
        and all(
            row.record.texts.get("required_message") == rows[0].record.texts.get("required_message") for row in rows
        )
    )


def _is_plain(row: Row) -> bool:
    return (
        row.kind.what is What.ITEM
        and row.kind.type in _SELECTS
        and not row.kind.or_other
        and row.record.values.keys() <= _ROW_VALUES
        and row.record.texts.keys() <= _ROW_TEXTS
        and "label" in row.record.texts
        and words(row.record) <= {"list-nolabel", "list", "minimal", "table-list"}
    )
