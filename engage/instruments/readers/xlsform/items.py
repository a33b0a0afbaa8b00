"""One row of the survey sheet becomes one item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain import questionnaire
from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.domain.definition import Row as MatrixRow
from engage.instruments.readers.xlsform.bounds import constraint_without_bounds
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import MEDIA, Record
from engage.instruments.readers.xlsform.expressions import Expressions, both, is_dynamic, literal
from engage.instruments.readers.xlsform.kinds import What
from engage.instruments.readers.xlsform.matrix import is_header
from engage.instruments.readers.xlsform.names import REFERENCE, Names, Unresolved
from engage.instruments.readers.xlsform.offered import Offered
from engage.instruments.readers.xlsform.own import COMPOSITES, ITEM_TEXTS, ITEM_VALUES, PREFIX, flag
from engage.instruments.readers.xlsform.own_cells import own_values
from engage.instruments.readers.xlsform.particulars import SELECTS, Particulars
from engage.instruments.readers.xlsform.texts import Texts
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row, searches

_CELLS: Mapping[ItemType, Cell] = {
    ItemType.SINGLE: Cell.SINGLE,
    ItemType.MULTIPLE: Cell.MULTIPLE,
    ItemType.TEXT: Cell.TEXT,
    ItemType.INTEGER: Cell.INTEGER,
    ItemType.DECIMAL: Cell.DECIMAL,
}


@dataclass(frozen=True, slots=True)
class ItemReader:
    names: Names
    texts: Texts
    expressions: Expressions
    offered: Offered
    collector: Collector

    @property
    def own(self) -> bool:
        """Whether the file was written here."""
        return self.texts.own

    @property
    def particulars(self) -> Particulars:
        return Particulars(self.expressions, self.offered, self.collector, self.own)

    def item(self, row: Row, relevance: str | None) -> Item | None:
        """The item of a row, or None with a finding when it is left out.

        :param relevance: of the groups around it, as far as they are not a section
        """
        if row.is_part or row.kind.what is What.LIST:
            return None
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
        """The item that several rows make together; the options of a matrix come from its list."""
        head, first = matrix.title, matrix.rows[0] if matrix.rows else None
        own = (
            None if head["type"].lower().startswith("begin") else self.expressions.read(head, "relevant", matrix.parent)
        )
        item_type = COMPOSITES.get(head[f"{PREFIX}::type"], ItemType.MATRIX)
        item = Item(
            name=self.names.of(matrix),
            type=item_type,
            label=self._text(head, "label", matrix.parent) or self.texts.instead(matrix.name),
            hint=self._hint(head, matrix.parent),
            guidance=self._text(head, "guidance_hint", matrix.parent),
            image=self.texts.pictures(head),
            relevance=both(relevance, own),
            required=self._required(first.record, matrix.parent) if first else None,
            required_message=self._text(first.record, "required_message", matrix.parent) if first else None,
        )
        if item_type is ItemType.MATRIX and first:
            cell = _CELLS.get(first.kind.type or ItemType.SINGLE, Cell.SINGLE)
            asked = cell in (Cell.SINGLE, Cell.MULTIPLE)
            item = replace(item, cell=cell, options=self.offered.options(first) if asked else ())
        if item_type is not ItemType.DATE_RANGE:
            item = replace(item, rows=tuple(self._matrix_row(row) for row in matrix.rows))
        return self._with_own(self._with_rules(item, head, matrix.parent), head, matrix.parent) if self.own else item

    def _with_rules(self, item: Item, record: Record, group: Group) -> Item:
        """What XLSForm does not let a group have, and a file written here does."""
        return replace(
            item,
            constraint=self.expressions.read(record, "constraint", group),
            constraint_message=self._text(record, "constraint_message", group),
            calculation=self.expressions.read(record, "calculation", group),
            choice_filter=self.expressions.read(record, "choice_filter", group),
            read_only=flag(record["read_only"]),
            default=self._own_default(record, group),
            trigger=self._trigger(record, group),
        )

    def _with_own(self, item: Item, record: Record, group: Group) -> Item:
        """The item with what the columns of our own add, and without what they say twice."""
        texts = {name: self._text(record, f"{PREFIX}::{name}", group) for name in ITEM_TEXTS}
        given: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
        given |= own_values(record, ITEM_VALUES, self.collector)
        item = replace(item, **given) if given else item
        return replace(item, constraint=constraint_without_bounds(item)) if item.constraint else item

    def _matrix_row(self, row: Row) -> MatrixRow:
        return MatrixRow(
            code=row.code,
            label=self._text(row.record, "label", row.parent) or self.texts.instead(row.name),
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
            guidance=self._text(group.record, "guidance_hint", group),
            image=self.texts.pictures(group.record),
            heading=True,
            relevance=relevance,
        )

    def stand_in(self, thing: Row | Group) -> Item | None:
        """An empty calculation for something left out that others refer to."""
        if id(thing) not in self.names.stand_ins:
            return None
        calculation = "''"
        if isinstance(thing, Row) and thing.record["type"].lower() == "today":
            calculation = "today()"
        name = self.names.of(thing)
        label = self.texts.source(thing.name)
        return Item(name=name, type=ItemType.CALCULATION, label=label, calculation=calculation)

    def _mention_left_out(self, row: Row) -> None:
        where = row.record.where("type")
        if row.kind.word == "background-geopoint":
            self._check_background(row)
        if row.kind.what is What.METADATA:
            message = f"“{row.record['type']}” is not collected: kept beside the answers it would tell who gave them."
            self.collector.note("metadata_left_out", message, where)
        elif row.kind.from_file:
            message = f"“{row.name}” asks for {row.kind.feature}. It is left out."
            self.collector.warning("missing_file", message, where)
        else:
            if searches(row.record) and row.kind.list_name in self.offered.searched_and_shared:
                message = f"“{row.name}” uses search(), and another question offers its list as it stands."
                self.collector.error("search_list_shared", message, row.record.where("appearance"))
            self.offered.choices.use(row.kind.list_name)
            message = f"“{row.name}” asks for {row.kind.feature}, which is not offered here. It is left out."
            self.collector.warning("feature_left_out", message, where)

    def _check_background(self, row: Row) -> None:
        """A place taken in the background follows a question, and calculates nothing."""
        record = row.record
        if not record["trigger"]:
            self.collector.error("missing_trigger", f"“{row.name}” has no trigger.", record.where("trigger"))
        self._trigger(record, row.parent)
        if record["calculation"]:
            message = f"“{row.name}” takes no calculation."
            self.collector.error("unexpected_calculation", message, record.where("calculation"))

    def _trigger(self, record: Record, group: Group) -> tuple[str, ...]:
        """The items whose change makes the calculation run anew: questions that people see."""
        found: list[str] = []
        for name in REFERENCE.findall(record["trigger"]):
            where = record.where("trigger")
            try:
                here, _ = self.names.resolve(name, group)
            except Unresolved as error:
                self.collector.error(error.code, str(error), where)
                continue
            row = self.names.row(name, group)
            if row is not None and row.kind.type is ItemType.CALCULATION and not self.own:
                message = f"“{name}” is calculated and not shown, so nobody changes it: it cannot be a trigger."
                self.collector.error("trigger_not_visible", message, where)
            found.append(here)
        return tuple(found)

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
        for medium in sorted((MEDIA - {"image"}) & record.texts.keys()):
            if medium == "big_image" and "image" not in record.texts:
                message = "A big image needs an image beside it."
                self.collector.error("big_image_without_image", message, record.where(medium))
            self.collector.warning("media_left_out", f"The {medium} is not shown.", record.where(medium))
        if record["trigger"] and not record["calculation"] and not self.own:
            message = "The trigger has no effect: there is no calculation that would run."
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
        item = Item(
            name=self.names.of(row),
            type=ItemType.CALCULATION,
            label=self._text(record, "label", row.parent) or self.texts.instead(row.name),
            relevance=both(relevance, own),
            calculation=source,
            trigger=self._trigger(record, row.parent),
        )
        return self._with_own(item, record, row.parent)

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
        item_type = self._type(row)
        own = self.expressions.read(record, "relevant", group)
        item = Item(
            name=self.names.of(row),
            type=item_type,
            label=self._label(row),
            hint=self._hint(record, group),
            guidance=self._text(record, "guidance_hint", group),
            image=self.texts.pictures(record),
            relevance=both(relevance, own),
            options=self.offered.options(row) if item_type in SELECTS else (),
            **self.particulars.of(row, item_type),
        )
        if item_type is ItemType.NOTE and not self.own:
            self._mention_note(record)
            return self._with_own(item, record, group)
        item = replace(
            item,
            required=self._required(record, group),
            required_message=self._text(record, "required_message", group),
            constraint=self.expressions.read(record, "constraint", group),
            constraint_message=self._text(record, "constraint_message", group),
            agreed="OK" if item_type is ItemType.CONSENT and not self.own else "yes",
            **self._value(row, item_type),
        )
        return self._with_own(item, record, group)

    def _type(self, row: Row) -> ItemType:
        """What the type column says, or more exactly the column of our own."""
        usual, own = row.kind.type or ItemType.NOTE, row.record[f"{PREFIX}::type"]
        if not own:
            return usual
        try:
            return ItemType(own)
        except ValueError:
            message = f"There is no type “{own}”."
            self.collector.error("unknown_type", message, row.record.where(f"{PREFIX}::type"))
            return usual

    def _value(self, row: Row, item_type: ItemType) -> dict[str, Any]:
        """Where the value comes from when it is not typed: calculation, default, read only."""
        record = row.record
        read_only = self.expressions.read(record, "read_only", row.parent) not in (None, "false()")
        calculation = self.expressions.read(record, "calculation", row.parent)
        trigger = self._trigger(record, row.parent) if calculation or self.own else ()
        if calculation and not read_only and not trigger and not self.own:
            message = f"“{row.name}” is calculated: it is shown, and cannot be changed by typing."
            self.collector.warning("calculated_is_read_only", message, record.where("calculation"))
            read_only = True
        return {
            "read_only": read_only,
            "calculation": calculation,
            "trigger": trigger,
            "default": self._own_default(record, row.parent) if self.own else self._default(row),
            "personal": item_type is ItemType.TEXT and not read_only,
        }

    def _own_default(self, record: Record, group: Group) -> str | None:
        """As an instrument writes it: what looks like an expression is one."""
        text = record["default"]
        if not text or not questionnaire.is_dynamic(text):
            return text or None
        return self.expressions.check(text, record, "default", group)

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

    def _label(self, row: Row) -> LocalizedText:
        label = self._text(row.record, "label", row.parent)
        if label is not None or self.own:
            return label or self.texts.instead(row.name)
        hint = self._text(row.record, "hint", row.parent)
        where = row.record.where("label")
        if hint is not None:
            self.collector.warning("missing_label", f"“{row.name}” has no label. Its hint is shown instead.", where)
            return hint
        if MEDIA & row.record.texts.keys():
            message = f"“{row.name}” has a picture or sound and no words. Its name is shown: add a label."
            self.collector.warning("missing_label", message, where)
        else:
            self.collector.error("missing_label", f"“{row.name}” has no label.", where)
        return self.texts.source(row.name)

    def _hint(self, record: Record, group: Group) -> LocalizedText | None:
        """The hint; one that stands in for the label is not repeated."""
        return self._text(record, "hint", group) if record.texts.get("label") else None

    def _text(self, record: Record, field: str, group: Group) -> LocalizedText | None:
        return self.texts.with_references(record, field, self.expressions, group)
