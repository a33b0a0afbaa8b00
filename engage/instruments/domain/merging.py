"""The versions of an instrument read as one: which variable an answer belongs to, and what becomes of the rest.

- Same name and compatible meaning is one variable, under its name, in the words of the newest version.
- A change that makes a new variable (`engage.instruments.domain.versions`) keeps the old one under its name and
  gives the new one the name and the number of the version it began with: `pain` and `pain__v3`. Names that are there
  stay, so that yesterday's scripts read tomorrow's file.
- Options and rows that are gone stay, after those of today. Items that are gone stay where they stood.
- A version is compared with the last one before it that asked the item; going back to an old form is a new variable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.item_changes import WIDER, item_changes
from engage.instruments.domain.version_changes import repeat_of_items

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Variable:
    """What answers are counted under."""

    name: str
    item: str
    """Its name in the questionnaire."""
    since: int
    """The number of the first version that asks it so."""
    until: int
    """The number of the last."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Versions as one instrument whose items are the variables."""

    instrument: Instrument
    variables: Mapping[str, Variable]
    """By name, in the order of the instrument."""
    names: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Version number -> item -> variable, where they differ."""

    def answers(self, version: int, answers: Mapping[str, object]) -> Mapping[str, object]:
        """The answers of a response to `version`, under the names of the variables."""
        names = self.names.get(version)
        return _renamed(answers, names) if names else answers


def _renamed(answers: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in answers.items():
        head, slash, rest = key.partition("/")
        entries = isinstance(value, list | tuple) and any(isinstance(entry, Mapping) for entry in value)
        if entries and isinstance(value, list | tuple):
            found[key] = [_renamed(entry, names) if isinstance(entry, Mapping) else entry for entry in value]
        else:
            found[names.get(head, head) + slash + rest] = value
    return found


@dataclass(slots=True)
class _Line:
    """A variable while the versions are read, oldest first."""

    variable: Variable
    definition: Item
    repeat: str


def merged(versions: Sequence[tuple[int, Instrument]]) -> Merged:
    """Numbered versions, oldest first, as one.

    :raises ValueError: when there is none
    """
    if not versions:
        raise ValueError("no version to read")
    taken = {item.name for _, instrument in versions for item in instrument.items}
    current: dict[str, _Line] = {}
    lines: dict[str, _Line] = {}
    names: dict[int, dict[str, str]] = {}
    for number, instrument in versions:
        repeats = repeat_of_items(instrument)
        for item in instrument.items:
            line = _continued(current.get(item.name), item, repeats[item.name], number)
            if line is None:
                name = _free(f"{item.name}__v{number}", taken) if item.name in current else item.name
                line = _Line(Variable(name, item.name, number, number), item, repeats[item.name])
            current[item.name] = lines[line.variable.name] = line
            if line.variable.name != item.name:
                names.setdefault(number, {})[item.name] = line.variable.name
    sections = _sections(versions, lines, names)
    order = {item.name: lines[item.name].variable for section in sections for item in section.items}
    return Merged(replace(versions[-1][1], sections=sections), order, names)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _continued(line: _Line | None, item: Item, repeat: str, number: int) -> _Line | None:
    """The same variable, one version further; None when it is another."""
    if line is None or line.repeat != repeat:
        return None
    if any(change.new_variable for change in item_changes(line.definition, item)):
        return None
    variable = replace(line.variable, until=number)
    return _Line(variable, _joined(line.definition, item), repeat)


def _joined(before: Item, after: Item) -> Item:
    """The newer definition with whatever only the older one had."""
    if after.type is ItemType.NOTE:
        return before
    codes, rows = {option.code for option in after.options}, {row.code for row in after.rows}
    return replace(
        after,
        type=before.type if WIDER.get(after.type) is before.type else after.type,
        options=(*after.options, *(option for option in before.options if option.code not in codes)),
        rows=(*after.rows, *(row for row in before.rows if row.code not in rows)),
        personal=before.personal or after.personal,
        special_category=before.special_category or after.special_category,
    )


# -- in which order


Page = tuple[str, str]
"""What makes a page the same in two versions: the name of its list, or else its address."""


def _page(section: Section) -> Page:
    return ("", section.repeat.name) if section.repeat else (section.slug, "")


def _sections(
    versions: Sequence[tuple[int, Instrument]], lines: Mapping[str, _Line], names: Mapping[int, Mapping[str, str]]
) -> tuple[Section, ...]:
    """Sections and variables as the newest version orders them, what is gone where it stood."""
    order: list[str] = []
    pages: list[Page] = []
    home: dict[str, Page] = {}
    frames: dict[Page, Section] = {}
    for number, instrument in reversed(versions):
        of_version = names.get(number, {})
        asked: list[str] = []
        for section in instrument.sections:
            frames.setdefault(_page(section), section)
            for item in section.items:
                asked.append(of_version.get(item.name, item.name))
                home.setdefault(asked[-1], _page(section))
        _weave(order, asked)
        _weave(pages, [_page(section) for section in instrument.sections])
    on_page: dict[Page, list[Item]] = {page: [] for page in pages}
    for name in order:
        on_page[home[name]].append(replace(lines[name].definition, name=name))
    slugs = _slugs(frames)
    return tuple(replace(frames[page], slug=slugs[page], items=tuple(on_page[page])) for page in pages)


def _slugs(frames: Mapping[Page, Section]) -> dict[Page, str]:
    """Each page its own: a page that became that of a list shares its address with it, and the older is told apart.

    :param frames: the newest version's pages first
    """
    found: dict[Page, str] = {}
    for page, section in frames.items():
        slug = section.slug
        while slug in found.values():
            slug += "-"
        found[page] = slug
    return found


def _weave(into: list[T], older: Sequence[T]) -> None:
    """Put what only the older list has after what came before it there."""
    known = set(into)
    after: T | None = None
    for thing in older:
        if thing not in known:
            at = into.index(after) + 1 if after is not None else 0
            into.insert(at, thing)
            known.add(thing)
        after = thing
