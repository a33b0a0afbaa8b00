"""What changed in one item: its words, what can be answered, and what an answer means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Option, Row
from engage.instruments.domain.versions import Change, What

TEXTS = ("label", "hint", "guidance", "image_text", "required_message", "constraint_message", "low_label",
         "high_label", "prefix", "suffix", "explanation")  # fmt: skip
RULES = ("relevance", "required", "constraint", "pattern", "choice_filter")
PRESENTATION = ("image", "heading", "shuffle", "fixed", "multiline", "dropdown", "trigger", "personal")
LOWER = ("minimum", "min_choices")
"""Limits from below: a greater one lets fewer answers through."""
UPPER = ("maximum", "max_choices", "max_length", "max_megabytes")
OFFERED = ("countries", "tags", "accept", "units")
"""What is offered; empty: everything."""
STRICTER = ("other_required", "special_category", "read_only")
LOOSER = ("prefer_not_to_say", "pulse")

WIDER = {ItemType.INTEGER: ItemType.DECIMAL, ItemType.YEAR: ItemType.INTEGER}
"""Types whose every answer is one of another type."""
_NUMBERS = (ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE, ItemType.YEAR)


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Item
    after: Item

    def change(self, what: What, part: str = "", before: object = "", after: object = "") -> Change:
        return Change(what=what, place=f"items.{self.after.name}", part=part, before=_said(before), after=_said(after))


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ", ".join(map(str, value))
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def item_changes(before: Item, after: Item) -> tuple[Change, ...]:
    """Every difference between two states of one item."""
    pair = _Pair(before, after)
    kinds = tuple(_type(pair))
    if any(change.what not in (What.TYPE_WIDENED, What.TYPE_NARROWED) for change in kinds):
        return (*kinds, *_texts(pair))
    return (*kinds, *_meaning(pair), *_options(pair), *_rows(pair), *_possible(pair), *_texts(pair), *_looks(pair))


def text_changes(place: str, part: str, before: LocalizedText | None, after: LocalizedText | None) -> Iterator[Change]:
    """One change when a text reads differently in any language; its state does not matter."""
    old, new = ({tag: each.text for tag, each in text if each.text.strip()} if text else {} for text in (before, after))
    if old == new:
        return
    languages = tuple(tag for tag in dict.fromkeys((*old, *new)) if old.get(tag) != new.get(tag))
    yield Change(
        what=What.TEXT,
        place=place,
        part=part,
        before=before.source if before else "",
        after=after.source if after else "",
        languages=languages,
    )


# -- what an answer is


def _type(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before.type, pair.after.type
    if before is after:
        return
    if before is ItemType.NOTE:
        what = What.ITEM_ADDED
    elif after is ItemType.NOTE:
        what = What.ITEM_REMOVED
    elif WIDER.get(before) is after:
        what = What.TYPE_WIDENED
    elif WIDER.get(after) is before:
        what = What.TYPE_NARROWED
    else:
        what = What.TYPE_CHANGED
    yield pair.change(what, before=before.value, after=after.value)


def _meaning(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if after.type is ItemType.MATRIX and before.cell is not after.cell:
        yield pair.change(What.CELL, before=before.cell.value, after=after.cell.value)
    if after.type is ItemType.ALLOCATION and before.total != after.total:
        yield pair.change(What.TOTAL, before=before.total, after=after.total)
    if after.type is ItemType.CALCULATION and (before.calculation, before.default) != (
        after.calculation,
        after.default,
    ):
        yield pair.change(What.CALCULATION, before=before.calculation or before.default,
                          after=after.calculation or after.default)  # fmt: skip
    elif (before.calculation, before.default) != (after.calculation, after.default):
        yield pair.change(What.DEFAULT, before=before.calculation or before.default,
                          after=after.calculation or after.default)  # fmt: skip
    if before.agreed != after.agreed:
        yield pair.change(What.AGREED, before=before.agreed, after=after.agreed)
    if before.answer != after.answer:
        yield pair.change(What.ANSWER, before=before.answer, after=after.answer)
    if before.concept != after.concept:
        yield pair.change(What.CONCEPT, before=before.concept, after=after.concept)
    yield from _scale(pair)
    yield from _unit(pair)


def _scale(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    if after.type is not ItemType.SCALE:
        return
    points = [(each.minimum, each.maximum, each.step) for each in (before, after)]
    if points[0] != points[1]:
        yield pair.change(
            What.SCALE, before="–".join(map(_said, points[0][:2])), after="–".join(map(_said, points[1][:2]))
        )
        return
    old, new = ((_norm(each.low_label), _norm(each.high_label)) for each in (before, after))
    if old != new and old == new[::-1]:
        yield pair.change(What.SCALE, "ends", " – ".join(old), " – ".join(new))


def _unit(pair: _Pair) -> Iterator[Change]:
    """Another word where one stood: a clarification where there was none is wording."""
    if pair.after.type not in _NUMBERS:
        return
    for part in ("prefix", "suffix"):
        old, new = _norm(getattr(pair.before, part)), _norm(getattr(pair.after, part))
        if old and new and old != new:
            yield pair.change(What.UNIT, part, old, new)


def _norm(text: LocalizedText | None) -> str:
    return " ".join(text.source.casefold().split()) if text else ""


# -- options and rows


def _options(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before.options, pair.after.options
    old = {option.code: option for option in before}
    new = {option.code: option for option in after}
    if pair.after.type is ItemType.RANKING and set(old) != set(new):
        yield pair.change(What.COMPARED, "options", tuple(old), tuple(new))
    else:
        yield from _added_and_removed(pair, old, new, What.OPTION_ADDED, What.OPTION_REMOVED)
    yield from _labels(pair, before, after, What.OPTION_LABEL, What.OPTION_MEANING)
    for code in (code for code in old if code in new):
        yield from _option(pair, old[code], new[code])
    if [code for code in old if code in new] != [code for code in new if code in old]:
        yield pair.change(What.OPTION_ORDER)


def _option(pair: _Pair, before: Option, after: Option) -> Iterator[Change]:
    if before.exclusive != after.exclusive:
        yield pair.change(What.NARROWED if after.exclusive else What.WIDENED, "exclusive", after.code, after.code)
    if before.other != after.other:
        yield pair.change(What.WIDENED if after.other else What.NARROWED, "other", after.code, after.code)
    if before.relevance != after.relevance:
        yield _rule(pair, "option", before.relevance, after.relevance)
    if before.common != after.common:
        yield pair.change(What.OPTION_MEANING, after.code, before.common, after.common)


def _rows(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before.rows, pair.after.rows
    old, new = {row.code: row for row in before}, {row.code: row for row in after}
    if pair.after.type is ItemType.ALLOCATION and set(old) != set(new):
        yield pair.change(What.COMPARED, "rows", tuple(old), tuple(new))
    else:
        yield from _added_and_removed(pair, old, new, What.ROW_ADDED, What.ROW_REMOVED)
    yield from _labels(pair, before, after, What.ROW_LABEL, What.ROW_MEANING)
    for code in (code for code in old if code in new):
        if old[code].relevance != new[code].relevance:
            yield _rule(pair, "row", old[code].relevance, new[code].relevance)


def _added_and_removed(
    pair: _Pair,
    old: dict[str, Option] | dict[str, Row],
    new: dict[str, Option] | dict[str, Row],
    more: What,
    less: What,
) -> Iterator[Change]:
    for code in old:
        if code not in new:
            yield pair.change(less, code, before=old[code].label.source)
    for code in new:
        if code not in old:
            yield pair.change(more, code, after=new[code].label.source)


def _labels(
    pair: _Pair, before: Sequence[Option | Row], after: Sequence[Option | Row], words: What, meaning: What
) -> Iterator[Change]:
    """A changed label is wording while its code stays, unless another code carried these words before."""
    old = {part.code: part for part in before}
    carried = {_norm(part.label): part.code for part in before if part.label}
    for part in after:
        was = old.get(part.code)
        if was is None:
            continue
        said, says = _norm(was.label), _norm(part.label)
        if said != says and carried.get(says, part.code) != part.code:
            yield pair.change(meaning, part.code, was.label.source, part.label.source)
            continue
        for change in text_changes("", "", was.label, part.label):
            yield Change(
                what=words,
                place=f"items.{pair.after.name}",
                part=part.code,
                before=change.before,
                after=change.after,
                languages=change.languages,
                doubtful=said != says and not set(said.split()) & set(says.split()),
            )


# -- what can be answered, and by whom


def _possible(pair: _Pair) -> Iterator[Change]:
    before, after = pair.before, pair.after
    for part in RULES:
        if getattr(before, part) != getattr(after, part):
            yield _rule(pair, part, getattr(before, part), getattr(after, part))
    limits = () if after.type is ItemType.SCALE else (*LOWER, *UPPER, "step")
    for part in limits:
        old, new = getattr(before, part), getattr(after, part)
        if old != new:
            yield pair.change(What.NARROWED if _tighter(part, old, new) else What.WIDENED, part, old, new)
    for part in OFFERED:
        old, new = getattr(before, part), getattr(after, part)
        if set(old) != set(new):
            fewer = bool(new) and (not old or bool(set(old) - set(new)))
            yield pair.change(What.NARROWED if fewer else What.WIDENED, part, old, new)
    for part in (*STRICTER, *LOOSER):
        if getattr(before, part) != getattr(after, part):
            narrower = getattr(after, part) == (part in STRICTER)
            yield pair.change(What.NARROWED if narrower else What.WIDENED, part)


def _rule(pair: _Pair, part: str, before: str | None, after: str | None) -> Change:
    what = What.RULE_ADDED if before is None else What.RULE_DROPPED if after is None else What.RULE_CHANGED
    return pair.change(what, part, before, after)


def _tighter(part: str, before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return after is not None
    if part == "step":
        return (before / after) % 1 != 0  # 10 -> 5 lets more through, 5 -> 10 and 10 -> 3 do not
    return after > before if part in LOWER else after < before


# -- words and looks


def _texts(pair: _Pair) -> Iterator[Change]:
    for part in TEXTS:
        yield from text_changes(f"items.{pair.after.name}", part, getattr(pair.before, part), getattr(pair.after, part))


def _looks(pair: _Pair) -> Iterator[Change]:
    for part in PRESENTATION:
        if getattr(pair.before, part) != getattr(pair.after, part):
            yield pair.change(What.PRESENTATION, part)
