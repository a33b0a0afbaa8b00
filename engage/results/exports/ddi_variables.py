"""The data description of a DDI document: groups and variables, with questions, codes, routing and what is missing."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping

from engage.instruments.domain.definition import DECLINED, Item, ItemType, Section
from engage.results.exports.cells import words
from engage.results.exports.ddi_elements import in_each, under
from engage.results.exports.fields import Field, Form, both, named
from engage.results.exports.source import Source
from engage.results.exports.wording import not_said

_META = {
    "_response": "Random name of the response, new in each file",
    "_version": "Number of the version of the questionnaire",
    "_language": "Language in which it was answered",
    "_submitted_on": "Day on which it was sent",
    "_channel": "By which way somebody came to the survey",
    "_weight": "Design weight that the response came with",
    "_country": "Country of the national edition",
    "_counted": "1: counted in results; 0: left out by a recorded decision of the team",
}
_NUMERIC = (Form.NUMBER, Form.WHOLE, Form.FLAG, Form.PLACE, Form.ENTRIES)
_TIMES = {Form.DAY: "YYYY-MM-DD", Form.MOMENT: "YYYY-MM-DDThh:mm", Form.CLOCK: "hh:mm"}


def describe(root: ET.Element, source: Source) -> None:
    """Groups, then a variable for each column of each file."""
    writer = _Writer(source)
    data = under(root, "dataDscr")
    places = writer.places()
    writer.groups(data, places)
    for (of_list, name), identifier in places.items():
        writer.variable(data, identifier, of_list, name)


class _Writer:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._instrument = source.instrument
        self._tags = source.instrument.languages

    def places(self) -> dict[tuple[str, str], str]:
        """The identifier of each variable, by list and name."""
        names = [
            (of_list, name) for of_list in ("", *self._source.fields.lists) for name in self._source.names(of_list)
        ]
        return {place: f"V{number}" for number, place in enumerate(names, 1)}

    def groups(self, data: ET.Element, places: Mapping[tuple[str, str], str]) -> None:
        """A group for each section, and one for each question that has several variables."""
        by_item: dict[str, list[str]] = {}
        for each in self._source.fields:
            if each.item is not None:
                by_item.setdefault(each.item.name, []).append(places[each.list, each.name])
        for number, section in enumerate(self._instrument.sections, 1):
            inside = [place for item in section.items for place in by_item.get(item.name, ())]
            if inside:
                group = under(data, "varGrp", ID=f"S{number}", type="section", var=" ".join(inside))
                in_each(group, "labl", section.title, self._tags)
                in_each(group, "txt", section.description, self._tags)
        for number, item in enumerate(self._instrument.items, 1):
            if len(by_item.get(item.name, ())) > 1:
                kind = {ItemType.MULTIPLE: "multipleResp", ItemType.MATRIX: "grid"}.get(item.type, "other")
                more = {"otherType": item.type.value} if kind == "other" else {}
                group = under(data, "varGrp", ID=f"Q{number}", type=kind, var=" ".join(by_item[item.name]), **more)
                in_each(group, "labl", item.label, self._tags)

    def variable(self, data: ET.Element, identifier: str, of_list: str, name: str) -> None:
        fields = {each.name: each for each in self._source.fields if each.list == of_list}
        files = f"F{('', *self._source.fields.lists).index(of_list) + 1}"
        each = fields.get(name)
        numeric = (
            each.form in _NUMERIC if each else name.startswith("_weight") or name in ("_version", "_counted", "_entry")
        )
        variable = under(data, "var", ID=identifier, name=name, files=files, intrvl="contin" if numeric else "discrete")
        if name.startswith("_weight"):
            variable.set("wgt", "wgt")
        if each is None:
            under(variable, "labl", _META.get(name, name.removeprefix("_")), lang="en")
            _format(variable, numeric=numeric, time="YYYY-MM-DD" if name == "_submitted_on" else "")
            return
        for tag in self._tags:
            label = both(each.label, each.part) if each.part else each.label
            if label.has(tag):
                under(variable, "labl", words(label, tag), lang=tag)
        item = each.item
        if item and item.special_category:
            under(variable, "security", "Special category of personal data (GDPR, article 9)", lang="en")
        if item:
            self._question(variable, item, each)
            self._values(variable, item, each)
        if item and item.concept:
            under(variable, "concept", item.concept)
        _format(variable, numeric=numeric, time=_TIMES.get(each.form, ""))
        if item:
            self._notes(variable, item)

    def _question(self, variable: ET.Element, item: Item, each: Field) -> None:
        for tag in self._tags:
            if not item.label.has(tag):
                continue
            question = under(variable, "qstn", lang=tag)
            row = words(each.part, tag)
            under(question, "qstnLit", words(item.label, tag) + (f" – {row}" if row else ""))
            if item.hint and item.hint.has(tag):
                under(question, "ivuInstr", words(item.hint, tag))

    def _values(self, variable: ET.Element, item: Item, each: Field) -> None:
        if each.form in (Form.NUMBER, Form.WHOLE) and (item.minimum, item.maximum) != (None, None):
            limits = {"min": item.minimum, "max": item.maximum}
            said = {name: f"{value:g}" for name, value in limits.items() if value is not None}
            under(under(variable, "valrng"), "range", **said)
        if item.prefer_not_to_say and each.form not in (Form.FLAG, Form.PLACE):
            under(under(variable, "invalrng"), "item", VALUE=DECLINED)
        for text in self._routing(item):
            under(variable, "universe", text, lang="en")
        if each.form is Form.FLAG:
            for code, label in (("1", "chosen"), ("0", "not chosen")):
                _labelled(variable, code, {"en": label})
        for code, known in each.values if each.form in (Form.CODE, Form.CODES) else ():
            texts = known or named(item, code)
            found = {tag: words(texts, tag) for tag in self._tags if texts and texts.has(tag)}
            _labelled(variable, code, found)
        if item.prefer_not_to_say and each.form in (Form.CODE, Form.CODES):
            _labelled(variable, DECLINED, {tag: not_said(tag) for tag in self._tags}, missing=True)

    def _routing(self, item: Item) -> Iterator[str]:
        section = next((each for each in self._instrument.sections if item in each.items), None)
        for thing, what in ((section, "The page was"), (item, "The question was")):
            if isinstance(thing, Section | Item) and thing.relevance:
                yield f"{what} shown to those for whom this holds: {thing.relevance}"

    def _notes(self, variable: ET.Element, item: Item) -> None:
        known = self._source.variables.get(item.name.removesuffix("/national"))
        if known is not None and (known.since > 1 or known.until < self._source.newest):
            under(variable, "notes", f"Asked so in versions {known.since} to {known.until}", lang="en")


def _labelled(variable: ET.Element, code: str, texts: Mapping[str, str], *, missing: bool = False) -> None:
    category = under(variable, "catgry", missing="Y" if missing else "N")
    under(category, "catValu", code)
    for tag, text in texts.items():
        under(category, "labl", text, lang=tag)


def _format(variable: ET.Element, *, numeric: bool, time: str) -> None:
    more = {"category": "date" if "Y" in time else "time"} if time else {}
    under(variable, "varFormat", time, type="numeric" if numeric else "character", schema="other", **more)
