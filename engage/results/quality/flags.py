"""Which responses carry which sign, from the columns."""

from collections.abc import Sequence

import polars as pl

from engage.instruments.domain.definition import Instrument, ItemType
from engage.results.domain.quality import FAST, LEAST_ALIKE, LEAST_ROWS, LEAST_TIMED, Flag, batteries

ABOUT = ("_response", "_language", "_channel", "_country", "_day", "_seconds")


def flagged(frame: pl.DataFrame, instrument: Instrument) -> pl.DataFrame:
    """The responses with a sign.

    :param frame: one row a response with all its answers (`engage.results.snapshots`)
    :returns: the columns `ABOUT`, `answers` (how many questions were answered) and one Boolean column for each `Flag`
    """
    keys = [key for key in _keys(instrument) if key in frame.columns]
    answers = pl.sum_horizontal(pl.col(keys).is_not_null()) if keys else pl.lit(0)
    known = frame.with_columns(answers.cast(pl.UInt32).alias("answers"))
    signs = known.with_columns(
        _fast(),
        _straight(known, instrument),
        pl.Series(Flag.ALIKE.value, _alike(known, keys)),
    )
    return signs.filter(pl.any_horizontal(*(pl.col(flag.value) for flag in Flag))).select(
        *ABOUT, "answers", *(flag.value for flag in Flag)
    )


def _keys(instrument: Instrument) -> list[str]:
    """Where answers of people are kept: no calculations, no entries of lists."""
    return [
        key
        for section in instrument.sections
        if section.repeat is None
        for item in section.items
        if item.type is not ItemType.CALCULATION
        for key in item.keys
    ]


def _fast() -> pl.Expr:
    """By answered question, so that who was asked less is not taken for hurried."""
    timed = pl.col("_seconds").is_not_null() & (pl.col("answers") > 0)
    pace = pl.when(timed).then(pl.col("_seconds") / pl.col("answers"))
    own = pace < FAST * pace.median().over("_language")
    enough = pace.count().over("_language") >= LEAST_TIMED
    return (own & enough).fill_null(value=False).alias(Flag.FAST.value)


def _straight(frame: pl.DataFrame, instrument: Instrument) -> pl.Expr:
    found = [_same(keys) for keys in batteries(instrument) if set(keys) <= set(frame.columns)]
    return (pl.any_horizontal(*found) if found else pl.lit(value=False)).alias(Flag.STRAIGHT.value)


def _same(keys: Sequence[str]) -> pl.Expr:
    said = pl.concat_list(*(pl.col(key).cast(pl.String) for key in keys)).list.drop_nulls()
    return (said.list.len() >= LEAST_ROWS) & (said.list.n_unique() == 1)


def _alike(frame: pl.DataFrame, keys: Sequence[str]) -> pl.Series:
    if not keys:
        return pl.Series([False] * frame.height, dtype=pl.Boolean)
    prints = frame.select(*keys).hash_rows()
    return (prints.is_duplicated() & (frame["answers"] >= LEAST_ALIKE)).fill_null(value=False)
