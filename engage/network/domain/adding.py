"""How a figure of many things is made: added up, as a share, as the middle, as how many different ones there are."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from statistics import median

from engage.network.domain.figures import Adding, Figure, Number, Unit
from engage.network.domain.items import Item
from engage.network.domain.protecting import Sight, people, share

EMPTY = Number(None)
CORRECTION = "correction:"
"""How the key of what a correction adds begins."""


def number(figure: Figure, items: Collection[Item], sight: Sight, *, whole: bool = True) -> Number:
    """The figure of some things.

    :param whole: whether it is of the whole network and period, and not of a hub, a country or a month
    """
    if figure.is_people:
        seen = [each for each in items if sight.sees(each)]
        return Number(None, withheld=True) if items and not seen else _of_people(figure, seen, sight, whole=whole)
    return _plain(figure, list(items))


def _of_people(figure: Figure, items: Sequence[Item], sight: Sight, *, whole: bool) -> Number:
    if figure.adding is Adding.DIFFERENT:
        if not whole and not all(sight.exact(each.hub) for each in items):
            return Number(None, withheld=True)
        return Number(_different(items))
    if figure.adding is Adding.SHARE:
        inside = [sight.cell(each) for each in items if each.inside]
        return share(inside, [sight.cell(each) for each in items if not each.inside])
    corrections = [sight.cell(each).value for each in items if each.key.startswith(CORRECTION)]
    return replace(people([sight.cell(each) for each in items]), corrected=sum(corrections))


def _plain(figure: Figure, items: Sequence[Item]) -> Number:
    match figure.adding:
        case Adding.SHARE:
            inside = sum(each.value for each in items if each.inside)
            whole = sum(each.value for each in items)
            return Number(round(100 * inside / whole, 1) if whole else None, base=int(whole))
        case Adding.MEDIAN:
            digits = 2 if figure.unit is Unit.GAP else 1
            middle = round(median(each.value for each in items), digits) if items else None
            return Number(middle, base=len(items))
        case Adding.DIFFERENT:
            return Number(_different(items))
    corrections = (each.value for each in items if each.key.startswith(CORRECTION))
    return Number(sum(each.value for each in items), corrected=int(sum(corrections)))


def _different(items: Collection[Item]) -> int:
    return len({each.key for each in items})
