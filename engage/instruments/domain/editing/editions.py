"""What countries do differently: their editions as a whole. One question in one country: `national_items`.

Every change here, and every change of the common instrument that editions hang on, leaves an instrument whose
editions fit (`domain.editions.mismatches`), or is refused with the code of what would not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engage.i18n.named import is_country
from engage.i18n.text import LocalizedText, TextState
from engage.instruments.document import EDITION_TEXTS
from engage.instruments.domain.definition import Contact, Edition, Instrument, ItemType, SupportLine
from engage.instruments.domain.editing.change import Change, DoesNotFit, Missing, NameTaken, NotAllowed, change
from engage.instruments.domain.editing.texts import LONGEST
from engage.instruments.domain.editing.tree import item_named
from engage.instruments.domain.editions import mismatches
from engage.instruments.domain.translating import written

ASKS_FOR_COUNTRY = (ItemType.COUNTRY, ItemType.SINGLE)
MOST_COUNTRIES = 250
_OLDEST = 120


def at_edition(country: str, *rest: str) -> str:
    """The place of an edition or of something in it."""
    return ".".join(("editions", country, *rest))


def edition_of(instrument: Instrument, country: str) -> Edition:
    """:raises Missing: when the country has none"""
    if country not in instrument.editions:
        raise Missing(place=at_edition(country))
    return instrument.editions[country]


def keep_editions(before: Instrument, after: Instrument) -> None:
    """Refuse a change after which an edition does not fit the common instrument.

    :raises DoesNotFit: for the first thing that did fit before
    """
    if not after.editions and after.country_item == before.country_item:
        return
    known = set(mismatches(before))
    for found in mismatches(after):
        if found not in known:
            raise DoesNotFit(code=found.code, country=found.country, item=found.item, option=found.option)


def with_edition(instrument: Instrument, country: str, rewrite: Callable[[Edition], Edition]) -> Instrument:
    """:raises Missing: when the country has no edition
    :raises DoesNotFit: when what it does then does not fit
    """
    edition = rewrite(edition_of(instrument, country))
    after = replace(instrument, editions={**instrument.editions, country: edition})
    keep_editions(instrument, after)
    return after


def add_edition(country: str, languages: Sequence[str] = ()) -> Change:
    """Give a country an edition of its own, as yet the same as for all.

    :param country: as in `named.COUNTRIES`
    :param languages: offered there, the first first; none: all of the instrument
    :raises NotAllowed: for what is no code of a country
    :raises NameTaken: when it has one
    :raises DoesNotFit: for a language that the instrument has not
    """

    def apply(instrument: Instrument) -> Instrument:
        if not is_country(country) or len(instrument.editions) >= MOST_COUNTRIES:
            raise NotAllowed(place="editions", value=country)
        if country in instrument.editions:
            raise NameTaken(name=country)
        after = replace(instrument, editions={**instrument.editions, country: Edition()})
        return with_edition(after, country, lambda edition: replace(edition, languages=_once(languages)))

    return change("edition_added", apply, {at_edition(country)}, country=country)


def remove_edition(country: str) -> Change:
    """Take an edition out with everything in it; people there then answer the common one. Undo brings it back.

    :raises Missing: when it has none
    """

    def apply(instrument: Instrument) -> Instrument:
        edition_of(instrument, country)
        return replace(instrument, editions={c: each for c, each in instrument.editions.items() if c != country})

    return change("edition_removed", apply, {at_edition(country)}, country=country)


def set_edition_languages(country: str, languages: Sequence[str]) -> Change:
    """The languages a country offers, its first language first; none: all of the instrument.

    :raises DoesNotFit: for one that the instrument has not
    """
    return _edition_change(
        country, {"languages"}, lambda _, edition: replace(edition, languages=_once(languages)), fields=["languages"]
    )


def set_edition_age(country: str, years: int | None) -> Change:
    """The minimum age in a country; None: as for all.

    :raises NotAllowed: for anything but 0 to 120 years
    """

    def rewrite(_: Instrument, edition: Edition) -> Edition:
        if years is not None and not 0 <= years <= _OLDEST:
            raise NotAllowed(place=at_edition(country, "minimum_age"), value=str(years))
        return replace(edition, minimum_age=years)

    return _edition_change(country, {"minimum_age"}, rewrite, fields=["minimum_age"])


def set_edition_text(country: str, field: str, words: str, *, language: str) -> Change:
    """A text of a country instead of the common one: `welcome`, `decision`, `controller`, `data_protection_officer`
    or `consent`, in one language; empty words take it away there. See `own_words` for its state.

    :raises NotAllowed: for any other field, and when it is too long
    """

    def rewrite(instrument: Instrument, edition: Edition) -> Edition:
        if field not in EDITION_TEXTS:
            raise NotAllowed(place=at_edition(country, field), value=field)
        text = own_words(instrument, getattr(edition, field), words, language, at_edition(country, field))
        changed: Edition = replace(edition, **{field: text})  # type: ignore[arg-type]  # one of its texts
        return changed

    return _edition_change(country, {field}, rewrite, fields=[field])


def set_edition_contact(country: str, contact: Contact | None) -> Change:
    """Who stands behind the survey in a country; None: as for all."""
    return _edition_change(
        country, {"contact"}, lambda _, edition: replace(edition, contact=contact), fields=["contact"]
    )


def set_edition_support(country: str, name: Mapping[str, str] | None, phone: str = "", address: str = "") -> Change:
    """The help line of a country, its name by language; None, or a name without words: as for all."""

    def rewrite(instrument: Instrument, edition: Edition) -> Edition:
        label = edition.support.name if edition.support else None
        for language in source_first(instrument, name or {}):
            label = own_words(instrument, label, (name or {})[language], language, at_edition(country, "support"))
        line = SupportLine(name=label, phone=phone, address=address) if name is not None and label else None
        return replace(edition, support=line)

    return _edition_change(country, {"support"}, rewrite, fields=["support"])


def set_country_item(name: str | None) -> Change:
    """Say which question asks for the country, where the link does not name it; None: none does.

    :raises Missing: when it is not there
    :raises NotAllowed: when it is of a type that asks for none, or stands in a list of entries
    """

    def apply(instrument: Instrument) -> Instrument:
        if name is not None:
            asks = item_named(instrument, name).type in ASKS_FOR_COUNTRY
            listed = any(section.repeat for section in instrument.sections if name in (i.name for i in section.items))
            own = any(name in edition.items for edition in instrument.editions.values())
            if not asks or listed or own:
                raise NotAllowed(place="country_item", value=name)
        return replace(instrument, country_item=name)

    return change("country_item_set", apply, {"country_item"}, item=name or "")


def own_words(
    instrument: Instrument, text: LocalizedText | None, words: str, language: str, place: str
) -> LocalizedText | None:
    """A text of one country with the words of one language; None when none are left.

    A country writes in its own language: while there are no words in the source language, what it writes is the
    original and approved; beside those it is a draft of a translation. To add source words later makes nothing stale.

    :raises NotAllowed: when they are too long
    """
    if len(words) > LONGEST:
        raise NotAllowed(place=place, value=len(words))
    text = text or LocalizedText(instrument.source_language, {})
    state = TextState.DRAFT if text.source else TextState.APPROVED
    new = written(text, language, words, state=state, same_meaning=not text.source)
    return new or None


def source_first(instrument: Instrument, words: Mapping[str, str]) -> list[str]:
    """Languages in the order in which words are to be written: the others are translations of the source."""
    return sorted(words, key=lambda language: language != instrument.source_language)


def _edition_change(
    country: str, places: set[str], rewrite: Callable[[Instrument, Edition], Edition], **figures: Any
) -> Change:
    def apply(instrument: Instrument) -> Instrument:
        return with_edition(instrument, country, lambda edition: rewrite(instrument, edition))

    touches = {at_edition(country, place) for place in places}
    return change("edition_changed", apply, touches, country=country, **figures)


def _once(languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(languages))
