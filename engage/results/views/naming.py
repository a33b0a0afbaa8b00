"""What items, answers and groups are called on pages of a team, in its reader's language."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from engage.i18n.named import language_name
from engage.instruments.domain.definition import Instrument
from engage.instruments.regions import region
from engage.results.charts.crossed import joined_title
from engage.results.charts.reader import Reader
from engage.results.domain.margin_items import MarginItem, Values, margin_items
from engage.results.domain.populations import BEGINNING, COUNTRY, LANGUAGE, RANGE, Cell

Items = Mapping[str, MarginItem]


def items_of(instrument: Instrument) -> Items:
    return {each.key: each for each in margin_items(instrument)}


def item_name(key: str, items: Items, reader: Reader) -> str:
    """The question, of a matrix with its statement; what was deleted from the questionnaire by its name."""
    if key == LANGUAGE:
        return gettext("Language of the answers")
    if key == COUNTRY:
        return gettext("Country whose edition was answered")
    found = items.get(key)
    if found is None or found.label is None:
        return key
    return joined_title(reader.pick(found.label)[0], reader.pick(found.row)[0] if found.row is not None else "")


def items_name(keys: Sequence[str], items: Items, reader: Reader) -> str:
    return " × ".join(item_name(key, items, reader) for key in keys)


def code_name(code: str, item: MarginItem | None, reader: Reader) -> str:
    """One answer, or a range of them."""
    match item.values if item else None:
        case Values.NUMBERS:
            return _range(code)
        case Values.REGIONS:
            plain = code.removesuffix(BEGINNING)
            found = region(plain)
            return f"{found.name} ({plain})" if found else reader.country(plain)
        case Values.COUNTRIES:
            return reader.country(code)
        case Values.LANGUAGES:
            return language_name(code, reader.language)
    label = item.names.get(code) if item else None
    return reader.pick(label)[0] if label is not None else code


def codes_name(codes: Sequence[str], item: MarginItem | None, reader: Reader) -> str:
    """Several answers put together."""
    names = [code_name(code, item, reader) for code in codes]
    return names[0] if len(names) == 1 else gettext(" or ").join((", ".join(names[:-1]), names[-1]))


def group_name(keys: Sequence[str], codes: Sequence[Sequence[str]], items: Items, reader: Reader) -> str:
    """A cell: "Man, 18–29"."""
    return ", ".join(codes_name(each, items.get(key), reader) for key, each in zip(keys, codes, strict=True))


def cell_name(keys: Sequence[str], cell: Cell, items: Items, reader: Reader) -> str:
    return group_name(keys, cell.codes, items, reader)


def _range(code: str) -> str:
    low, dots, high = code.partition(RANGE)
    if not dots:
        return low
    if not low:
        return gettext("%(number)s or less", number=high)
    return f"{low}–{high}" if high else gettext("%(number)s or more", number=low)
