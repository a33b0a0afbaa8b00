"""An attacker with the database as it lies on disk: from every order that can be seen on both sides to who said what.

Each side gives orders: hidden columns, places in tables, and where the bytes of a row stand in every file of its table
and of its indexes, remains of earlier versions of the row included. For every pair of orders the attacker takes the
nearer for the likelier; how well that works is the area under the curve (0.5 is chance).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, text

Orders = Mapping[str, Sequence[float]]
"""Name of an order -> one number for each row; the rows of both sides in the same (true) order."""


def best(persons: Orders, responses: Orders) -> tuple[float, str]:
    """The pair of orders that tells most."""
    found = [
        (area(_ranks(left), _ranks(right)), f"{name} × {other}")
        for name, left in persons.items()
        for other, right in responses.items()
    ]
    return max(found)


def _ranks(values: Sequence[float]) -> np.ndarray:
    """Places among all; of equal ones in an order of chance, which tells nothing."""
    chance = np.random.default_rng(1).random(len(values))
    order = np.lexsort((chance, np.asarray(values, dtype=float)))
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    return ranks


def area(left: np.ndarray, right: np.ndarray) -> float:
    """How often a true pair is nearer than a wrong one; counted both ways round, since an order can be turned."""
    wrong = np.random.default_rng(2)
    others = np.concatenate([np.abs(left - wrong.permutation(right)) for _ in range(8)])
    return max(_nearer(np.abs(left - right), others), _nearer(np.abs(len(left) - 1 - left - right), others))


def _nearer(true: np.ndarray, others: np.ndarray) -> float:
    others = np.sort(others)
    below = np.searchsorted(others, true, "left") + np.searchsorted(others, true, "right")
    return float(1 - below.mean() / 2 / len(others))


# -- what lies on disk


def in_files(files: Mapping[str, bytes], needles: Sequence[bytes]) -> dict[str, list[float]]:
    """For each file that holds them: where each needle stands first, and last.

    :param needles: known apart by their first 8 bytes
    """
    heads = np.array([int.from_bytes(needle[:8], "little") for needle in needles], dtype="<u8")
    assert len(set(heads.tolist())) == len(needles)
    order = np.argsort(heads)
    known = heads[order]
    found: dict[str, list[float]] = {}
    for name, content in files.items():
        first, last = np.full(len(needles), np.inf), np.full(len(needles), -1.0)
        for start in range(8):
            words = np.frombuffer(content[start : start + (len(content) - start) // 8 * 8], dtype="<u8")
            nearest = np.minimum(np.searchsorted(known, words), len(known) - 1)
            places = np.flatnonzero(known[nearest] == words)
            which = order[nearest[places]]
            np.minimum.at(first, which, places * 8.0 + start)
            np.maximum.at(last, which, places * 8.0 + start)
        if last.max() >= 0:
            found[f"first in {name}"], found[f"last in {name}"] = first.tolist(), last.tolist()
    return found


def files_of(engine: Engine, table: str) -> dict[str, bytes]:
    """The files in which a table and its indexes lie."""
    if engine.dialect.name == "sqlite":
        database = Path(engine.url.database or "")
        log = database.with_name(f"{database.name}-wal")
        return {each.name: each.read_bytes() for each in (database, log) if each.exists()}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        names = connection.execute(
            text(
                "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE oid = CAST(:table AS regclass) "
                "OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = CAST(:table AS regclass))"
            ),
            {"table": table},
        ).all()
    return {name: (folder / path).read_bytes() for name, path in names if path}


def hidden(engine: Engine, table: str, ids: Sequence[int]) -> dict[str, list[float]]:
    """What the database keeps of each row beside its columns, and the order in which a plain read gives them."""
    columns = (
        "id, 0, 0, 0"
        if engine.dialect.name == "sqlite"
        else (
            "id, CAST(CAST(xmin AS text) AS bigint), CAST(CAST(cmin AS text) AS bigint), "
            "(CAST(CAST(ctid AS text) AS point))[0] * 1000 + (CAST(CAST(ctid AS text) AS point))[1]"
        )
    )
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM {table}")).all()
    read = {row[0]: (float(place), *map(float, row[1:])) for place, row in enumerate(rows)}
    names = ("order of reading", "transaction", "command", "place")
    orders = {name: [read[each][at] for each in ids] for at, name in enumerate(names)}
    return {name: values for name, values in orders.items() if len(set(values)) > 1} | {"id": [float(i) for i in ids]}
