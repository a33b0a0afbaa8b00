"""One row of the survey sheet becomes one item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain import questionnaire
from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.domain.definition import Row as MatrixRow
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import MEDIA, Record
from engage.instruments.readers.xlsform.expressions import Expressions, both, is_dynamic, literal
from engage.instruments.readers.xlsform.kinds import What
from engage.instruments.readers.xlsform.matrix import is_header, words
from engage.instruments.readers.xlsform.names import Names
from engage.instruments.readers.xlsform.offered import Offered
from engage.instruments.readers.xlsform.parameters import note_unused, number_in, parameters_of
from engage.instruments.readers.xlsform.texts import Texts
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

_SELECTS = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING)
_DROPDOWN = frozenset({"minimal", "autocomplete", "search"})
_UNDERSTOOD: Mapping[ItemType, frozenset[str]] = {
    ItemType.SINGLE: _DROPDOWN | {"label", "list-nolabel", "list", "vertical"},
    ItemType.MULTIPLE: frozenset({"label", "list-nolabel", "list", "vertical"}),
    ItemType.TEXT: frozenset({"multiline"}),
}
_NUMBER_BOUNDS = (1.0, 10.0, 1.0)


@dataclass(frozen=True, slots=True)
class ItemReader:
    names: Names
    texts: Texts
    expressions: Expressions
    offered: Offered
    collector: Collector

    def item(self, row: Row, relevance: str | None) -> Item | None:
        """The item of a row, or None with a finding when it is left out.

        :param relevance: of the groups around it, as far as they are not a section
        """
        if row.kind.what is not What.ITEM:
            self._mention_left_out(row)
            return None
        if is_header(row):
            return self._header(row, relevance)
        self._mention_features(row.record)
        if row.kind.type is ItemType.CALCULATION:
            return self._calculation(row, relevance)
        return self._shown(row, relevance)

    def matrix(self, matrix: Matrix, relevance: str | None) -> Item:
        """The matrix of several rows; its options come from their list."""
        head, first = matrix.title, matrix.rows[0]
        own = (
            None if head["type"].lower().startswith("begin") else self.expressions.read(head, "relevant", matrix.parent)
        )
        options = self.offered.options(first)
        return Item(
            name=self.names.of(matrix),
            type=ItemType.MATRIX,
            label=self._text(head, "label", matrix.parent) or self.texts.source(matrix.name),
            hint=self._hint(head, matrix.parent),
            relevance=both(relevance, own),
            required=self._required(first.record, matrix.parent),
            required_message=self._text(first.record, "required_message", matrix.parent),
            options=options,
            cell=Cell.SINGLE if matrix.kind.type is ItemType.SINGLE else Cell.MULTIPLE,
            rows=tuple(self._matrix_row(row) for row in matrix.rows),
        )

    def _matrix_row(self, row: Row) -> MatrixRow:
        return MatrixRow(
            code=row.name,
            label=self._text(row.record, "label", row.parent) or self.texts.source(row.name),
            relevance=self.expressions.read(row.record, "relevant", row.parent),
        )

    def heading(self, group: Group, relevance: str | None) -> Item | None:
        """The label of a group inside a section, as a note above its items."""
        if group.record is None or (label := self._text(group.record, "label", group)) is None:
            return None
        return Item(
            name=self.names.headings[id(group)],
            type=ItemType.NOTE,
            label=label,
            hint=self._hint(group.record, group),
            heading=True,
            relevance=relevance,
        )

    def stand_in(self, thing: Row | Group) -> Item | None:
        """An empty calculation for something left out that others refer to; a repeat counts as asked once."""
        if id(thing) not in self.names.stand_ins:
            return None
        calculation = "''"
        if isinstance(thing, Group):
            calculation = "1" if thing.repeat else calculation
        elif thing.record["type"].lower() == "today":
            calculation = "today()"
        name = self.names.of(thing)
        label = self.texts.source(thing.name)
        return Item(name=name, type=ItemType.CALCULATION, label=label, calculation=calculation)

    def _mention_left_out(self, row: Row) -> None:
        where = row.record.where("type")
        if row.kind.what is What.METADATA:
            message = f"“{row.record['type']}” is not collected: kept beside the answers it would tell who gave them."
            self.collector.note("metadata_left_out", message, where)
        else:
            message = f"“{row.name}” asks for {row.kind.feature}, which is not offered here. It is left out."
            self.collector.warning("feature_left_out", message, where)

    def _header(self, row: Row, relevance: str | None) -> Item:
        message = f"“{row.name}” heads a table that cannot be one matrix here. Its label is kept as a note."
        self.collector.note("table_as_items", message, row.record.where("appearance"))
        if row.kind.list_name:
            self.offered.choices.get(row.kind.list_name)
        return Item(
            name=self.names.of(row),
            type=ItemType.NOTE,
            label=self._label(row),
            hint=self._hint(row.record, row.parent),
            heading=True,
            relevance=both(relevance, self.expressions.read(row.record, "relevant", row.parent)),
        )

    def _mention_features(self, record: Record) -> None:
        for medium in sorted(MEDIA & record.texts.keys()):
            self.collector.warning("media_left_out", f"The {medium} is not shown.", record.where(medium))
        if record["trigger"]:
            message = "A trigger has no effect: the value follows whatever its calculation names."
            self.collector.warning("trigger_ignored", message, record.where("trigger"))
        if record["save_to"]:
            message = "Answers are not saved to entities."
            self.collector.warning("entities_left_out", message, record.where("save_to"))

    def _calculation(self, row: Row, relevance: str | None) -> Item | None:
        record = row.record
        source = self.expressions.read(record, "calculation", row.parent)
        if source is None and not record["calculation"]:
            source = self._value_of_default(row)
        if source is None:
            return None
        own = self.expressions.read(record, "relevant", row.parent)
        return Item(
            name=self.names.of(row),
            type=ItemType.CALCULATION,
            label=self.texts.read(record, "label") or self.texts.source(row.name),
            relevance=both(relevance, own),
            calculation=source,
        )

    def _value_of_default(self, row: Row) -> str | None:
        """A hidden value is its default for good; a calculation that calculates nothing is an error."""
        default = row.record["default"]
        if default and is_dynamic(default):
            return self.expressions.check(default, row.record, "default", row.parent)
        if default or row.kind.hidden:
            return literal(default)
        message = f"“{row.name}” has no calculation."
        self.collector.error("missing_calculation", message, row.record.where("calculation"))
        return None

    def _shown(self, row: Row, relevance: str | None) -> Item | None:
        record, group = row.record, row.parent
        item_type = row.kind.type or ItemType.NOTE
        if "search(" in record["appearance"].lower().replace(" ", ""):
            message = f"“{row.name}” takes its options from a separate file, which is not offered here. It is left out."
            self.collector.warning("feature_left_out", message, record.where("appearance"))
            return None
        own = self.expressions.read(record, "relevant", group)
        item = Item(
            name=self.names.of(row),
            type=item_type,
            label=self._label(row),
            hint=self._hint(record, group),
            relevance=both(relevance, own),
            options=self.offered.options(row) if item_type in _SELECTS else (),
            **self._particulars(row, item_type),
        )
        if item_type is ItemType.NOTE:
            self._mention_note(record)
            return item
        return replace(
            item,
            required=self._required(record, group),
            required_message=self._text(record, "required_message", group),
            constraint=self.expressions.read(record, "constraint", group),
            constraint_message=self._text(record, "constraint_message", group),
            **self._value(row),
        )

    def _value(self, row: Row) -> dict[str, Any]:
        """Where the value comes from when it is not typed: calculation, default, read only."""
        record = row.record
        read_only = self.expressions.read(record, "read_only", row.parent) not in (None, "false()")
        calculation = self.expressions.read(record, "calculation", row.parent)
        if calculation and not read_only:
            message = f"“{row.name}” is calculated: it is shown, and cannot be changed by typing."
            self.collector.warning("calculated_is_read_only", message, record.where("calculation"))
        shown_only = read_only or calculation is not None
        personal = row.kind.type is ItemType.TEXT and not shown_only
        return {
            "read_only": shown_only,
            "calculation": calculation,
            "default": self._default(row),
            "personal": personal,
        }

    def _default(self, row: Row) -> str | None:
        """What stands in the answer at first, in the form in which an instrument tells values from expressions."""
        text = row.record["default"]
        if not text:
            return None
        if "last-saved#" in text:
            message = "Answers of an earlier response are not kept here: the item begins empty."
            self.collector.warning("dynamic_default", message, row.record.where("default"))
            return None
        if not is_dynamic(text):
            return f"string({literal(text)})" if questionnaire.is_dynamic(text) else text
        source = self.expressions.check(text, row.record, "default", row.parent)
        return f"string({source})" if source and not questionnaire.is_dynamic(source) else source

    def _mention_note(self, record: Record) -> None:
        for field in ("required", "constraint", "calculation", "default"):
            if record[field] and record[field].lower() not in ("no", "false", "false()"):
                message = f"A note takes no answer, so {field} has no effect: it never stops anybody."
                self.collector.warning("note_without_answer", message, record.where(field))

    def _required(self, record: Record, group: Group) -> str | None:
        source = self.expressions.read(record, "required", group)
        return None if source == "false()" else source

    def _particulars(self, row: Row, item_type: ItemType) -> dict[str, Any]:
        """What only some types have: bounds, dropdown, several lines, random order, filter."""
        record = row.record
        parameters = parameters_of(record, self.collector)
        found: dict[str, Any] = {}
        if item_type is ItemType.SCALE:
            found = self._scale(record, parameters)
        elif item_type in _SELECTS:
            found = {
                "shuffle": self._shuffled(record, parameters),
                "dropdown": item_type is ItemType.SINGLE and bool(words(record) & _DROPDOWN),
                "choice_filter": self.expressions.read(record, "choice_filter", row.parent),
            }
        elif item_type is ItemType.TEXT:
            rows = parameters.pop("rows", record["rows"] or "1")
            found = {"multiline": "multiline" in words(record) or rows not in ("", "1")}
        note_unused(parameters, record, self.collector)
        ignored = words(record) - _UNDERSTOOD.get(item_type, frozenset())
        if ignored:
            message = f"The appearance “{' '.join(sorted(ignored))}” has no effect here."
            self.collector.note("appearance_ignored", message, record.where("appearance"))
        return found

    def _scale(self, record: Record, parameters: dict[str, str]) -> dict[str, Any]:
        names = ("start", "end", "step")
        low, high, step = (
            number_in(parameters, name, usual, record, self.collector)
            for name, usual in zip(names, _NUMBER_BOUNDS, strict=True)
        )
        low, high, step = min(low, high), max(low, high), abs(step)
        if not step or step > high - low:
            message = "The step of a range must be more than zero and fit between start and end."
            self.collector.error("bad_parameter", message, record.where("parameters"))
        return {"minimum": low, "maximum": high, "step": step}

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

    def _label(self, row: Row) -> LocalizedText:
        label = self._text(row.record, "label", row.parent)
        if label is not None:
            return label
        hint = self._text(row.record, "hint", row.parent)
        where = row.record.where("label")
        if hint is not None:
            self.collector.warning("missing_label", f"“{row.name}” has no label. Its hint is shown instead.", where)
            return hint
        if MEDIA & row.record.texts.keys():
            message = f"“{row.name}” shows a picture or sound only, which is left out. Its name is shown: add a label."
            self.collector.warning("missing_label", message, where)
        else:
            self.collector.error("missing_label", f"“{row.name}” has no label.", where)
        return self.texts.source(row.name)

    def _hint(self, record: Record, group: Group) -> LocalizedText | None:
        """The hint, with the guidance below it; a hint that stands in for the label is not repeated."""
        hint = self._text(record, "hint", group) if record.texts.get("label") else None
        return self.texts.joined(hint, self._text(record, "guidance_hint", group))

    def _text(self, record: Record, field: str, group: Group) -> LocalizedText | None:
        return self.texts.with_references(record, field, self.expressions, group)
