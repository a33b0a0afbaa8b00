"""From responses to the counts that shall be published. Exact: for the worker's eyes only."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from engage.i18n.named import country_text, language_text
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Instrument, ItemType, Section
from engage.instruments.domain.translating import tidy
from engage.results.domain import rows
from engage.results.domain.filters import COUNTRY, LANGUAGE
from engage.results.domain.plan import MOST_VALUES, Plan, fitting, offered
from engage.results.domain.questions import Kind, Question
from engage.results.publishing.figures import Texts
from engage.results.snapshots.columns import SEPARATOR
from engage.statistics.disclosure.tables import MINIMUM, NONE, State, Study, Table

MOST_CLASSES = 8
"""Of a number."""
REST = "_rest"
"""Of what can be anything of a long list, what fewer than ten said, together: that a country stands in a table with
"few" would tell that somebody is from there."""
_OPEN = (ItemType.COUNTRY, ItemType.LANGUAGE, ItemType.REGION)
_LISTS = (Kind.MULTIPLE, Kind.RANKING)


@dataclass(frozen=True, slots=True)
class Subject:
    """A question as it is counted: a column of codes, null for who did not answer."""

    key: str
    codes: tuple[str, ...]
    labels: Mapping[str, Texts]
    values: pl.Series
    """A code, or of several answers a list of codes."""
    several: bool = False
    numbers: tuple[float, ...] | None = None
    """What the codes of a scale mean, where each is one number."""
    cuts: tuple[float, ...] | None = None
    """Where the classes of a number begin, but for the first."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that is counted for one edition."""

    plan: Plan
    questions: Mapping[str, Question]
    subjects: Mapping[str, Subject]
    """Questions and filters by key."""
    sections: Mapping[str, Texts]
    """Titles of their pages, by key of a question."""
    study: Study
    batch: Mapping[str, tuple[int, str]]
    """How many responses, and a word for which they are: of all under "", of a group under `variable=value`."""


def keys_of(plan: Plan) -> list[str]:
    """The answer keys whose columns are needed."""
    wanted = (*plan.items, *(key for pair in plan.crossings for key in pair), *plan.filters)
    return [key for key in dict.fromkeys(wanted) if key not in (LANGUAGE, COUNTRY)]


def gather(
    instrument: Instrument, wanted: Plan, frame: pl.DataFrame, cuts: Mapping[str, Sequence[float]] | None = None
) -> Material:
    """Count what the plan wants.

    :param frame: as `engage.results.snapshots.reading.frame` gives it, with the columns of `keys_of`
    :param cuts: where the classes of numbers began in an earlier edition: they stay, so that editions compare
    """
    plan = fitting(wanted, instrument)
    known = {question.key: question for question in offered(instrument)}
    subjects = {key: _subject(known[key], frame[key], (cuts or {}).get(key)) for key in keys_of(plan)}
    subjects |= {key: _about(key, frame[key], instrument) for key in plan.filters if key in (LANGUAGE, COUNTRY)}
    subjects = {key: each for key, each in subjects.items() if 0 < len(each.codes) <= MOST_VALUES}
    tables = tuple(_tables(plan, subjects))
    groups = {key: _states(subjects[key]) for key in plan.filters if key in subjects}
    study = Study(tables, len(frame), groups, frozenset(_excluded(instrument, known, tables, subjects)))
    titles = {key: texts_of(_page(instrument, known[key]).title) for key in known}
    return Material(plan, known, subjects, titles, study, dict(_batches(frame, tables, subjects)))


def _states(subject: Subject) -> tuple[str, ...]:
    return (*subject.codes, NONE) if subject.values.null_count() else subject.codes


def _tables(plan: Plan, subjects: Mapping[str, Subject]) -> Iterator[Table]:
    for key in plan.items:
        if key not in subjects:
            continue
        yield _table(subjects[key])
        for group in plan.filters:
            if group in subjects and group != key:
                yield _table(subjects[key], subjects[group])
    for row, column in plan.crossings:
        if row in subjects and column in subjects and column not in plan.filters:
            yield _table(subjects[row], subjects[column])


def name_of(key: str, group: str = "") -> str:
    return f"{key}|{group}" if group else key


