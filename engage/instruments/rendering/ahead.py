"""What of a page is the same for all who made no mistake on it: filled in once, when the page is compiled.

Most slots of a page say what is wrong, and most blocks order options that everybody gets in the same order. What is
left are the answers, what depends on answers, and what is in random order.
"""

from collections.abc import Sequence

from engage.instruments.domain.definition import Item, ItemType, Option, Row
from engage.instruments.domain.questionnaire import Questionnaire
from engage.web.compiled import Block, CompiledPage, Parts


def ahead(page: CompiledPage, questionnaire: Questionnaire) -> CompiledPage:
    """The page of items, to be filled for whoever has no problem on it."""

    def hidden(name: str) -> str | None:
        """Of an item that only other pages decide on: where it is on the page, it is shown."""
        return None if name in questionnaire.conditional else ""

    def options(parts: Parts, name: str) -> Parts | None:
        item = questionnaire.owners[name]
        varies = item.choice_filter is not None or _shuffles_options(item) or name in questionnaire.doubled
        return None if varies else _in_order(parts, item.options)

    def rows(parts: Parts, name: str) -> Parts | None:
        item = questionnaire.owners[name]
        return None if item.shuffle else _in_order(parts, item.rows)

    slots = dict.fromkeys(("title_prefix", "problem_list", "message"), _nothing)
    slots |= dict.fromkeys(("invalid", "item_class", "row_class"), _nothing)
    blocks = dict.fromkeys(("problems", "error"), _left_out)
    return page.ahead(
        {**slots, "hidden": hidden, "concealed": hidden, "described": _described},
        {**blocks, "options": options, "rows": rows},
    )


def _nothing(*_: str) -> str:
    return ""


def _left_out(*_: object) -> Parts:
    return ()


def _described(_key: str, _element: str, ids: str) -> str:
    return f' aria-describedby="{ids}"' if ids else ""


def _shuffles_options(item: Item) -> bool:
    return item.shuffle and item.type is not ItemType.MATRIX


def _in_order(parts: Parts, every: Sequence[Option] | Sequence[Row]) -> Parts | None:
    """As they are defined, where no answer takes one away."""
    if any(each.relevance for each in every):
        return None
    by_code = {part.args[0]: part.parts for part in parts if isinstance(part, Block)}
    return tuple(inside for each in every for inside in by_code[each.code])
