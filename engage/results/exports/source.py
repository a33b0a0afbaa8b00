"""Responses on their way into a file: piece by piece from the snapshot, under names that lead to nobody.

A response has a random name in each file, the same in all files of one export and another in the next; nothing can be
read from it. Pieces are put together until there are `ROWS` of them, and within these the order is by day, then by
name. A smaller survey is one such group; of a larger one the file says that a response is one of so many.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editions import with_national_items
from engage.instruments.domain.merging import Variable
from engage.results import queries, service
from engage.results.exports.cells import entries
from engage.results.exports.fields import Field, Fields, Form, fields
from engage.results.models import TextWork, Weighting
from engage.results.snapshots import framing, reading
from engage.results.snapshots.parts import META as KEPT
from engage.results.snapshots.parts import Part
from engage.results.snapshots.versions import Versions
from engage.results.weighting.applying import weights
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

ROWS = 20_000
Make = Callable[["Source", str, pl.DataFrame], pl.DataFrame]
"""The columns of a file from those of a snapshot; the name of the list, "" for the responses themselves."""
Tables = dict[str, pl.DataFrame]


class Texts(StrEnum):
    """What is given of what people wrote."""

    ALL = "all"
    REDACTED = "redacted"
    """What somebody has read and cleaned of personal data; the rest is empty."""
    NONE = "none"
    """Nor items marked personal."""


@dataclass(frozen=True)
class Source:
    """What one file is made of."""

    instrument: Instrument
    """The merged versions."""
    newest: int
    """The number of the newest of them."""
    variables: Mapping[str, Variable]
    fields: Fields
    known: Versions
    parts: Sequence[Part]
    seen: Seen = None
    weightings: Sequence[Weighting] = ()
    left_out: frozenset[int] | None = None
    """Responses that are not counted; None where nobody has decided about any."""
    redacted: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    texts: Texts = Texts.ALL

    @property
    def total(self) -> int:
        """Rows of the parts, deleted ones and those of other countries among them."""
        return sum(part.rows for part in self.parts)

    @property
    def meta(self) -> tuple[str, ...]:
        """Columns that are no answers."""
        found = ["_response", "_version", "_language", "_submitted_on", "_channel", "_weight"]
        if self.instrument.editions:
            found.append("_country")
        if self.left_out is not None:
            found.append("_counted")
        return (*found, *(f"_weight_{weighting.name}" for weighting in self.weightings))

    def names(self, of_list: str) -> list[str]:
        """All columns of a file."""
        if of_list:
            return ["_response", "_entry", *(each.name for each in self.fields.lists[of_list])]
        return [*self.meta, *(each.name for each in self.fields.first)]

    def tables(self, make: Make, *, told: Callable[[int], None] | None = None) -> Iterator[Tables]:
        """The files in pieces of some `ROWS` responses, by the name of the list.

        :param told: called after each piece with how many rows were read so far
        """
        waiting: list[Tables] = []
        read = rows = 0
        for part in secrets.SystemRandom().sample(list(self.parts), len(self.parts)):
            for frame in self.frames(part):
                waiting.append(self._made(frame, make))
                rows += frame.height
                if rows >= ROWS:
                    yield _joined(waiting)
                    waiting, rows = [], 0
            read += part.rows
            if told is not None:
                told(read)
        if waiting:
            yield _joined(waiting)

    def _made(self, frame: pl.DataFrame, make: Make) -> Tables:
        found = {"": make(self, "", frame)}
        for name in self.fields.lists:
            found[name] = make(self, name, entries(frame, name, ("_response",)))
        return found

    def frames(self, part: Part) -> Iterator[pl.DataFrame]:
        """The rows of a part that may be seen, with what is no answer besides, at most `ROWS` at a time."""
        columns = dict.fromkeys(each for one in self.fields for each in (one.column, one.declined_column) if each)
        own = {column: stored for column in columns if (stored := part.own(column)) is not None}
        loaded = part.load(list(dict.fromkeys((*KEPT, *own.values()))))
        whole = loaded.select(*KEPT, *(loaded[stored].alias(column) for column, stored in own.items()))
        kept = framing.rows_of(part, self.seen)
        if kept is not None:
            whole = whole.filter(kept)
        whole = whole.with_columns(pl.lit(part.version, pl.UInt16).alias("_version"), *self._weights(part))
        for start in range(0, whole.height, ROWS):
            yield self._named(whole.slice(start, ROWS))

    def _weights(self, part: Part) -> Iterator[pl.Series]:
        for weighting in self.weightings:
            keys = sorted({item for margin in (weighting.found or {})["margins"] for item in margin["items"]})
            asked = [key for key in keys if not key.startswith("_")]
            frame = framing.frame(self.known.kept, self.known.merged.instrument, [part], seen=self.seen, keys=asked)
            yield weights(frame, weighting).alias(f"_weight_{weighting.name}")

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Under random names, with what somebody decided and, in place of raw texts, the redacted ones."""
        ids = frame["_response"]
        found = [pl.Series("_response", _names(frame.height))]
        if self.left_out is not None:
            found.append((~ids.is_in(sorted(self.left_out))).cast(pl.Int8).alias("_counted"))
        if self.texts is Texts.REDACTED:
            found += [_redacted(one, ids, self.redacted) for one in self.fields.first if one.form is Form.WORDS]
        return frame.with_columns(found).rename({"_day": "_submitted_on"})


