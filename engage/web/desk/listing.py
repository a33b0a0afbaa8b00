"""A table that is sorted, filtered, searched and paged on the server, with its state in the address.

    TABLE = Table(
        columns=(
            Column("name", lazy_gettext("Hub"), sort=Hub.name),
            Column("responses", lazy_gettext("Responses"), sort=counted, kind="number", descending=True),
            Column("actions", lazy_gettext("Actions")),
        ),
        tie=Hub.id,
        default="name",
        filters=(Filter("scope", lazy_gettext("Scope"), options, lambda value: Hub.scope == value),),
        search=(Hub.name, Hub.slug),
    )
    page = listing.read(db.session(), select(Hub).where(…), TABLE)
    return render("hubs/manage/list.html", page=page)

    {% from "web/desk/listing.html" import listing, cell with context %}
    {% call(row) listing(page, _("Hubs"), search=_("Name")) %}
      {% call cell(page, "name") %}<a href="…">{{ row.name }}</a>{% endcall %}
      …
    {% endcall %}

What the address may ask for is what the table lists, and nothing of it reaches a statement but as a value: an unknown
column, filter or option gives the default, a page beyond the last gives the last. When several tables stand on one
page, each has its own `prefix`.

The state in the address: `q`, `sort` (`name` or `-name`), `page`, and each filter by its key.
`page.total` rows match; `page.rows` are those shown; `page.empty` says that there is nothing even without filters:
show what to do first then (`empty` of kit/page.html) instead of the table.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from engage.web.desk import searching

MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: Any
    """A lazy translation."""
    sort: Any = None
    """The expression, or several, that the table is sorted by; None for a column that does not sort."""
    kind: str = "text"
    """"text", "number" (at the end of its cell) or "head" (names the row; the first column, unless another does)."""
    descending: bool = False
    """Sorted from the greatest when its head is chosen first: counts, dates."""
    hidden: bool = False
    """Sorts, and is not shown: the order in which things were made."""


@dataclass(frozen=True, slots=True)
class Filter:
    key: str
    label: Any
    options: Sequence[tuple[str, Any]]
    """What can be chosen, besides everything: value and label."""
    where: Callable[[str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    tie: Any
    """What orders rows that are alike: a primary key."""
    default: str
    """The sorting when the address says none: a column's key, "-" before it for the greatest first."""
    filters: Sequence[Filter] = ()
    search: Sequence[Any] = ()
    """The columns in which words are looked for."""
    size: int = 25
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column as the page shows it."""

    column: Column
    href: str
    """Sorts by it, the other way round when it is sorted by already; empty for one that does not sort."""
    sorted: str
    """What `aria-sort` says: "ascending", "descending" or empty."""


@dataclass(frozen=True)
class Page:
    """What one address shows of a table."""

    table: Table
    rows: Sequence[Any]
    total: int
    number: int
    sort: str
    asked: str
    chosen: Mapping[str, str]
    path: str
    kept: Mapping[str, str] = field(default_factory=dict)
    """What else the address says, of other tables and of the page."""

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / self.table.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.table.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.table.size, self.total)

    @property
    def narrowed(self) -> bool:
        """Whether a search or a filter leaves things out."""
        return bool(self.asked or self.chosen)

    @property
    def empty(self) -> bool:
        return not self.total and not self.narrowed

    @property
    def sortable(self) -> list[Column]:
        return [column for column in self.table.columns if column.sort is not None]

    @property
    def heads(self) -> Iterator[Head]:
        down, key = self.sort.startswith("-"), self.sort.lstrip("-")
        for column in self.table.columns:
            if column.hidden:
                continue
            if column.sort is None:
                yield Head(column, "", "")
            elif column.key == key:
                turned = key if down else f"-{key}"
                yield Head(column, self.href(sort=turned), "descending" if down else "ascending")
            else:
                yield Head(column, self.href(sort=f"-{column.key}" if column.descending else column.key), "")

    def column(self, key: str) -> Column | None:
        return next((column for column in self.table.columns if column.key == key), None)

    def names_rows(self, key: str) -> bool:
        """Whether a column's cells name their row."""
        named = next((column.key for column in self.table.columns if column.kind == "head"), None)
        return key == (named or self.table.columns[0].key)

    def href(self, **changes: Any) -> str:
        """The address with some of the state changed; another sorting or narrowing begins at the first page."""
        state: dict[str, Any] = {"q": self.asked, **self.chosen, "sort": self.sort, "page": 1, **changes}
        if state["sort"] == self.table.default:
            del state["sort"]
        if state["page"] == 1:
            del state["page"]
        said = {f"{self.table.prefix}{key}": value for key, value in state.items() if value}
        query = urlencode({**self.kept, **said})
        return f"{self.path}?{query}" if query else self.path

    @property
    def cleared(self) -> str:
        """The address without search and filters."""
        return self.href(q="", **dict.fromkeys(self.chosen, ""))

    @property
    def numbers(self) -> list[int | None]:
        """The pages to link: the first, the last and those around this one; None where some are left out."""
        wanted = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        found: list[int | None] = []
        for number in wanted:
            if found and isinstance(found[-1], int) and number - found[-1] > 1:
                found.append(None)
            found.append(number)
        return found


