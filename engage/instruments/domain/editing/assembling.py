"""An instrument put together again from its places."""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import (
    About,
    Cell,
    Contact,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    Section,
    SupportLine,
)
from engage.instruments.domain.editing.orders import in_order
from engage.instruments.domain.editing.places import AT, TEXTS, Order, Places, name_of, order_of, places


class BrokenPlaces(ValueError):
    """Places that make no whole instrument: a part without the thing it belongs to."""


def instrument_of(state: Places) -> tuple[Instrument, Order]:
    """The instrument and its order.

    :raises BrokenPlaces: when something would belong to nothing
    """
    reader = _Reader(state)
    try:
        instrument = reader.instrument()
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenPlaces(str(error)) from error
    order = order_of(instrument, reader.order)
    if places(instrument, order) != state:
        raise BrokenPlaces("a part belongs to nothing")
    return instrument, order


class _Reader:
    def __init__(self, state: Places) -> None:
        self.source = state["source_language"]
        self.values: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, dict[str, Translation]] = {}
        self.order: dict[str, dict[str, Fraction]] = {}
        self.children: dict[str, dict[str, None]] = {}
        for path, value in state.items():
            if path.startswith(TEXTS):
                _, tag, place = path.split(".", 2)
                self.texts.setdefault(place, {})[tag] = Translation(value["text"], TextState(value["state"]))
            elif path.startswith(AT):
                self._place(path.removeprefix(AT), value)
            else:
                holder, _, name = path.rpartition(".")
                self.values.setdefault(holder, {})[name] = value

    def _place(self, path: str, value: Any) -> None:
        holder, _, name = path.rpartition(".")
        if holder == "items":
            section, value = value
            holder = f"sections.{section}.items"
        self.order.setdefault(holder, {})[name] = Fraction(value)

    def ordered(self, holder: str) -> list[str]:
        return in_order(self.order.get(holder, {}))

    def instrument(self) -> Instrument:
        head = dict(self.values.get("", {}))
        about = head.pop("about", None)
        return Instrument(
            **_restored(head),
            **self.written("", "title", needed=("title",)),
            **self.written("", "welcome", "closing", "consent"),
            languages=tuple(self.ordered("languages")),
            minimum_age=self.values.get("minimum_age", {}),
            about=self.about() if about else None,
            editions={country: self.edition(country) for country in self.values.get("editions", {})},
            quotas=tuple(self.quota(name) for name in self.ordered("quotas")),
            sections=tuple(self.section(name) for name in self.ordered("sections")),
        )

    def written(self, at: str, *names: str, needed: tuple[str, ...] = ()) -> dict[str, Any]:
        """The texts of one holder; one that is needed is there, if only empty."""
        found: dict[str, Any] = {}
        for name in names:
            translations = self.texts.get(f"{at}{name}", {})
            if translations or name in needed:
                found[name] = LocalizedText(self.source, translations)
        return found

    def texts_of(self, kind: type, at: str, *needed: str) -> dict[str, Any]:
        names = [each.name for each in fields(kind) if "LocalizedText" in str(each.type)]
        return self.written(f"{at}.", *names, needed=needed)

    def section(self, name: str) -> Section:
        at = f"sections.{name}"
        values = dict(self.values.get(at, {}))
        repeat = values.pop("repeat", None)
        return Section(
            name=name_of(name),
            **_restored(values),
            **self.texts_of(Section, at, "title"),
            repeat=Repeat(**repeat, **self.texts_of(Repeat, f"{at}.repeat")) if repeat else None,
            items=tuple(self.item(item) for item in self.ordered(f"{at}.items")),
        )

    def item(self, name: str) -> Item:
        at = f"items.{name}"
        values = _restored(self.values[at])
        for key in ("minimum", "maximum", "step", "max_megabytes"):
            if key in values:
                values[key] = float(values[key])
        return Item(
            name=name_of(name),
            **values,
            **self.texts_of(Item, at, "label"),
            options=self.options(f"{at}.options"),
            rows=tuple(
                Row(
                    code=name_of(code),
                    label=self.label(f"{at}.rows.{code}"),
                    **self.values.get(f"{at}.rows.{code}", {}),
                )
                for code in self.ordered(f"{at}.rows")
            ),
        )

    def options(self, at: str) -> tuple[Option, ...]:
        return tuple(
            Option(code=name_of(code), label=self.label(f"{at}.{code}"), **self.values.get(f"{at}.{code}", {}))
            for code in self.ordered(at)
        )

    def label(self, at: str) -> LocalizedText:
        return LocalizedText(self.source, self.texts.get(at, {}))

    def quota(self, name: str) -> Quota:
        at = f"quotas.{name}"
        values = dict(self.values[at])
        values["when"] = {key: tuple(codes) for key, codes in values["when"].items()}
        return Quota(name=name_of(name), **values, **self.texts_of(Quota, at))

    def about(self) -> About:
        values = dict(self.values.get("about", {}))
        lines = self.values.get("about.support", {})
        return About(
            **_restored(values),
            **self.texts_of(About, "about"),
            support={country: self.support(line, f"about.support.{country}") for country, line in lines.items()},
        )

    def support(self, line: Mapping[str, str], at: str) -> SupportLine:
        return SupportLine(name=self.label(at), **line)

    def edition(self, country: str) -> Edition:
        at = f"editions.{country}"
        values = dict(self.values.get(at, {}))
        line = values.pop("support", None)
        return Edition(
            **_restored(values),
            **self.texts_of(Edition, at),
            support=self.support(line, f"{at}.support") if line is not None else None,
            items={
                name_of(name): NationalItem(
                    left_out=item["left_out"],
                    **self.texts_of(NationalItem, f"{at}.items.{name}"),
                    options=self.options(f"{at}.items.{name}.options"),
                )
                for name, item in self.values.get(f"{at}.items", {}).items()
            },
        )


_KINDS: Mapping[str, Any] = {"type": ItemType, "cell": Cell, "contact": lambda value: Contact(**value)}
_TUPLES = frozenset({"trigger", "countries", "tags", "units", "accept", "languages"})


def _restored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the definition holds them."""
    found = {}
    for name, value in values.items():
        if name in _TUPLES:
            value = tuple(value)
        elif name in _KINDS:
            value = _KINDS[name](value)
        elif name == "tables":
            value = {table: tuple(rows) for table, rows in value.items()}
        found[name] = value
    return found
