"""How a population is composed by the answers to one item, or to two that are crossed.

A cell of a population puts codes together. A code is an option's code, a number, a range of numbers (`18..29`, `..17`,
`65..`, both ends in it), or the beginning of a region's code followed by a star (`NO0*`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engage.core.refusal import Refusal

RANGE, BEGINNING = "..", "*"
LANGUAGE, COUNTRY = "_language", "_country"
PARADATA: Final = (LANGUAGE, COUNTRY)
"""What is known of each response beside its answers, and counts as an item here."""


class NotAMargin(Refusal):
    """A population that responses cannot be compared with. `what` says what is in the way."""

    code = "not_a_margin"

    def __init__(self, what: str, cell: "Cell | None" = None) -> None:
        super().__init__()
        self.what, self.cell = what, cell


@dataclass(frozen=True, slots=True)
class Cell:
    codes: tuple[tuple[str, ...], ...]
    """By item: any of these."""
    number: float
    """People or a share; only the proportions among the cells of a population count."""


@dataclass(frozen=True, slots=True)
class Composition:
    """A population, as it is computed with."""

    name: str
    items: tuple[str, ...]
    cells: tuple[Cell, ...]
    country: str = ""
    """Of the responses of one national edition only."""

    @property
    def shares(self) -> tuple[float, ...]:
        whole = sum(cell.number for cell in self.cells)
        return tuple(cell.number / whole for cell in self.cells)


def composition(name: str, items: Sequence[str], cells: Iterable[Any], country: str = "") -> Composition:
    """From the shape that is stored: `[[[codes of the first], [codes of the second]…], number]`."""
    found = tuple(Cell(tuple(tuple(codes) for codes in each[0]), float(each[1])) for each in cells)
    return Composition(name, tuple(items), found, country)


def stored(cells: Iterable[Cell]) -> list[Any]:
    """The shape that is stored."""
    return [[[list(codes) for codes in cell.codes], cell.number] for cell in cells]


def check(found: Composition) -> None:
    """A population has two cells or more, each with people in it, and nobody is in two of them.

    :raises NotAMargin: `few`, `number`, `twice`
    """
    if len(found.cells) < 2:
        raise NotAMargin("few")
    for n, cell in enumerate(found.cells):
        if not 0 < cell.number < float("inf"):
            raise NotAMargin("number", cell)
        for other in found.cells[:n]:
            if all(_overlap(one, two) for one, two in zip(cell.codes, other.codes, strict=True)):
                raise NotAMargin("twice", cell)


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(_meets(one, two) for one in some for two in others)


def _meets(one: str, two: str) -> bool:
    if BEGINNING in (one[-1:], two[-1:]):
        first, second = one.rstrip(BEGINNING), two.rstrip(BEGINNING)
        return first.startswith(second) or second.startswith(first)
    if RANGE in one or RANGE in two:
        (low, high), (other_low, other_high) = ends(one), ends(two)
        return low <= other_high and other_low <= high
    return one == two


def ends(code: str) -> tuple[float, float]:
    """The first and the last number of a range; of a number itself twice.

    :raises ValueError: when it is neither
    """
    low, dots, high = code.partition(RANGE)
    if not dots:
        return float(low), float(low)
    found = float(low) if low else float("-inf"), float(high) if high else float("inf")
    if found[0] > found[1] or not (low or high):
        raise ValueError(code)
    return found


def fits(codes: Sequence[str], value: object) -> bool:
    """Whether an answer is among the codes. Who did not answer is in none."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return any(low <= value <= high for low, high in map(ends, codes))
    if not isinstance(value, str):
        return False
    return any(value.startswith(code[:-1]) if code.endswith(BEGINNING) else value == code for code in codes)