def read(session: Session, statement: Select[Any], table: Table, arguments: Mapping[str, str] | None = None) -> Page:
    """The part of a table that the address asks for.

    :param statement: the rows within the reach of who asks, without an order; of one entity or expression, whose
        values the rows then are, or of several
    :param arguments: of the address; this request's where none are given
    """
    given = request.args if arguments is None else arguments
    said = {key.removeprefix(table.prefix): value for key, value in given.items() if key.startswith(table.prefix)}
    asked = searching.clean(said.get("q", "")) if table.search else ""
    chosen = {one.key: said[one.key] for one in table.filters if said.get(one.key) in {v for v, _ in one.options}}
    sort = _allowed(table, said.get("sort", ""))
    narrowed = narrow(statement, table, asked, chosen)
    total = session.scalar(select(func.count()).select_from(narrowed.order_by(None).subquery())) or 0
    number = min(_number(said.get("page", "")), max(1, math.ceil(total / table.size)))
    ordered = narrowed.order_by(*_order(table, sort)).limit(table.size).offset((number - 1) * table.size)
    own = {f"{table.prefix}{key}" for key in ("q", "sort", "page", *(one.key for one in table.filters))}
    kept = {key: value for key, value in given.items() if key not in own} if table.prefix else {}
    rows = _rows(session, ordered)
    return Page(table, rows, total, number, sort, asked, chosen, request.path, kept)


def narrow(statement: Select[Any], table: Table, asked: str, chosen: Mapping[str, str]) -> Select[Any]:
    """The rows that a search and filters leave."""
    words = searching.words_in(asked)
    if words:
        statement = statement.where(searching.matches(words, *table.search))
    for one in table.filters:
        if one.key in chosen:
            statement = statement.where(one.where(chosen[one.key]))
    return statement


def _rows(session: Session, statement: Select[Any]) -> Sequence[Any]:
    if len(statement.column_descriptions) == 1:
        return session.scalars(statement).all()
    return session.execute(statement).all()


def _allowed(table: Table, asked: str) -> str:
    known = {column.key for column in table.columns if column.sort is not None}
    return asked if asked.removeprefix("-") in known else table.default


def _order(table: Table, sort: str) -> list[Any]:
    key, down = sort.removeprefix("-"), sort.startswith("-")
    by = next((column.sort for column in table.columns if column.key == key), None)
    parts = [] if by is None else list(by) if isinstance(by, tuple | list) else [by]
    return [(part.desc() if down else part.asc()).nulls_last() for part in (*parts, table.tie)]


def _number(asked: str) -> int:
    good = asked.isascii() and asked.isdigit() and len(asked) < 8
    return min(max(1, int(asked)), MOST_PAGES) if good else 1
