"""One question in one country: its own words, its own options that count as common ones, or not asked there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engage.instruments.document import NATIONAL_ITEM_TEXTS
from engage.instruments.domain.definition import Instrument, Item, NationalItem, Option
from engage.instruments.domain.editing.change import Change, NotAllowed, change
from engage.instruments.domain.editing.editions import at_edition, own_words, source_first, with_edition
from engage.instruments.domain.editing.parts import MOST_PASTED, require_form
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.tree import item_named

Rewrite = Callable[[Instrument, Item, NationalItem], NationalItem]


@dataclass(frozen=True, slots=True)
class OwnOption:
    """One option of a country, as it is to be."""

    code: str
    labels: Mapping[str, str] = field(default_factory=dict)
    """Words by language; languages that are not named keep theirs."""
    common: str = ""
    """The common option it counts as; "" for the one with the same code."""
    was: str = ""
    """Its code until now; "" for a new one."""


def set_national_text(country: str, item: str, text: str, words: str, *, language: str) -> Change:
    """The country's own `label` or `hint` in one language; empty words take it away there.

    :raises Missing: when the item or the edition is not there
    :raises NotAllowed: for any other text, when it is too long, and for the item that asks for the country
    """

    def rewrite(instrument: Instrument, _: Item, own: NationalItem) -> NationalItem:
        if text not in NATIONAL_ITEM_TEXTS:
            raise NotAllowed(place=at_national(country, item, text), value=text)
        new = own_words(instrument, getattr(own, text), words, language, at_national(country, item, text))
        changed: NationalItem = replace(own, **{text: new})  # type: ignore[arg-type]  # one of its texts
        return changed

    return _national_change(country, item, text, rewrite)


def set_own_options(country: str, item: str, options: Sequence[OwnOption]) -> Change:
    """Give a country these options in this order; none: the common ones.

    A new option is exclusive, "other" and has attributes as the common one it counts as. "Other" is one at most.

    :raises Missing: when the item or the edition is not there
    :raises DoesNotFit: when an option counts as none of the common ones, or a code is there twice
    :raises NotAName: for a code that cannot be one
    :raises NotAllowed: for an option without words, too many of them, and for the item that asks for the country
    """

    def rewrite(instrument: Instrument, asked: Item, own: NationalItem) -> NationalItem:
        if len(options) > MOST_PASTED:
            raise NotAllowed(place=at_national(country, item, "options"), value=len(options))
        made = _Maker(instrument, asked, own, at_national(country, item, "options"))
        return replace(own, options=_one_other(tuple(made.option(option) for option in options)))

    return _national_change(country, item, "options", rewrite)


def leave_out(country: str, item: str, left_out: bool = True) -> Change:
    """Do not ask an item in a country, or ask it again, with the own words that it had.

    :raises Missing: when the item or the edition is not there
    :raises NotAllowed: for the item that asks for the country
    """

    def rewrite(_: Instrument, __: Item, own: NationalItem) -> NationalItem:
        return replace(own, left_out=left_out)

    return _national_change(country, item, "", rewrite, code="national_left_out" if left_out else "national_asked")


def back_to_common(country: str, item: str) -> Change:
    """Ask an item in a country as for all.

    :raises Missing: when the item or the edition is not there
    """
    return _national_change(country, item, "", lambda *_: NationalItem(), code="national_removed")


def at_national(country: str, item: str, *rest: str) -> str:
    return at_edition(country, "items", step(item), *(part for part in rest if part))


def pasted_options(text: str, language: str) -> tuple[OwnOption, ...]:
    """Options a line each: code, label and common code with `|` or a tab between them. Without a common code an option
    counts as the common one of the same code.

    :param language: of the labels
    :raises NotAllowed: for the first line that has no label, figures: `place`, `value`
    """
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        code, *rest = (part.strip() for part in re.split(r"[|\t]", line))
        if not code or not rest or not rest[0] or len(rest) > 2:
            raise NotAllowed(place="options", value=line.strip())
        found.append(OwnOption(code, {language: rest[0]}, rest[1] if len(rest) == 2 else ""))
    return tuple(found)


def with_pasted(before: Sequence[OwnOption], new: Sequence[OwnOption]) -> tuple[OwnOption, ...]:
    """Options with pasted ones: a code that is there already takes the words and the common code that were pasted."""
    pasted = {option.code: option for option in new}
    kept = tuple(_merged(option, pasted.pop(option.code, None)) for option in before)
    return (*kept, *pasted.values())


def _merged(option: OwnOption, new: OwnOption | None) -> OwnOption:
    if new is None:
        return option
    return replace(option, labels={**option.labels, **new.labels}, common=new.common or option.common)


def _national_change(
    country: str, item: str, place: str, rewrite: Rewrite, *, code: str = "national_changed"
) -> Change:
    def apply(instrument: Instrument) -> Instrument:
        asked = item_named(instrument, item)
        if item == instrument.country_item:
            raise NotAllowed(place=at_national(country, item), value=item)
        return with_edition(
            instrument,
            country,
            lambda edition: replace(
                edition, items=_tidy(edition.items, item, lambda own: rewrite(instrument, asked, own))
            ),
        )

    return change(code, apply, {at_national(country, item, place)}, country=country, item=item)


def _tidy(
    items: Mapping[str, NationalItem], name: str, rewrite: Callable[[NationalItem], NationalItem]
) -> dict[str, NationalItem]:
    """What a country does, without what is as for all."""
    new = rewrite(items.get(name, NationalItem()))
    changed = {**items, name: new}
    return {called: own for called, own in changed.items() if called != name or own != NationalItem()}


class _Maker:
    """Makes the options of one item in one country from what they were and what is wanted."""

    def __init__(self, instrument: Instrument, asked: Item, own: NationalItem, place: str) -> None:
        self.instrument = instrument
        self.asked = asked
        self.before = {option.code: option for option in own.options}
        self.place = place

    def option(self, wanted: OwnOption) -> Option:
        require_form("options", wanted.code)
        place = f"{self.place}.{step(wanted.code)}"
        common = wanted.common or wanted.code
        old = self.before.get(wanted.was)
        label = old.label if old else None
        for language in source_first(self.instrument, wanted.labels):
            label = own_words(self.instrument, label, wanted.labels[language], language, place)
        if not label:
            raise NotAllowed(place=place, value=wanted.code)
        if old and old.counts_as == common:
            return replace(old, code=wanted.code, label=label, common=common)
        like = self.asked.option(common)
        if like is None:
            return Option(code=wanted.code, label=label, common=common)
        return replace(like, code=wanted.code, label=label, common=common, relevance=None, image={})


def _one_other(options: tuple[Option, ...]) -> tuple[Option, ...]:
    first = next((option for option in options if option.other), None)
    return tuple(replace(option, other=option is first) if option.other else option for option in options)