def _table(subject: Subject, group: Subject | None = None) -> Table:
    by = group.values if group else pl.Series([NONE]).new_from_index(0, len(subject.values))
    frame = pl.DataFrame({"answer": subject.values, "group": by})
    answered = frame.drop_nulls("answer")
    each = answered.explode("answer") if subject.several else answered
    found = each.group_by("answer", "group").len().iter_rows()
    counts: dict[tuple[str, str | None], int] = {(answer, value): number for answer, value, number in found}
    bases = dict(answered.group_by("group").len().iter_rows())
    totals = dict(frame.group_by("group").len().iter_rows())
    groups = group.codes if group else (NONE,)
    return Table(
        name_of(subject.key, group.key if group else ""),
        subject.key,
        subject.codes,
        {(code, value): counts.get((code, value), 0) for code in subject.codes for value in groups},
        {value: bases.get(value, 0) for value in groups},
        {value: totals.get(value, 0) for value in groups},
        multiple=subject.several,
        group=group.key if group else "",
        groups=groups,
        beside={code: counts.get((code, None), 0) for code in subject.codes} if group else {},
    )


# -- columns


def _subject(question: Question, column: pl.Series, cuts: Sequence[float] | None) -> Subject:
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return _numbers(question, column.cast(pl.Float64), cuts)
    texts = column.cast(pl.String)
    texts = texts.set(texts.is_in([DECLINED, ""]), None)
    several = question.kind is Kind.MULTIPLE
    if question.item.type in _OPEN:
        return _open(question, texts)
    if question.kind in _LISTS:
        lists = texts.str.split(SEPARATOR)
        texts = lists.list.unique(maintain_order=True) if several else lists.list.first()
    codes = (
        texts.drop_nulls().explode().unique().sort().to_list()
        if several
        else texts.drop_nulls().unique().sort().to_list()
    )
    found = {(code,) if question.kind in _LISTS else code: 1 for code in codes}
    labels = {code: _texts(label, code) for code, label, _ in rows.frame(question, found)}
    return Subject(question.key, tuple(labels), labels, texts, several)


def _open(question: Question, texts: pl.Series) -> Subject:
    """What ten or more said by itself, and always the rest: nobody sees whether there is any."""
    said = dict(texts.drop_nulls().value_counts().iter_rows())
    rare = [code for code, n in said.items() if n < MINIMUM]
    found = {code: n for code, n in said.items() if n >= MINIMUM}
    labels = {code: _texts(label, code) for code, label, _ in rows.frame(question, found)} | {REST: {"": "…"}}
    return Subject(question.key, tuple(labels), labels, texts.set(texts.is_in(rare), REST))


def _texts(label: LocalizedText | None, code: str) -> Texts:
    found = {tag: each.text for tag, each in label if each.text.strip()} if label else {}
    return found or {"": code}


def texts_of(label: LocalizedText | None) -> Texts:
    """By language tag, without those that are missing, and without signs that no document takes."""
    return {tag: words for tag, each in label if (words := tidy(each.text))} if label else {}


def _numbers(question: Question, column: pl.Series, cuts: Sequence[float] | None) -> Subject:
    counts = {
        value: n for value, n in column.drop_nulls().value_counts().iter_rows() if abs(value) <= rows.LARGEST_NUMBER
    }
    frame = rows.frame(question, counts)
    bounds = [ends for _, _, ends in frame if ends]
    if question.kind is Kind.SCALE and bounds and all(low == high for low, high in bounds):
        codes = {low: code for code, _, (low, _) in ((code, label, ends) for code, label, ends in frame if ends)}
        labels = {code: {**_texts(label, code), "": code} for code, label, _ in frame}
        values = column.replace_strict(codes, default=None, return_dtype=pl.String)
        return Subject(question.key, tuple(labels), labels, values, numbers=tuple(low for low, _ in bounds))
    begin = _cuts(counts, sorted({low for low, _ in bounds})) if cuts is None else cuts
    return _classes(question.key, column, begin)


