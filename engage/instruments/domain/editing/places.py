"""An instrument as one flat mapping, place -> value: what changed is the places whose values differ.

=================================  =====================================================================
`items.q1.relevance`               a value that is not its default, as JSON
`texts.de.items.q1.label`          `{"text": …, "state": …}`: one text in one language; the rest of the place is the
                                   path of `text_places`
`at.sections.a`, `at.languages.de` where something named stands in its list: a number (see `orders`)
`at.items.q1`                      its section and its number there
`at.items.q1.options.yes`          the same for options, rows, quotas, and the options of a national edition
=================================  =====================================================================

Names are parts of places, so a place stays when something is put before it. A dot in a name is written `%2E`; what
has the same code twice in one list gets `~2`, `~3` … Optional texts that say nothing in any language are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    About,
    Contact,
    Edition,
    Instrument,
    Item,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    Section,
    SupportLine,
)
from engage.instruments.domain.editing.orders import first_order, in_order, settled

Places = dict[str, Any]
Order = Mapping[str, Mapping[str, Fraction]]
"""By list (`sections`, `sections.a.items`, `items.q1.options`), the number of each of its parts."""

TEXTS, AT = "texts.", "at."


@dataclass(frozen=True, slots=True)
class Patch:
    """One place before and after; None: nothing is there."""

    path: str
    before: Any
    after: Any

    @property
    def reverse(self) -> "Patch":
        return Patch(self.path, self.after, self.before)


def step(name: str) -> str:
    """A name as part of a place."""
    return name.replace("%", "%25").replace(".", "%2E").replace("~", "%7E")


def name_of(part: str) -> str:
    """The name that a part of a place stands for."""
    return part.partition("~")[0].replace("%7E", "~").replace("%2E", ".").replace("%25", "%")


def overlap(touch: str, path: str) -> bool:
    """Whether a changed place lies in what is touched. A bare place stands for its texts and its order, too."""
    touch, path = _plain(touch), _plain(path)
    if not touch.startswith((TEXTS, AT)):
        path = bare(path)
    return path == touch or path.startswith(f"{touch}.")


def bare(path: str) -> str:
    """The place without saying which aspect: `texts.de.items.q1.label` is `items.q1.label`."""
    if path.startswith(TEXTS):
        return path.split(".", 2)[2]
    return path.removeprefix(AT)


def _plain(path: str) -> str:
    return path.replace("%7E", "~").replace("%2E", ".").replace("%25", "%")


def difference(before: Places, after: Places) -> tuple[Patch, ...]:
    """What changed, by place."""
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    return tuple(Patch(path, before.get(path), after.get(path)) for path in paths)


def with_patches(state: Places, patches: Sequence[Patch]) -> Places:
    """The mapping after the patches, whatever was there before."""
    changed = dict(state)
    for patch in patches:
        if patch.after is None:
            changed.pop(patch.path, None)
        else:
            changed[patch.path] = patch.after
    return changed


# -- order


def lists(instrument: Instrument) -> Iterator[tuple[str, list[str]]]:
    """Every list of named things: its name, and its parts in order."""
    yield "languages", list(instrument.languages)
    yield "quotas", steps(quota.name for quota in instrument.quotas)
    yield "sections", steps(section.name for section in instrument.sections)
    for section in instrument.sections:
        yield f"sections.{step(section.name)}.items", steps(item.name for item in section.items)
    for item in instrument.items:
        for kind, parts in (("options", item.options), ("rows", item.rows)):
            if parts:
                yield f"items.{step(item.name)}.{kind}", steps(part.code for part in parts)
    for country, edition in instrument.editions.items():
        for name, national in edition.items.items():
            if national.options:
                yield f"editions.{country}.items.{step(name)}.options", steps(part.code for part in national.options)


def steps(names: Iterator[str]) -> list[str]:
    """Names as parts of places, told apart where one comes twice."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(step(name) if seen[name] == 1 else f"{step(name)}~{seen[name]}")
    return found


def order_of(instrument: Instrument, known: Order | None = None) -> Order:
    """A number for everything that has a place in a list; what is known stays as far as the order allows."""
    known = known or {}
    return {
        name: settled(parts, known[name]) if name in known else first_order(parts) for name, parts in lists(instrument)
    }


def order_document(order: Order) -> dict[str, dict[str, str]]:
    """What must be kept of an order: the lists that are not simply numbered from 1."""
    return {
        name: {part: str(number) for part, number in parts.items()}
        for name, parts in order.items()
        if parts != first_order(in_order(parts))
    }


