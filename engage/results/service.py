"""What was said, for those allowed to see it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.merging import Merged, Variable
from engage.results import queries as kept_queries
from engage.results.domain import texts
from engage.results.domain.fieldwork import Fieldwork, fieldwork
from engage.results.domain.filters import CannotFilter, CannotSplit, FilterRefusal, UnknownItem, UnknownValue, Where
from engage.results.domain.tables import Results, results
from engage.results.domain.texts import FreeText
from engage.results.models import Weighting
from engage.surveys import fielding, queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

if TYPE_CHECKING:
    import polars as pl

    from engage.instruments.writers.xlsform import Written
    from engage.results.snapshots import tallying


@dataclass(frozen=True, slots=True)
class Tables:
    """Results with the instrument they are read by: all versions that were in the field, merged."""

    instrument: Instrument
    version: int
    """The number of the newest of them."""
    results: Results
    variables: Mapping[str, Variable]
    """What is asked under which name in which versions."""


def merged_of(session: Session, survey: Survey) -> tuple[Merged, int]:
    """The versions that were in the field as one instrument, and the number of the newest.

    :raises NothingToPublish: when the survey has no version
    """
    from engage.results.snapshots import versions

    read = versions.read(session, survey)
    return read.merged, read.newest


def instrument_of(session: Session, survey: Survey) -> tuple[Instrument, int]:
    """What results are read by, without the rest of `merged_of`.

    :raises NothingToPublish: when the survey has no version
    """
    found, version = merged_of(session, survey)
    return found.instrument, version


def enough(session: Session, survey: Survey) -> bool:
    """Whether so many have answered that results may be shown to anybody."""
    return not survey.shown_from or kept_queries.received(session, survey.id) >= survey.shown_from


def tables(
    session: Session,
    survey: Survey,
    *,
    where: Where = (),
    by: str | None = None,
    seen: Seen = None,
    weighting: Weighting | None = None,
    counted_only: bool = True,
) -> Tables:
    """The tables of what was said.

    :param where: pairs of item and value (`engage.results.domain.filters.conditions`); a response must fit all
    :param by: an item with codes; each table then has a column for each code
    :param seen: only responses to these countries' editions
    :param weighting: weighted figures stand beside the unweighted ones
    :param counted_only: False with the responses that the team decided to leave out
    :raises FilterRefusal: when a filter does not fit the instrument
    :raises NotCalculated: when nobody has calculated the weighting yet
    """
    from engage.results.snapshots import tallying

    wish = tallying.Wish(where, by, seen, counted_only)
    found = tallying.tallies(session, survey, wish, _weigh(weighting) if weighting else None)
    return Tables(found.instrument, found.version, results(found.tallies, by=found.by), found.variables)


def _weigh(weighting: Weighting) -> "tallying.Weigh":
    """:raises NotCalculated: when nobody has calculated it yet"""
    from engage.results.snapshots import tallying
    from engage.results.weighting import applying

    if not applying.is_calculated(weighting):
        raise applying.NotCalculated
    name = json.dumps([weighting.id, weighting.design, weighting.found], sort_keys=True)
    return tallying.Weigh(name, applying.items_of(weighting), lambda frame: applying.weights(frame, weighting))


def filtered(
    session: Session,
    survey: Survey,
    *,
    where: Where = (),
    keys: Sequence[str] | None = None,
    seen: Seen = None,
    counted_only: bool = True,
) -> "pl.DataFrame":
    """The responses that fit a filter, as columns (`engage.results.snapshots`).

    :param keys: the answer keys wanted; None for all
    :raises FilterRefusal: when a filter does not fit the instrument
    """
    from engage.results.snapshots import tallying

    return tallying.filtered(session, survey, tallying.Wish(where, None, seen, counted_only), keys)


def progress(session: Session, survey: Survey, *, counted: bool = True) -> Fieldwork:
    """Starts, completions and drop-off, from the counters and the drafts under way.

    :param counted: False for somebody who sees some countries only: the counters tell none apart
    """
    instrument, _ = instrument_of(session, survey)
    return fieldwork(
        queries.fieldwork(session, survey.id) if counted else [], [section.slug for section in instrument.sections]
    )


def free_texts(
    session: Session, survey: Survey, key: str, *, where: Where = (), seen: Seen = None, counted_only: bool = True
) -> list[FreeText]:
    """:raises NoFreeText: when the key holds none"""
    from engage.results.snapshots import tallying

    return texts.in_order(tallying.written(session, survey, tallying.Wish(where, None, seen, counted_only), key))


def free_text_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where free texts are kept."""
    return texts.free_text_keys(instrument)


def file_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where files are kept that people sent."""
    return texts.file_keys(instrument)


def personal_keys(instrument: Instrument) -> frozenset[str]:
    """What may say who somebody is: free texts, the words beside "other", files' names, and items marked so."""
    marked = (key for item in instrument.items if item.personal for key in item.keys)
    return frozenset((*texts.free_text_keys(instrument), *texts.file_keys(instrument), *marked))


def instrument_file(session: Session, survey: Survey) -> Iterator[bytes]:
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise fielding.NothingToPublish
    yield json.dumps(version.document, ensure_ascii=False, indent=1).encode()


def instrument_as_xlsform(session: Session, survey: Survey) -> "Written":
    """The newest version as an .xlsx file, and what the file does not say of it.

    :raises fielding.NothingToPublish: when there is no version
    """
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise fielding.NothingToPublish
    from engage.instruments.writers import xlsform  # spreadsheets are loaded where one is wanted

    return xlsform.write(from_document(version.document))


def filter_reason(refusal: FilterRefusal) -> str:
    """For the command line; pages have their own words."""
    match refusal:
        case UnknownItem():
            return f"There is no item {refusal.item!r} to filter or split by."
        case UnknownValue():
            return f"{refusal.value!r} is not one of the answers to {refusal.item!r}."
        case CannotFilter():
            return f"{refusal.item!r} cannot be filtered by: it has no codes, numbers or dates."
        case CannotSplit():
            return f"{refusal.item!r} cannot split a table: it has no codes."
    return refusal.code
