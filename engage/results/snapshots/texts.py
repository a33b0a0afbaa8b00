"""What people wrote, from columns."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from engage.results.snapshots.counting import Wanted, chosen
from engage.results.snapshots.parts import Part


def written(wish: Wanted, parts: Sequence[Part], key: str, name: str = "") -> Iterator[tuple[str | None, str | None]]:
    """The texts under a key with the language of their response.

    :param name: of the list in which it is asked
    """
    for part in parts:
        rows = chosen(wish, part)
        languages = part.one("_language")
        entries = part.entries(name) if name else None
        texts = entries.one(key) if entries else part.one(key)
        if texts is None or languages is None:
            continue
        frame = pl.DataFrame({"text": texts})
        if entries is None:
            frame = frame.with_columns(languages.cast(pl.String).alias("language"))
            mask = rows
        else:
            frame = frame.with_columns(languages.cast(pl.String).gather(entries.row).alias("language"))
            mask = None if rows is None else rows[entries.row]
        if mask is not None:
            frame = frame.filter(pl.Series(np.asarray(mask)))
        yield from frame.drop_nulls("text").iter_rows()
