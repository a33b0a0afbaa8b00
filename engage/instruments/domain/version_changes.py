"""Two versions of an instrument compared: everything that is not the same, by the rules of `versions`."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Edition, Instrument, Item, Repeat, Section
from engage.instruments.domain.item_changes import item_changes, text_changes
from engage.instruments.domain.translations import texts
from engage.instruments.domain.versions import Change, What

HEAD_TEXTS = ("title", "welcome", "closing", "consent")


def changes(before: Instrument, after: Instrument) -> tuple[Change, ...]:
    """Every difference: items in the order of the newer version, what was removed after them, then the frame."""
    return (*_items(before, after), *_sections(before, after), *_head(before, after))


def repeat_of_items(instrument: Instrument) -> dict[str, str]:
    """Item name -> the list it is asked for each entry of; empty: asked once."""
    return {
        item.name: section.repeat.name if section.repeat else ""
        for section in instrument.sections
        for item in section.items
    }


def _items(before: Instrument, after: Instrument) -> Iterator[Change]:
    old = {item.name: item for item in before.items}
    new = {item.name: item for item in after.items}
    lists = repeat_of_items(before), repeat_of_items(after)
    moved = _moved([name for name in old if name in new], [name for name in new if name in old])
    for name, item in new.items():
        if name not in old:
            yield _whole(What.ITEM_ADDED, item)
            continue
        if lists[0][name] != lists[1][name]:
            yield Change(what=What.REPEAT, place=f"items.{name}", before=lists[0][name], after=lists[1][name])
        elif name in moved:
            yield Change(what=What.MOVED, place=f"items.{name}")
        yield from item_changes(old[name], item)
    for name, item in old.items():
        if name not in new:
            yield _whole(What.ITEM_REMOVED, item)


def _whole(what: What, item: Item) -> Change:
    """A note holds no answers: coming and going, it is wording."""
    label = item.label.source
    if item.type.value == "note":
        what = What.TEXT
    before, after = (label, "") if what is What.ITEM_REMOVED else ("", label)
    return Change(what=what, place=f"items.{item.name}", before=before, after=after)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """What has to be taken out so that the rest is in the same order: all but a longest common sequence."""
    places = {name: place for place, name in enumerate(old)}
    lasts: list[int] = []
    """The smallest place a common run of each length can end with."""
    runs: list[tuple[str, ...]] = []
    for name in new:
        at = bisect_left(lasts, places[name])
        run = (*(runs[at - 1] if at else ()), name)
        lasts[at : at + 1], runs[at : at + 1] = [places[name]], [run]
    return set(new) - set(runs[-1] if runs else ())


def _sections(before: Instrument, after: Instrument) -> Iterator[Change]:
    old = {section.slug: section for section in before.sections}
    new = {section.slug: section for section in after.sections}
    for slug, section in new.items():
        place = f"sections.{slug}"
        if slug not in old:
            yield Change(what=What.SECTION_ADDED, place=place, after=section.title.source)
            continue
        yield from _section(place, old[slug], section)
    for slug, section in old.items():
        if slug not in new:
            yield Change(what=What.SECTION_REMOVED, place=f"sections.{slug}", before=section.title.source)


def _section(place: str, before: Section, after: Section) -> Iterator[Change]:
    for part in ("title", "description"):
        yield from text_changes(place, part, getattr(before, part), getattr(after, part))
    yield from _rule(place, "relevance", before.relevance, after.relevance)
    if before.shuffle != after.shuffle:
        yield Change(what=What.PRESENTATION, place=place, part="shuffle")
    if before.repeat and after.repeat:
        yield from _repeat(place, before.repeat, after.repeat)


def _repeat(place: str, before: Repeat, after: Repeat) -> Iterator[Change]:
    yield from _rule(place, "count", before.count, after.count)
    yield from _limit(place, "minimum", before.minimum, after.minimum, tighter=after.minimum > before.minimum)
    old, new = (float("inf") if each.maximum is None else each.maximum for each in (before, after))
    yield from _limit(place, "maximum", before.maximum, after.maximum, tighter=new < old)
    for part in ("entry", "add"):
        yield from text_changes(place, part, getattr(before, part), getattr(after, part))


def _rule(place: str, part: str, before: str | None, after: str | None) -> Iterator[Change]:
    if before == after:
        return
    what = What.RULE_ADDED if before is None else What.RULE_DROPPED if after is None else What.RULE_CHANGED
    yield Change(what=what, place=place, part=part, before=before or "", after=after or "")


def _limit(place: str, part: str, before: object, after: object, *, tighter: bool) -> Iterator[Change]:
    if before != after:
        said = ["" if value is None else str(value) for value in (before, after)]
        yield Change(
            what=What.NARROWED if tighter else What.WIDENED, place=place, part=part, before=said[0], after=said[1]
        )


def _head(before: Instrument, after: Instrument) -> Iterator[Change]:
    for part in HEAD_TEXTS:
        yield from text_changes("", part, getattr(before, part), getattr(after, part))
    if before.about != after.about:
        yield Change(what=What.TEXT, part="about")
    for tag in after.languages:
        if tag not in before.languages:
            yield Change(what=What.LANGUAGE_ADDED, part=tag)
    for tag in before.languages:
        if tag not in after.languages:
            yield Change(what=What.LANGUAGE_REMOVED, part=tag)
    ages = [max(instrument.minimum_age.values(), default=0) for instrument in (before, after)]
    if before.minimum_age != after.minimum_age:
        yield from _limit(
            "", "minimum_age", dict(before.minimum_age), dict(after.minimum_age), tighter=ages[1] > ages[0]
        )
    if before.tables != after.tables:
        yield Change(what=What.RULE_CHANGED, part="tables")
    yield from _rule("", "country_item", before.country_item, after.country_item)
    yield from _quotas(before, after)
    yield from _editions(before.editions, after.editions)


def _quotas(before: Instrument, after: Instrument) -> Iterator[Change]:
    old = {quota.name: quota for quota in before.quotas}
    new = {quota.name: quota for quota in after.quotas}
    for name, quota in new.items():
        was = old.get(name)
        if was is None:
            yield Change(what=What.RULE_ADDED, part="quota", after=name)
        elif was.when != quota.when:
            yield Change(what=What.RULE_CHANGED, part="quota", before=name, after=name)
        elif was.limit != quota.limit:
            yield from _limit("", "quota", was.limit, quota.limit, tighter=quota.limit < was.limit)
    for name in old:
        if name not in new:
            yield Change(what=What.RULE_DROPPED, part="quota", before=name)


def _editions(before: Mapping[str, Edition], after: Mapping[str, Edition]) -> Iterator[Change]:
    for country, edition in after.items():
        was = before.get(country)
        if was is None:
            yield Change(what=What.EDITION_ADDED, part=country)
        elif was != edition:
            same = _without_texts(was) == _without_texts(edition)
            yield Change(what=What.TEXT if same else What.EDITION_CHANGED, part=country if not same else "edition",
                         languages=_tags_that_differ(was, edition) if same else ())  # fmt: skip
    for country in before:
        if country not in after:
            yield Change(what=What.EDITION_REMOVED, part=country)


def _without_texts(part: object) -> object:
    """The same without its words, for a comparison of everything else."""
    if isinstance(part, LocalizedText):
        return None
    if isinstance(part, Mapping):
        return {key: _without_texts(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(_without_texts(value) for value in part)
    if is_dataclass(part) and not isinstance(part, type):
        return {field.name: _without_texts(getattr(part, field.name)) for field in fields(part)}
    return part


def _tags_that_differ(before: Edition, after: Edition) -> tuple[str, ...]:
    old, new = ([(tag, each.text) for text in texts(edition) for tag, each in text] for edition in (before, after))
    return tuple(dict.fromkeys(tag for tag, _ in set(old) ^ set(new)))