def _redacted(one: Field, ids: pl.Series, redacted: Mapping[str, Mapping[int, str]]) -> pl.Series:
    known = redacted.get(one.key, {})
    return pl.Series(one.column, [known.get(each) for each in ids], pl.String)


def _names(number: int) -> list[str]:
    """64 random bits each, in hexadecimal."""
    text = secrets.token_bytes(8 * number).hex()
    return [text[start : start + 16] for start in range(0, len(text), 16)]


def _joined(waiting: list[Tables]) -> Tables:
    found = {name: pl.concat([each[name] for each in waiting]) for name in waiting[0]}
    return {
        name: table.sort("_response", "_entry") if name else table.sort("_submitted_on", "_response")
        for name, table in found.items()
    }


def opened(
    session: Session,
    survey: Survey,
    data_dir: Path | None = None,
    *,
    seen: Seen = None,
    texts: Texts = Texts.ALL,
    weightings: Sequence[Weighting] = (),
) -> Source:
    """What a file is made of, for somebody who may see this much.

    :param seen: only responses to these countries' editions
    :param weightings: calculated ones; each gives a column
    :raises NothingToPublish: when the survey has no version
    """
    known, parts = reading.parts(session, survey, data_dir, counted_only=False)
    instrument = with_national_items(known.merged.instrument, seen)
    decided = queries.decisions(session, survey.id)[0]
    return Source(
        instrument=instrument,
        newest=known.newest,
        variables=known.merged.variables,
        fields=fields(instrument, without=_left_out(instrument, texts)),
        known=known,
        parts=parts,
        seen=seen,
        weightings=weightings,
        left_out=queries.left_out(session, survey.id) if decided else None,
        redacted=_all_redacted(session, survey.id) if texts is Texts.REDACTED else {},
        texts=texts,
    )


def _left_out(instrument: Instrument, texts: Texts) -> frozenset[str]:
    """Keys that are not given: redacted texts are kept for answers outside of lists."""
    if texts is Texts.ALL:
        return frozenset()
    personal = service.personal_keys(instrument)
    if texts is Texts.NONE:
        return personal
    inside = {key for section in instrument.sections if section.repeat for item in section.items for key in item.keys}
    return personal - (set(service.free_text_keys(instrument)) - inside)


def _all_redacted(session: Session, survey_id: int) -> dict[str, dict[int, str]]:
    columns = (TextWork.item, TextWork.response_id, TextWork.redacted)
    statement = select(*columns).where(TextWork.survey_id == survey_id, TextWork.redacted.is_not(None))
    found: dict[str, dict[int, str]] = {}
    for item, response_id, text in session.execute(statement):
        found.setdefault(item, {})[response_id] = text or ""
    return found


def calculated(session: Session, survey_id: int, name: str = "") -> list[Weighting]:
    """The weightings of a survey that have weights, in the order of their names.

    :param name: only this one
    """
    statement = select(Weighting).where(Weighting.survey_id == survey_id, Weighting.found.is_not(None))
    if name:
        statement = statement.where(Weighting.name == name)
    return list(session.scalars(statement.order_by(Weighting.name)))
