"""Who a chart is for: their language, their way of writing numbers, and the words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from engage.i18n.text import LocalizedText
from engage.instruments.readers.markup import to_plain
from engage.results.domain.rows import TableRow


class Gettext(Protocol):
    """As Flask-Babel's `gettext`: the message, then its placeholders by name."""

    def __call__(self, message: str, /, **variables: object) -> str: ...


class Ngettext(Protocol):
    """As Flask-Babel's `ngettext`."""

    def __call__(self, singular: str, plural: str, number: int, /, **variables: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Reader:
    language: str
    direction: str
    gettext: Gettext
    ngettext: Ngettext

    @property
    def locale(self) -> Locale:
        """The nearest locale that numbers can be written in: `de-informal` is written as `de`."""
        return _locale(self.language)

    def count(self, value: int) -> str:
        return _count(value, self.language)

    def number(self, value: float, digits: int = 1) -> str:
        pattern = "#,##0." + "#" * digits
        return format_decimal(round(value, digits), format=pattern, locale=self.locale)

    def signed(self, value: float, digits: int = 1) -> str:
        """A change: with its sign."""
        pattern = "#,##0." + "#" * digits
        return format_decimal(round(value, digits) + 0.0, format=f"+{pattern};-{pattern}", locale=self.locale)

    def percent(self, percent: float) -> str:
        return _percent(round(percent / 100, 3), self.language)

    def whole_percent(self, percent: float) -> str:
        return format_percent(percent / 100, locale=self.locale)

    def day(self, value: date) -> str:
        return format_skeleton("MMMd", value, locale=self.locale)

    def full_day(self, value: date) -> str:
        """With its year."""
        return format_date(value, "medium", locale=self.locale)

    def period(self, code: str) -> str:
        """A month (`2026-11`) or a year (`2026`)."""
        if "-" not in code:
            return code
        year, month = map(int, code.split("-"))
        return format_date(date(year, month, 1), "MMM yyyy", locale=self.locale)

    def pick(self, text: LocalizedText) -> tuple[str, str]:
        """The text without its marks, and its language where that is not the reader's."""
        words, language = text.pick(self.language)
        return plain(words), "" if language == self.language else language

    def label(self, row: TableRow) -> tuple[str, str]:
        """What stands for a row, and its language where that is not the reader's."""
        if row.bounds is not None:
            return self.bounds(*row.bounds), ""
        if row.label is not None and row.label:
            return self.pick(row.label)
        return row.code, ""

    def bounds(self, low: float, high: float) -> str:
        if low == high:
            return self.number(low, 6)
        return f"{self.number(low, 6)}–{self.number(high, 6)}"

    def years(self, row: TableRow) -> str:
        """A year, or some of them: never with a mark for thousands."""
        low, high = row.bounds or (0.0, 0.0)
        return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"

    def country(self, code: str) -> str:
        """ISO 3166 code as a name."""
        return str(self.locale.territories.get(code, code))

    def listing(self, parts: Iterable[str]) -> str:
        return "; ".join(parts)


@lru_cache(maxsize=512)
def _locale(language: str) -> Locale:
    tags = language.split("-")
    for length in range(len(tags), 0, -1):
        try:
            return Locale.parse("-".join(tags[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


# The same figures come again and again on a page of results, and writing one takes Babel a tenth of a millisecond.


@lru_cache(maxsize=8192)
def _count(value: int, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


@lru_cache(maxsize=8192)
def _percent(share: float, language: str) -> str:
    return format_percent(share, locale=_locale(language), decimal_quantization=False)


def plain(text: str) -> str:
    """Restricted Markdown as one line of plain text; an answer shown within (`${name}`) becomes `…`."""
    return to_plain(re.sub(r"\$\{[^}]*\}", "…", text))
