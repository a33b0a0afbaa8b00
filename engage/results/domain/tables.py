"""Tables of results: for each question who answered, what they said, and the figures that mean something."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Item
from engage.results.domain import rows, weighed
from engage.results.domain.questions import Kind, Question
from engage.results.domain.rows import TableRow
from engage.results.domain.tally import Tallies, Tally
from engage.results.domain.weighed import Weighted
from engage.statistics.location import Quartiles


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTable:
    """What was said to one question. `responses = base + declined + otherwise + missing`."""

    question: Question
    responses: int
    """Of what is asked in a list: entries."""
    base: int
    """Valid answers: what percentages are of."""
    declined: int
    """Preferred not to say."""
    otherwise: int = 0
    """Answered in the item's other form, which has a table of its own: points or ranks."""
    rows: tuple[TableRow, ...] = ()
    mean: float | None = None
    quartiles: Quartiles | None = None
    other_texts: int | None = None
    """How many wrote something beside an "other" option; None where there is none."""
    holders: int | None = None
    """Of what is asked in a list: from how many responses its entries are."""
    weighted: Weighted | None = None
    """The same with weights; None where everybody counts alike."""
    columns: tuple["Column", ...] = ()
    """The same table for each group of a split, with the same rows."""

    @property
    def name(self) -> str:
        return self.question.key

    @property
    def item(self) -> Item:
        return self.question.item

    @property
    def kind(self) -> Kind:
        return self.question.kind

    @property
    def missing(self) -> int:
        """Responses without a value: not shown, or passed over; the data do not say which."""
        return self.responses - self.base - self.declined - self.otherwise

    @property
    def median(self) -> float | None:
        return self.quartiles.median if self.quartiles else None


@dataclass(frozen=True, slots=True)
class Column:
    """One group of a split."""

    code: str
    label: LocalizedText | None
    table: ItemTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that was counted."""

    responses: int
    days: Mapping[date, int] = field(default_factory=dict)
    """Responses by day, in order; days without any are left out."""
    languages: Mapping[str, int] = field(default_factory=dict)
    """Responses by the language they were given in, the most used first."""
    tables: tuple[ItemTable, ...] = ()


def results(found: Tallies, *, by: Question | None = None) -> Results:
    """Tables of every question that was counted, and the responses by day and language.

    :param by: what `found` was split by; each table then has a column for each code. Who chose several codes is in
        several columns, who chose none is in none
    """
    groups = rows.labelled(by, found.groups) if by else ()
    return Results(
        responses=found.whole.responses,
        days=dict(sorted(found.days.items())),
        languages=dict(found.languages.most_common()),
        tables=tuple(
            _with_columns(question, found.whole, [(code, label, found.groups[code]) for code, label in groups])
            for question in found.whole.questions
        ),
    )


def by_item(tables: Iterable[ItemTable]) -> list[tuple[ItemTable, ...]]:
    """Tables put together by item: the rows of a matrix, both forms of an allocation."""
    together: dict[str, list[ItemTable]] = {}
    for table in tables:
        together.setdefault(table.item.name, []).append(table)
    return [tuple(group) for group in together.values()]


def _with_columns(question: Question, whole: Tally, groups: list[tuple[str, LocalizedText | None, Tally]]) -> ItemTable:
    frame = rows.frame(question, whole.counts[question.key])
    columns = tuple(Column(code, label, _table(question, group, frame)) for code, label, group in groups)
    return _table(question, whole, frame, columns)


def _table(question: Question, of: Tally, frame: rows.Frame, columns: tuple[Column, ...] = ()) -> ItemTable:
    answers = rows.valid(question, of.counts[question.key])
    other = question.other_key
    return ItemTable(
        question=question,
        responses=of.entries[question.list] if question.list else of.responses,
        holders=of.holders[question.list] if question.list else None,
        base=answers.base,
        declined=answers.declined if question.declined_key == question.key else _declined(question, of),
        otherwise=_in_the_other_form(question, of),
        rows=rows.rows(question, answers, frame),
        mean=rows.mean_of(question, answers),
        quartiles=rows.quartiles_of(question, answers),
        other_texts=of.counts[other].get(True, 0) if other else None,
        weighted=None if of.weighed is None else weighed.weighted(question, of.weighed, frame),
        columns=columns,
    )


def _declined(question: Question, of: Tally) -> int:
    return of.counts[question.declined_key].get(DECLINED, 0)


def _in_the_other_form(question: Question, of: Tally) -> int:
    match question.kind:
        case Kind.POINTS:
            form = Question(f"{question.key}/rank", question.item, Kind.RANKING)
        case Kind.RANKING if question.key != question.item.name:
            form = Question(question.item.name, question.item, Kind.POINTS)
            other = rows.valid(form, of.counts[form.key])
            return other.base + other.declined
        case _:
            return 0
    return rows.valid(form, of.counts[form.key]).base
