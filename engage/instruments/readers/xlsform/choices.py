"""The choices sheet: lists of response options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.core.findings import Where
from engage.instruments.domain.definition import Option
from engage.instruments.readers.workbook import Sheet
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import MEDIA, Column, Record, records_of
from engage.instruments.readers.xlsform.own import OPTION_VALUES
from engage.instruments.readers.xlsform.own_cells import own_values
from engage.instruments.readers.xlsform.texts import Texts

COLUMN = re.compile(r"^[^\W\d][\w.\-]*$")


@dataclass(frozen=True, slots=True)
class ChoiceList:
    options: tuple[Option, ...]
    where: Where
    media: tuple[tuple[Where, str], ...] = ()
    """Cells that name a picture, sound or film by an answer."""


@dataclass(slots=True)
class Choices:
    lists: Mapping[str, ChoiceList]
    used: set[str] = field(default_factory=set)

    def get(self, name: str) -> ChoiceList | None:
        self.used.add(name)
        return self.lists.get(name)

    def use(self, name: str) -> None:
        """Count the list as used."""
        self.used.add(name)

    def table(self, name: str) -> tuple[Mapping[str, str], ...] | None:
        """The list as rows that expressions look up: name, label (in the source language), further columns.

        `itextId` holds the label as well, so that `jr:itext(…/itextId)` finds it.
        """
        found = self.get(name)
        if found is None:
            return None
        return tuple(
            {
                **option.attributes,
                "name": option.code,
                "label": option.label.in_(option.label.source_language),
                "itextId": option.label.in_(option.label.source_language),
            }
            for option in found.options
        )

    def report_unused(self, collector: Collector) -> None:
        unused = {name: found for name, found in self.lists.items() if name not in self.used}
        if unused:
            message = f"No question uses these lists. They are left out: {', '.join(unused)}."
            collector.note("list_not_used", message, next(iter(unused.values())).where)


def choices_of(
    sheet: Sheet | None, columns: tuple[Column, ...], texts: Texts, collector: Collector, *, duplicates: bool = False
) -> Choices:
    """All lists of the sheet, in the order of their rows; a row without list or name is an error.

    :param duplicates: whether a list may hold one name several times, for a filter to choose from
    """
    gathered: dict[str, list[Record]] = {}
    for record in records_of(sheet, columns) if sheet else []:
        if record["list_name"] and record["name"]:
            gathered.setdefault(record["list_name"], []).append(record)
        elif record["list_name"] or record["name"]:
            missing = "name" if record["list_name"] else "list_name"
            collector.error(f"missing_{missing}", f"The option has no {missing}.", record.where(missing))
        else:
            collector.note("option_without_list", "The row belongs to no list. It is left out.", record.where())
    return Choices(
        {name: _list(name, records, texts, collector, duplicates=duplicates) for name, records in gathered.items()}
    )


def _list(name: str, records: list[Record], texts: Texts, collector: Collector, *, duplicates: bool) -> ChoiceList:
    first_rows: dict[str, Record] = {}
    kept: list[Record] = []
    options: list[Option] = []
    for record in records:
        code = record["name"]
        first = first_rows.setdefault(code, record)
        if first is not record and not duplicates:
            _say_double(name, first, record, collector)
            continue
        kept.append(record)
        options.append(_option(record, texts, collector))
    _mention_media(name, kept, collector)
    return ChoiceList(tuple(options), records[0].where("list_name"), _media(kept))


def _say_double(name: str, first: Record, second: Record, collector: Collector) -> None:
    """Two rows of one name: one option written twice, or an error."""
    where = second.where("name")
    again = f"The list “{name}” offers “{second['name']}” already in row {first.number}."
    if _alike(first, second):
        collector.warning("duplicate_option", f"{again} This row is left out.", where)
    else:
        message = f"{again} Where that is meant, say so in the settings: allow_choice_duplicates."
        collector.error("duplicate_option", message, where)


def _alike(first: Record, second: Record) -> bool:
    """Whether the labels say the same: in every language that both have, one begins with the other."""
    one, two = first.texts.get("label", {}), second.texts.get("label", {})
    pairs = [(one[name].lower(), two[name].lower()) for name in one.keys() & two.keys()]
    return bool(pairs) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _media(records: list[Record]) -> tuple[tuple[Where, str], ...]:
    """Names of sounds and films that hold a reference, which would have to name something."""
    return tuple(
        (record.where(medium), text)
        for record in records
        for medium in sorted(MEDIA & record.texts.keys())
        for text in record.texts[medium].values()
        if "${" in text
    )


def _option(record: Record, texts: Texts, collector: Collector) -> Option:
    label = texts.read(record, "label")
    values = own_values(record, OPTION_VALUES, collector)
    if label is None and texts.own:
        label = texts.instead(record["name"])
    if label is None:
        message = f"The option “{record['name']}” has no label. Its name is shown instead."
        collector.warning("option_without_label", message, record.where("label"))
        label = texts.source(record["name"])
    return Option(
        code=record["name"],
        label=label,
        attributes=_attributes(record),
        image=texts.pictures(record),
        relevance=record["engage::relevance"] or None,
        **values,
    )


def _mention_media(name: str, records: list[Record], collector: Collector) -> None:
    for medium in sorted(MEDIA - {"image"}):
        shown = [record for record in records if medium in record.texts]
        if shown:
            rows = ", ".join(str(record.number) for record in shown)
            message = f"The options of “{name}” are shown without their {medium} (rows {rows})."
            collector.warning("media_left_out", message, shown[0].where(medium))


def _attributes(record: Record) -> dict[str, str]:
    """Further columns, by their header; those that no expression could name are not kept."""
    return {header: text for header, text in record.extra.items() if COLUMN.match(header)}
