"""Which language a column is in: free names in the file, BCP 47 tags here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.core.findings import Where
from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Column

UNNAMED = "default"
"""What texts in columns without a language are called when a tag is asked for them."""
ASSUMED = "en"

_TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*|x(?:-[A-Za-z0-9]{1,8})+"
_WELL_FORMED = re.compile(rf"^(?:{_TAG})$")
_NAMED = re.compile(rf"^.*\(\s*({_TAG})\s*\)$", re.S)
_BARE = re.compile(r"^[a-z]{2}(?:-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class Languages:
    source: str
    tags: tuple[str, ...]
    """The source first."""
    by_name: Mapping[str | None, str]
    """Name in the file -> tag; None stands for columns without a language."""
    unnamed: tuple[str, ...] = ()
    """Names without a tag."""


def languages_of(
    sheets: Iterable[tuple[Sheet, tuple[Column, ...]]],
    default: str,
    given: Mapping[str, str],
    collector: Collector,
) -> Languages:
    """The languages of the text columns, the default language of the settings first.

    :param default: `default_language` of the settings, a name or a tag; may be empty
    :param given: tags for names that carry none, `default` for columns without a language
    """
    places: dict[str | None, Where] = {}
    doubled: dict[str, Where] = {}
    for sheet, columns in sheets:
        named = {column.field for column in columns if column.language}
        for column in columns:
            if column.field not in ("label", "hint", "guidance_hint", "constraint_message", "required_message"):
                continue
            where = Where(sheet.name, sheet.header_row, column.header)
            places.setdefault(column.language, where)
            if column.language is None and column.field in named:
                doubled.setdefault(column.field, where)
    asker = _Asker(given, collector)
    by_name: dict[str | None, str] = {
        name: asker.tag(name, where) for name, where in places.items() if name is not None
    }
    if None in places:
        by_name[None] = _unsuffixed(default, by_name, places[None], asker, doubled=bool(doubled))
    source = _source(default, by_name, places, asker)
    tags = dict.fromkeys([source, *by_name.values()])
    return Languages(source, tuple(tags), by_name, tuple(asker.missing))


class _Asker:
    """Finds a tag for a name, and remembers the names for which there is none."""

    def __init__(self, given: Mapping[str, str], collector: Collector) -> None:
        self._given = {name.strip().lower(): tag.strip() for name, tag in given.items()}
        self._collector = collector
        self.missing: dict[str, str] = {}

    def given(self, name: str) -> str | None:
        tag = self._given.get(name.strip().lower())
        return tag if tag and _WELL_FORMED.match(tag) else None

    def tag(self, name: str, where: Where) -> str:
        """The tag; a private-use one stands in while the real one is missing."""
        if found := self.given(name) or tag_in(name):
            return found
        if name not in self.missing:
            message = f"The language “{name}” has no code. Say which one it is, for example {name}=en."
            self._collector.error("language_without_code", message, where)
            stem = re.sub(r"[^a-z0-9]", "", name.lower())[:8] or f"l{len(self.missing) + 1}"
            taken = set(self.missing.values())
            self.missing[name] = f"x-{stem}" if f"x-{stem}" not in taken else f"x-{stem}-{len(taken) + 1}"
        return self.missing[name]

    def assume(self, where: Where) -> str:
        """For a file that names no language at all: not an error, but worth asking."""
        self.missing[UNNAMED] = ASSUMED
        message = (
            "The file does not say which language it is in. It is taken as English: give default_language in the "
            f"settings, or a code for “{UNNAMED}”, when it is not."
        )
        self._collector.warning("language_assumed", message, where)
        return ASSUMED

    def warn_unsuffixed(self, tag: str, where: Where) -> None:
        message = f"Columns without a language stand beside columns with one. Their texts are taken as “{tag}”."
        self._collector.warning("column_without_language", message, where)


def tag_in(name: str) -> str | None:
    """The tag that a language's name carries: `French (fr)`, or a name that is a tag: `fr`."""
    if match := _NAMED.match(name):
        return str(match[1])
    return name if _BARE.match(name) else None


def _unsuffixed(default: str, by_name: Mapping[str | None, str], where: Where, asker: _Asker, *, doubled: bool) -> str:
    """The language of columns that name none.

    `label` beside `label::French (fr)` is another language than French, unless the settings say so;
    `hint` beside `label::French (fr)` alone is taken as the first language.
    """
    tag = _default(default, by_name, where, asker) or asker.given(UNNAMED)
    if tag is None:
        if not by_name:
            return asker.assume(where)
        tag = asker.tag(UNNAMED, where) if doubled else next(iter(by_name.values()))
    if by_name:
        asker.warn_unsuffixed(tag, where)
    return tag


def _source(default: str, by_name: Mapping[str | None, str], places: Mapping[str | None, Where], asker: _Asker) -> str:
    first = next(iter(places.values()), Where("survey", 1))
    tag = _default(default, by_name, first, asker)
    if tag:
        return tag
    if None in by_name:
        return by_name[None]
    return next(iter(by_name.values())) if by_name else asker.given(UNNAMED) or ASSUMED


def _default(default: str, by_name: Mapping[str | None, str], where: Where, asker: _Asker) -> str | None:
    """The tag of the settings' default language, which may leave out the code that the columns carry."""
    if not default or default.lower() == UNNAMED:
        return None
    for name, tag in by_name.items():
        if name and default.lower() in {name.lower(), tag.lower(), re.sub(r"\s*\([^()]*\)$", "", name).lower()}:
            return tag
    return asker.tag(default, where)