def _classes(key: str, column: pl.Series, cuts: Sequence[float]) -> Subject:
    """Classes with open ends, so that nobody sees the smallest or the largest number."""
    labels = {words.replace(" ", ""): {"": words} for words in _spans(cuts)}
    if not column.drop_nulls().len():
        return Subject(key, (), {}, column.cast(pl.String), cuts=tuple(cuts))
    place = np.searchsorted(np.array(cuts), column.fill_null(0.0).to_numpy(), side="right")
    values = pl.Series(np.array(list(labels))[place]).set(column.is_null(), None)
    return Subject(key, tuple(labels), labels, values, cuts=tuple(cuts))


def _cuts(counts: Mapping[float, int], ends: Sequence[float]) -> list[float]:
    """Where classes begin, but for the first; read from below, each as soon as there are enough."""
    enough = max(MINIMUM, -(-sum(counts.values()) // MOST_CLASSES))
    cuts: list[float] = []
    inside = 0
    for low, next_ in pairwise((*ends, float("inf"))):
        inside += sum(n for value, n in counts.items() if low <= value < next_)
        if inside >= enough and next_ != float("inf"):
            cuts.append(next_)
            inside = 0
    if cuts and inside < MINIMUM:
        cuts.pop()
    return cuts


def _spans(cuts: Sequence[float]) -> list[str]:
    said = [f"{cut:.15g}" for cut in cuts]
    return (
        ["–"] if not said else [f"< {said[0]}", *(f"{low} – < {high}" for low, high in pairwise(said)), f"≥ {said[-1]}"]
    )


def _about(key: str, column: pl.Series, instrument: Instrument) -> Subject:
    texts = column.cast(pl.String)
    texts = texts.set(texts == "", None)
    there = texts.drop_nulls().value_counts(sort=True).get_column(key).to_list()
    known = instrument.languages if key == LANGUAGE else tuple(instrument.editions)
    codes = [*dict.fromkeys((*(code for code in known if key == COUNTRY or code in there), *there))]
    name = language_text if key == LANGUAGE else country_text
    return Subject(key, tuple(codes), {code: texts_of(name(code)) for code in codes}, texts)


# -- what readers know besides


def _excluded(
    instrument: Instrument, known: Mapping[str, Question], tables: Sequence[Table], subjects: Mapping[str, Subject]
) -> Iterator[frozenset[State]]:
    """Pairs that routing makes impossible: who gave one answer was not asked the other question.

    Read from the responses where the questionnaire lets one question depend on the other: whoever reads the
    questionnaire knows at least that much.
    """
    published = {table.question: table for table in tables}
    for key, table in published.items():
        words = _conditions(instrument, known[key])
        for other, before in published.items():
            if other != key and known[other].item.name in words and not before.multiple and subjects[other].codes:
                answered = subjects[other].values.filter(subjects[key].values.is_not_null())
                there = set(answered.fill_null(NONE).unique().to_list())
                variable, states = table.answered
                for state in (*before.codes, NONE):
                    if state not in there:
                        yield from (frozenset({(other, state), (variable, each)}) for each in states)


def _page(instrument: Instrument, question: Question) -> Section:
    return next(section for section in instrument.sections if question.item in section.items)


def _conditions(instrument: Instrument, question: Question) -> set[str]:
    """The words in what decides whether a question is asked."""
    section = _page(instrument, question)
    row = question.row.relevance if question.row else None
    return {
        word
        for text in (section.relevance, question.item.relevance, row)
        for word in re.findall(r"[\w.-]+", text or "")
    }


def _batches(
    frame: pl.DataFrame, tables: Sequence[Table], subjects: Mapping[str, Subject]
) -> Iterator[tuple[str, tuple[int, str]]]:
    ids = frame["_response"]
    yield "", (len(ids), _word(ids))
    for key in dict.fromkeys(table.group for table in tables if table.group):
        for code in subjects[key].codes:
            inside = ids.filter((subjects[key].values == code).fill_null(value=False))
            yield f"{key}={code}", (len(inside), _word(inside))


def _word(ids: pl.Series) -> str:
    """The same for the same responses, and saying nothing of any of them."""
    return hashlib.sha256(ids.sort().to_numpy().tobytes()).hexdigest()[:24]