def order_from(document: Mapping[str, Mapping[str, str]]) -> Order:
    return {name: {part: Fraction(number) for part, number in parts.items()} for name, parts in document.items()}


# -- to places


def places(instrument: Instrument, order: Order | None = None) -> Places:
    """Every place of an instrument. `order` must fit it (`order_of`)."""
    order = order_of(instrument) if order is None else order
    writer = _Writer({})
    writer.part(instrument, "", but=("languages", "sections", "about", "editions", "quotas", "minimum_age"))
    for held_in, parts in order.items():
        if held_in.startswith("sections.") and held_in.endswith(".items"):
            inside = held_in.removeprefix("sections.").removesuffix(".items")
            writer.out |= {f"{AT}items.{part}": [inside, str(number)] for part, number in parts.items()}
        else:
            writer.out |= {f"{AT}{held_in}.{part}": str(number) for part, number in parts.items()}
    writer.out |= {f"minimum_age.{country}": years for country, years in instrument.minimum_age.items()}
    if instrument.about is not None:
        writer.about(instrument.about)
    for country, edition in instrument.editions.items():
        writer.edition(edition, f"editions.{country}.")
    named_quotas = zip(instrument.quotas, steps(quota.name for quota in instrument.quotas), strict=True)
    for quota, name in named_quotas:
        writer.part(quota, f"quotas.{name}.", but=("name",))
    for section in instrument.sections:
        writer.section(section)
    return writer.out


@dataclass(slots=True)
class _Writer:
    out: Places

    def part(self, part: Any, at: str, *, but: tuple[str, ...] = ()) -> None:
        for name, default in _DEFAULTS[type(part)]:
            if name in but:
                continue
            value = getattr(part, name)
            if isinstance(value, LocalizedText):
                self.text(value, f"{at}{name}")
            elif value is not default and value != default:
                self.out[f"{at}{name}"] = _json(value)

    def text(self, text: LocalizedText, at: str) -> None:
        for tag, translation in text:
            self.out[f"{TEXTS}{tag}.{at}"] = {"text": translation.text, "state": translation.state.value}

    def section(self, section: Section) -> None:
        at = f"sections.{step(section.name)}."
        self.part(section, at, but=("name", "items", "repeat"))
        if section.repeat is not None:
            self.out[f"{at}repeat"] = _json_part(section.repeat)
            self.text(section.repeat.entry or _NOTHING, f"{at}repeat.entry")
            self.text(section.repeat.add or _NOTHING, f"{at}repeat.add")
        for item in section.items:
            self.item(item)

    def item(self, item: Item) -> None:
        at = f"items.{step(item.name)}."
        self.part(item, at, but=("name", "options", "rows"))
        self.coded(item.options, f"{at}options.")
        self.coded(item.rows, f"{at}rows.")

    def coded(self, parts: Sequence[Option | Row], at: str) -> None:
        for part, name in zip(parts, steps(part.code for part in parts), strict=True):
            self.part(part, f"{at}{name}.", but=("code", "label"))
            self.text(part.label, f"{at}{name}")

    def about(self, about: About) -> None:
        self.out["about"] = True
        self.part(about, "about.", but=("support",))
        for country, line in about.support.items():
            self.support(line, f"about.support.{country}")

    def support(self, line: SupportLine, at: str) -> None:
        self.out[at] = {"phone": line.phone, "address": line.address}
        self.text(line.name, at)

    def edition(self, edition: Edition, at: str) -> None:
        self.out[at[:-1]] = True
        self.part(edition, at, but=("items", "support"))
        if edition.support is not None:
            self.support(edition.support, f"{at}support")
        for name, item in edition.items.items():
            here = f"{at}items.{step(name)}"
            self.out[here] = {"left_out": item.left_out}
            self.part(item, f"{here}.", but=("options", "left_out"))
            self.coded(item.options, f"{here}.options.")


_NOTHING = LocalizedText("", {})


def _read_defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (each.name, each.default_factory() if each.default_factory is not MISSING else each.default)
        for each in fields(kind)
    )


def _json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _json(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _json_part(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _json_part(part: Any) -> dict[str, Any]:
    found = {}
    for name, default in _DEFAULTS[type(part)]:
        value = getattr(part, name)
        if value != default and not isinstance(value, LocalizedText):
            found[name] = _json(value)
    return found


_DEFAULTS: Mapping[type, tuple[tuple[str, Any], ...]] = {
    kind: _read_defaults(kind)
    for kind in (Instrument, Section, Repeat, Item, Option, Row, Quota, About, Edition, NationalItem, Contact)
}
