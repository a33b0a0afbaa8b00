"""From the tree of groups to sections: one page each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Section
from engage.instruments.readers.reading import slug_for
from engage.instruments.readers.xlsform.expressions import both
from engage.instruments.readers.xlsform.items import ItemReader
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

_PLAIN_APPEARANCES = frozenset({"field-list", "table-list"})


@dataclass(slots=True)
class _Page:
    group: Group | None
    """None for items that stand in no group."""
    relevance: str | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def shows_nothing(self) -> bool:
        return all(item.type is ItemType.CALCULATION for item in self.items)


@dataclass(frozen=True, slots=True)
class Layout:
    reader: ItemReader
    title: LocalizedText
    """Stands over items in no group, and over groups without a label."""

    def sections(self, root: Group) -> tuple[Section, ...]:
        """Top-level groups are sections; what stands between them is gathered into sections of its own."""
        sections: list[Section] = []
        taken: set[str] = set()
        for page in _joined([page for page in self._pages(root) if page.items]):
            section = self._section(page, taken)
            taken.add(section.slug)
            sections.append(section)
        return tuple(sections)

    def _pages(self, root: Group) -> Iterator[_Page]:
        loose = _Page(None)
        for child in root.children:
            if not isinstance(child, Group):
                loose.items += self._items_of(child, None)
                continue
            yield loose
            loose = _Page(None)
            page = _Page(child, self._relevance(child))
            page.items += self._stand_in(child)
            page.items += [item for inner in child.children for item in self._items_of(inner, None)]
            self._mention_empty(child, page)
            yield page
        yield loose

    def _mention_empty(self, group: Group, page: _Page) -> None:
        if not page.items and group.record:
            message = f"Nothing of the group “{group.name}” is left to ask, so it is no section."
            self.reader.collector.warning("empty_group", message, group.record.where("type"))

    def _items_of(self, thing: Row | Matrix | Group, relevance: str | None) -> Iterator[Item]:
        if isinstance(thing, Matrix):
            yield self.reader.matrix(thing, relevance)
        elif isinstance(thing, Group):
            inner = both(relevance, self._relevance(thing))
            yield from self._stand_in(thing)
            is_matrix = any(isinstance(child, Matrix) and child.title is thing.record for child in thing.children)
            if not is_matrix:
                yield from self._heading(thing, inner)
            for child in thing.children:
                yield from self._items_of(child, inner)
        elif item := (self.reader.item(thing, relevance) or self.reader.stand_in(thing)):
            yield item

    def _heading(self, group: Group, relevance: str | None) -> Iterator[Item]:
        heading = self.reader.heading(group, relevance)
        if heading:
            yield heading
        elif group.record:
            message = f"The group “{group.name}” has no label, so nothing shows where it begins."
            self.reader.collector.note("group_without_label", message, group.record.where("label"))

    def _stand_in(self, group: Group) -> list[Item]:
        item = self.reader.stand_in(group)
        return [item] if item else []

    def _relevance(self, group: Group) -> str | None:
        """The group's own relevance. A repeat is mentioned here, once, since every group passes here."""
        record = group.record
        if record is None:
            return None
        collector = self.reader.collector
        if group.repeat:
            message = f"“{group.name}” repeats in XLSForm. Here it is asked once."
            collector.warning("repeat_asked_once", message, record.where("type"))
        ignored = set(record["appearance"].lower().split()) - _PLAIN_APPEARANCES
        if ignored:
            message = f"The appearance “{' '.join(sorted(ignored))}” has no effect on a group."
            collector.note("appearance_ignored", message, record.where("appearance"))
        return self.reader.expressions.read(record, "relevant", group)

    def _section(self, page: _Page, taken: set[str]) -> Section:
        group, record = page.group, page.group.record if page.group else None
        slug = slug_for(group.name if group else "questions", taken)
        title = description = None
        if group and record:
            texts, expressions = self.reader.texts, self.reader.expressions
            title = texts.with_references(record, "label", expressions, group)
            description = texts.with_references(record, "hint", expressions, group)
        return Section(
            name=group.name if group else slug,
            slug=slug,
            title=title or self.title,
            description=description,
            relevance=page.relevance,
            items=tuple(page.items),
        )


def _joined(pages: list[_Page]) -> list[_Page]:
    """No page without anything to see: its calculations go to a neighbour that is always relevant.

    Their order stays; where both neighbours are conditional, the page stays too.
    """
    result: list[_Page] = []
    carried: list[Item] = []
    for index, page in enumerate(pages):
        following = pages[index + 1] if index + 1 < len(pages) else None
        if page.shows_nothing and page.relevance is None and result and result[-1].relevance is None:
            result[-1].items += carried + page.items
            carried = []
        elif page.shows_nothing and page.relevance is None and following and following.relevance is None:
            carried += page.items
        else:
            result.append(replace(page, items=carried + page.items))
            carried = []
    return result
