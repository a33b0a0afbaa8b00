"""What only some types have: bounds, random order, several lines, a filter, the files taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import FILE_TYPES, ItemType
from engage.instruments.readers.xlsform.choices import ChoiceList
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.expressions import Expressions
from engage.instruments.readers.xlsform.kinds import PICTURES
from engage.instruments.readers.xlsform.matrix import words
from engage.instruments.readers.xlsform.offered import Offered
from engage.instruments.readers.xlsform.parameters import note_unused, number_in, parameters_of
from engage.instruments.readers.xlsform.tree import Row

SELECTS = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING)
PICTURE_TYPES = (".jpg", ".jpeg", ".png", ".webp")
_DROPDOWN = frozenset({"minimal", "autocomplete", "search"})
_UNDERSTOOD: Mapping[ItemType, frozenset[str]] = {
    ItemType.SINGLE: _DROPDOWN | {"label", "list-nolabel", "list", "vertical"},
    ItemType.MULTIPLE: frozenset({"label", "list-nolabel", "list", "vertical"}),
    ItemType.TEXT: frozenset({"multiline"}),
}
_NUMBER_BOUNDS = {"start": 1.0, "end": 10.0, "step": 1.0}


@dataclass(frozen=True, slots=True)
class Particulars:
    expressions: Expressions
    offered: Offered
    collector: Collector
    own: bool
    """The file was written here: what it does not say is not so."""

    def of(self, row: Row, item_type: ItemType) -> dict[str, Any]:
        """Fields of the item that the columns parameters, appearance, choice_filter and body::accept give."""
        record = row.record
        parameters = parameters_of(record, self.collector)
        found: dict[str, Any] = {}
        if item_type is ItemType.SCALE:
            found = self._scale(record, parameters)
        elif item_type in SELECTS:
            found = {
                "shuffle": self._shuffled(record, parameters),
                "dropdown": item_type is ItemType.SINGLE and bool(words(record) & _DROPDOWN),
                "choice_filter": self.expressions.read(record, "choice_filter", row.parent),
            }
            if row.kind.from_file:
                parameters = {name: value for name, value in parameters.items() if name not in ("value", "label")}
        elif item_type is ItemType.TEXT:
            rows = parameters.pop("rows", record["rows"] or "1")
            found = {"multiline": "multiline" in words(record) or rows not in ("", "1")}
        elif item_type is ItemType.FILE:
            found = {"accept": self._accept(record, row.kind.word)}
        note_unused(parameters, record, self.collector)
        ignored = words(record) - _UNDERSTOOD.get(item_type, frozenset())
        if ignored:
            message = f"The appearance “{' '.join(sorted(ignored))}” has no effect here."
            self.collector.note("appearance_ignored", message, record.where("appearance"))
        return found

    def _scale(self, record: Record, parameters: dict[str, str]) -> dict[str, Any]:
        given = {
            name: number_in(parameters, name, usual, record, self.collector)
            for name, usual in _NUMBER_BOUNDS.items()
            if name in parameters or not self.own
        }
        low, high, step = given.get("start"), given.get("end"), given.get("step")
        if self.own or low is None or high is None or step is None:
            return {"minimum": low, "maximum": high, "step": step}
        low, high, step = min(low, high), max(low, high), abs(step)
        if not step or step > high - low:
            message = "The step of a range must be more than zero and fit between start and end."
            self.collector.error("bad_parameter", message, record.where("parameters"))
        return {
            "minimum": low,
            "maximum": high,
            "step": step,
            **self._ends(record, parameters.pop("tick_labelset", ""), low, high),
        }

    def _ends(self, record: Record, name: str, low: float, high: float) -> dict[str, LocalizedText]:
        """Labels of the two ends, from the list that labels the ticks."""
        if not name:
            return {}
        where = record.where("parameters")
        found = self.offered.choices.get(name)
        if found is None:
            message = f"The list “{name}” of tick_labelset is not in the sheet choices."
            self.collector.error("unknown_list", message, where)
            return {}
        labels = _labels_by_value(found)
        if "no-ticks" in words(record) and not labels.keys() <= {low, high}:
            message = f"Without ticks the list “{name}” labels the two ends of the range and nothing else."
            self.collector.error("bad_parameter", message, where)
        if labels.keys() - {low, high}:
            self.collector.note("ticks_between", "Only the two ends of the range are labelled here.", where)
        ends = {"low_label": labels.get(low), "high_label": labels.get(high)}
        return {field: label for field, label in ends.items() if label is not None}

    def _shuffled(self, record: Record, parameters: dict[str, str]) -> bool:
        """Random order; a seed is not needed, since one respondent sees one order anyway."""
        value = parameters.pop("randomize", "false").lower()
        seed = parameters.pop("seed", None)
        if value not in ("true", "false", "yes", "no"):
            message = f"randomize is true or false, and not “{value}”."
            self.collector.error("bad_parameter", message, record.where("parameters"))
        if seed is not None and not seed.startswith("${") and not seed.lstrip("-").replace(".", "", 1).isdigit():
            message = f"The seed is a number or a reference, and not “{seed}”."
            self.collector.error("bad_parameter", message, record.where("parameters"))
        elif seed is not None:
            message = "The seed is not used: the order is random, and the same for one respondent always."
            self.collector.note("parameter_ignored", message, record.where("parameters"))
        return value in ("true", "yes")

    def _accept(self, record: Record, word: str) -> tuple[str, ...]:
        """Endings that are taken; a question for a picture takes pictures."""
        if word in PICTURES:
            return PICTURE_TYPES
        wanted = [part.strip().lower() for part in record["accept"].replace(" ", ",").split(",") if part.strip()]
        taken: list[str] = []
        for part in wanted:
            taken += PICTURE_TYPES if part == "image/*" else [part] if part in FILE_TYPES else []
        refused = [part for part in wanted if part not in taken and part != "image/*"]
        if refused:
            message = f"Files of the kinds {', '.join(refused)} are not taken here; {', '.join(FILE_TYPES)} are."
            self.collector.warning("file_type_left_out", message, record.where("accept"))
        return tuple(dict.fromkeys(taken))


def _labels_by_value(found: ChoiceList) -> dict[float, LocalizedText]:
    labels: dict[float, LocalizedText] = {}
    for option in found.options:
        try:
            labels.setdefault(float(option.code), option.label)
        except ValueError:
            continue
    return labels
