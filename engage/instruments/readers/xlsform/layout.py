"""From the tree of groups to sections: one page each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Repeat, Section
from engage.instruments.readers.reading import slug_for
from engage.instruments.readers.xlsform.expressions import both
from engage.instruments.readers.xlsform.items import ItemReader
from engage.instruments.readers.xlsform.own import flag
from engage.instruments.readers.xlsform.own_cells import own_values
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

_PLAIN_APPEARANCES = frozenset({"field-list", "table-list"})


@dataclass(slots=True)
class _Page:
    group: Group | None
    """None for items that stand in no group."""
    relevance: str | None = None
    items: list[Item] = field(default_factory=list)
    repeat: bool = False
    title: Group | None = None
    """The group whose label stands over the page, when its own has none."""

    @property
    def shows_nothing(self) -> bool:
        return all(item.type is ItemType.CALCULATION for item in self.items)

    @property
    def can_be_joined(self) -> bool:
        return self.relevance is None and not self.repeat


@dataclass(frozen=True, slots=True)
class Layout:
    reader: ItemReader
    title: LocalizedText
    """Stands over items in no group, and over groups without a label."""

    def sections(self, root: Group) -> tuple[Section, ...]:
        """Top-level groups are sections, and so is what repeats; what stands between is gathered into others."""
        sections: list[Section] = []
        names: set[str] = set()
        slugs: set[str] = set()
        pages = [page for page in self._pages(root) if page.items]
        for page in pages if self.reader.own else _joined(pages):
            section = self._section(page, names, slugs)
            names.add(section.name)
            slugs.add(section.slug)
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
            pages = [self._page(child, self._relevance(child), None)]
            self._fill(pages, child, None)
            self._mention_empty(child, pages)
            yield from pages
        yield loose

    def _page(self, group: Group, relevance: str | None, around: Group | None) -> _Page:
        return _Page(group, relevance, self._stand_in(group), repeat=group.repeat, title=around)

    def _fill(self, pages: list[_Page], group: Group, relevance: str | None) -> None:
        """Put what a group holds on the last page; what repeats gets pages of its own, and the rest follows them.

        :param relevance: of the groups between the page and here
        """
        for child in group.children:
            page = pages[-1]
            if not isinstance(child, Group) or not child.repeats or page.repeat:
                page.items += self._items_of(child, relevance)
            elif child.repeat:
                inner = both(page.relevance, both(relevance, self._relevance(child)))
                pages.append(self._page(child, inner, group if group.record else None))
                self._fill(pages, child, None)
                pages.append(_Page(page.group, page.relevance, title=page.title))
            else:
                inner = both(relevance, self._relevance(child))
                page.items += self._stand_in(child)
                if not isinstance(child.children[0], Group):
                    page.items += self._heading(child, inner)
                self._fill(pages, child, inner)

    def _mention_empty(self, group: Group, pages: list[_Page]) -> None:
        if not any(page.items for page in pages) and group.record:
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
        """The group's own relevance. What is wrong with a group is said here, once: every group passes here."""
        record = group.record
        if record is None:
            return None
        collector = self.reader.collector
        if group.repeat and any(around.repeat for around in group.path[:-1]):
            message = f"“{group.name}” repeats inside of something that repeats. One list cannot hold another here."
            collector.error("nested_repeat", message, record.where("type"))
        ignored = set(record["appearance"].lower().split()) - _PLAIN_APPEARANCES
        if ignored:
            message = f"The appearance “{' '.join(sorted(ignored))}” has no effect on a group."
            collector.note("appearance_ignored", message, record.where("appearance"))
        return self.reader.expressions.read(record, "relevant", group)

    def _section(self, page: _Page, names: set[str], slugs: set[str]) -> Section:
        group, record = page.group, page.group.record if page.group else None
        repeat = self._repeat(group) if group and page.repeat else None
        if group and record:
            name = record["engage::section"] or record["engage::name"] or group.name
        else:
            name = slug_for("questions", slugs)
        slug = record["engage::slug"] if record and record["engage::slug"] else slug_for(name, slugs)
        return Section(
            name=_unused(name, names),
            slug=slug,
            title=self._text(group, "label") or self._text(page.title, "label") or self.title,
            description=self._text(group, "hint"),
            relevance=page.relevance,
            repeat=repeat,
            shuffle=flag(record["engage::shuffle"]) if record else False,
            items=tuple(page.items),
        )

    def _repeat(self, group: Group) -> Repeat | None:
        record = group.record
        if record is None:
            return None
        reader = self.reader
        bounds = own_values(record, {"minimum": int, "maximum": int}, reader.collector)
        return Repeat(
            name=reader.names.of(group),
            count=reader.expressions.read(record, "repeat_count", group.parent or group),
            minimum=bounds.get("minimum", 0),
            maximum=bounds.get("maximum"),
            entry=self._text(group, "engage::entry"),
            add=self._text(group, "engage::add"),
        )

    def _text(self, group: Group | None, field: str) -> LocalizedText | None:
        if group is None or group.record is None:
            return None
        return self.reader.texts.with_references(group.record, field, self.reader.expressions, group)


def _unused(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _joined(pages: list[_Page]) -> list[_Page]:
    """No page without anything to see: its calculations go to a neighbour that is always relevant.

    Their order stays; where both neighbours are conditional or repeat, the page stays too.
    """
    result: list[_Page] = []
    carried: list[Item] = []
    for index, page in enumerate(pages):
        following = pages[index + 1] if index + 1 < len(pages) else None
        alone = page.shows_nothing and page.can_be_joined
        if alone and result and result[-1].can_be_joined:
            result[-1].items += carried + page.items
            carried = []
        elif alone and following and following.can_be_joined:
            carried += page.items
        else:
            result.append(replace(page, items=carried + page.items))
            carried = []
    return result
