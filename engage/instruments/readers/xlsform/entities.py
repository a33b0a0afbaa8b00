"""Entities, which are not offered here. A form that declares them wrongly is wrong all the same, and refused.

Rules of the reference implementation: a list is declared once, complete for what it does (create, update, both);
answers that it takes come from one repetition; and each declaration has a group, a repeat or the form for itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from engage.core.findings import Where
from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Column, Record, records_of
from engage.instruments.readers.xlsform.names import REFERENCE
from engage.instruments.readers.xlsform.tree import Group, Row

_COLUMNS = frozenset({"list_name", "dataset", "label", "create_if", "update_if", "entity_id", "repeat"})
_NAME = re.compile(r"^[^\W\d][\w\-]*$")
MAX_PLACED = 12
"""Declarations for which places are looked for."""
MAX_TRIES = 5_000
"""Arrangements that are tried; whoever needs more is believed."""

Path = tuple[Group, ...]


@dataclass(slots=True)
class _Entity:
    name: str
    where: Where
    cells: Mapping[str, str]
    saved: list[Path] = field(default_factory=list)
    """The groups around the questions whose answers it takes."""
    named: list[Path] = field(default_factory=list)
    """The groups around the questions that its expressions name."""


def check_entities(root: Group, sheet: Sheet | None, columns: tuple[Column, ...], collector: Collector) -> None:
    """An error at every place where the declarations contradict themselves or the form."""
    if sheet is None or not sheet.rows:
        return
    for header in sheet.headers:
        if _plain(header) not in _COLUMNS:
            message = f"Entities have no column “{header}”."
            collector.error("entity_column", message, Where(sheet.name, sheet.header_row, header))
    entities: dict[str, _Entity] = {}
    for record in records_of(sheet, columns):
        entity = _declared(record, collector)
        if entity is None:
            continue
        if entity.name in entities:
            collector.error("duplicate_entity", f"The list “{entity.name}” is declared twice.", entity.where)
        entities.setdefault(entity.name, entity)
    rows = [thing for thing in root.walk() if isinstance(thing, Row)]
    _gather_saved(rows, entities, collector)
    _gather_named(root, entities, collector)
    _check_containers(root, entities, collector)
    if all(_check_scope(entity, collector) for entity in entities.values()):
        _check_places(list(entities.values()), collector)


def _plain(header: str) -> str:
    return re.sub(r"\s+", "_", header.strip().lower())


def _declared(record: Record, collector: Collector) -> _Entity | None:
    cells = {_plain(header): text for header, text in record.extra.items()}
    cells |= {name: text for name, text in record.values.items() if name in _COLUMNS}
    labels = record.texts.get("label", {})
    cells |= {"label": next(iter(labels.values()))} if labels else {}
    name = cells.get("list_name") or cells.get("dataset", "")
    if not name:
        collector.error("missing_list_name", "The entities have no list_name.", record.where("list_name"))
        return None
    if not _NAME.match(name) or name.startswith("__"):
        message = f"“{name}” cannot name a list of entities: letters, digits, - and _ only, beginning with a letter."
        collector.error("invalid_name", message, record.where("list_name"))
    missing = _missing(cells)
    if missing:
        collector.error("entity_incomplete", f"The entities “{name}” lack {missing}.", record.where(missing))
    return _Entity(name, record.where(), cells)


def _missing(cells: Mapping[str, str]) -> str | None:
    create, update, identity = (bool(cells.get(name)) for name in ("create_if", "update_if", "entity_id"))
    if update and not identity:
        return "entity_id"
    if create and identity and not update:
        return "update_if"
    if not identity and not cells.get("label"):
        return "label"
    return None


def _gather_saved(rows: Sequence[Row], entities: Mapping[str, _Entity], collector: Collector) -> None:
    properties: set[tuple[str, str]] = set()
    for row in rows:
        text, where = row.record["save_to"], row.record.where("save_to")
        if not text:
            continue
        listed, sign, name = text.rpartition("#")
        if not sign and len(entities) > 1:
            message = f"“{text}” does not say which entities it belongs to: write list#property."
            collector.error("save_to_without_list", message, where)
            continue
        entity = entities.get(listed) if sign else next(iter(entities.values()), None)
        if name.startswith("__") or not _NAME.match(name.replace(".", "_")):
            collector.error("invalid_name", f"“{name}” cannot name a property.", where)
        if entity is None:
            continue
        if (entity.name, name) in properties:
            message = f"The property “{name}” of “{entity.name}” is taken from two questions."
            collector.error("duplicate_property", message, where)
        properties.add((entity.name, name))
        entity.saved.append(row.parent.path)


def _gather_named(root: Group, entities: Mapping[str, _Entity], collector: Collector) -> None:
    paths: dict[str, Path | None] = {}
    for thing in root.walk():
        paths[thing.name] = thing.parent.path if isinstance(thing, Row) else None
    for entity in entities.values():
        for column in ("label", "create_if", "update_if", "entity_id"):
            for name in REFERENCE.findall(entity.cells.get(column, "")):
                if (path := paths.get(name)) is not None:
                    entity.named.append(path)
                elif name not in paths:
                    message = f"${{{name}}} names nothing in this form."
                    collector.error("unknown_reference", message, entity.where)


def _check_containers(root: Group, entities: Mapping[str, _Entity], collector: Collector) -> None:
    for group in (thing for thing in root.walk() if isinstance(thing, Group)):
        for record in (group.record, group.end):
            if entities and record and record["save_to"]:
                message = "Groups and repeats hold no answer that could be saved."
                collector.error("save_to_on_group", message, record.where("save_to"))


def _repeats(path: Path) -> Path:
    """The way to the innermost repeat around."""
    last = max((place for place, group in enumerate(path) if group.repeat), default=-1)
    return path[: last + 1]


def _check_scope(entity: _Entity, collector: Collector) -> bool:
    """Whether all answers come from one repetition: what is saved from it, what is named from it or around it."""
    saved = [_repeats(path) for path in entity.saved]
    scope = max([*saved, *(_repeats(path) for path in entity.named)], key=len, default=())
    sound = all(path == scope for path in saved) and all(
        scope[: len(found)] == found for found in (_repeats(path) for path in entity.named)
    )
    if not sound:
        message = f"The entities “{entity.name}” take answers from different repetitions."
        collector.error("entity_across_repeats", message, entity.where)
    return sound


def _check_places(entities: list[_Entity], collector: Collector) -> None:
    """Whether each declaration finds a group, a repeat or the form of its own around its answers."""
    if 1 < len(entities) <= MAX_PLACED and not _placed(entities, [], iter(range(MAX_TRIES))):
        message = (
            "Each group, each repeat and the form can hold one declaration of entities; there are too few of them."
        )
        collector.error("entity_without_place", message, entities[-1].where)


def _placed(entities: list[_Entity], taken: list[Path], tries: Iterator[int]) -> bool:
    if next(tries, None) is None:
        return True
    if len(taken) == len(entities):
        return all(_nearest(path, taken) == place for place, path in _saved(entities, taken))
    return any(
        _placed(entities, [*taken, place], tries) for place in _places(entities[len(taken)]) if place not in taken
    )


def _saved(entities: list[_Entity], taken: list[Path]) -> Iterator[tuple[Path, Path]]:
    for entity, place in zip(entities, taken, strict=True):
        yield from ((place, path) for path in entity.saved)


def _nearest(path: Path, taken: list[Path]) -> Path | None:
    """The innermost place around that holds a declaration."""
    return next((path[:length] for length in range(len(path), -1, -1) if path[:length] in taken), None)


def _places(entity: _Entity) -> Iterator[Path]:
    """Ways to what may hold it, innermost first: what is around all its answers, inside of their repetition."""
    paths = [*entity.saved, *entity.named]
    scope = max((_repeats(path) for path in paths), key=len, default=())
    inside = [path for path in paths if path[: len(scope)] == scope]
    shared = inside[0] if inside else ()
    for path in inside[1:]:
        pairs = zip(shared, path, strict=False)
        alike = len(list(takewhile(lambda pair: pair[0] is pair[1], pairs)))
        shared = shared[:alike]
    for length in range(len(shared), len(scope) - 1, -1):
        yield shared[:length]
