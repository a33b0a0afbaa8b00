"""The proof that no small count can be narrowed: whatever else is published, each may be anything from 0 to 9."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from engage.statistics.disclosure.figures import Earlier, Known, Place, Shape, Small
from engage.statistics.disclosure.programmes import Contradiction
from engage.statistics.disclosure.tables import MINIMUM, State, Study
from engage.statistics.disclosure.worlds import TOLERANCE, Asked, Worlds

WHEN = "\0when"
"""The variable that says with which edition somebody's answers came."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A small count that can be narrowed to an interval, and the figures that do it."""

    place: Place
    low: float
    high: float
    reasons: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and what was found."""

    leaks: tuple[Leak, ...]
    relations: int
    small: int
    cells: int
    """Unknowns of the linear programme."""
    refuted: tuple[int, ...] = ()
    """Earlier editions whose figures do not fit the present ones if nobody withdrew: readers cannot join them."""

    @property
    def ok(self) -> bool:
        return not self.leaks


def audit(
    shape: Shape,
    earlier: Sequence[Earlier] = (),
    *,
    tables: Iterable[str] | None = None,
    only: Collection[Place] | None = None,
) -> Audit:
    """Look for small counts that the figures narrow, with all that earlier editions said.

    :param tables: look through the relations of these tables alone: faster, and finds less
    :param only: ask of these counts alone
    :raises TooWide: when so much is crossed that the proof would take too long
    :raises Contradiction: when the figures contradict each other, so that they are not of one survey
    """
    known, small = list(shape.known()), list(shape.small())
    study = shape.study
    if tables is not None:
        chosen = set(tables)
        known = [each for each in known if not each.place[0] or each.place[0] in chosen]
        small = [each for each in small if each.place[0] in chosen]
    try:
        return _look(study, known, small, earlier, (), only)
    except Contradiction:
        others = [each for each in earlier if each.batch is not None]
        if not others:
            raise
        same = [each for each in earlier if each.batch is None]
        return _look(study, known, small, same, tuple(each.number for each in others), only)


def _look(
    study: Study,
    known: list[Known],
    small: list[Small],
    earlier: Sequence[Earlier],
    refuted: tuple[int, ...],
    only: Collection[Place] | None,
) -> Audit:
    variables, pairs = _named(study, known, small)
    batches = sorted({each.batch for each in earlier if each.batch is not None})
    if batches:
        variables[WHEN] = tuple(str(n) for n in range(len(batches) + 1))
    own = set(variables)
    for each in earlier:
        for name, states in each.variables.items():
            variables[name] = tuple(dict.fromkeys((*variables.get(name, ()), *states)))
        pairs |= {pair for pair in each.excluded if not own.issuperset(name for name, _ in pair)}
        until = frozenset(str(n) for n, batch in enumerate(batches) if each.batch is not None and batch <= each.batch)
        known = [*known, *(_then(one, until, each.number) for one in each.known)]
        small = [*small, *(Small(_marked(one.place, each.number), _boxed(one.box, until)) for one in each.small)]
    if only is not None:
        small = [each for each in small if each.place in only]
    worlds = Worlds(variables, pairs, known, small, _hubs(study) & variables.keys())
    leaks = _leaks(worlds) if small else ()
    return Audit(leaks, len(known), len(small), worlds.cells, refuted)


def _named(
    study: Study, known: Sequence[Known], small: Sequence[Small]
) -> tuple[dict[str, tuple[str, ...]], frozenset[frozenset[State]]]:
    """The variables that are spoken of, and the pairs of states among them."""
    boxes = (*(each.box for each in known), *(each.box for each in small))
    spoken = {name for box in boxes for name, _ in box}
    variables = {name: states for name, states in study.variables().items() if name in spoken}
    pairs = {pair for pair in study.impossible_pairs() if all(name in variables for name, _ in pair)}
    return variables, frozenset(pairs)


def _then(each: Known, until: frozenset[str], number: int) -> Known:
    return Known(_marked(each.place, number), _boxed(each.box, until), each.low, each.high)


def _boxed(
    box: tuple[tuple[str, frozenset[str]], ...], until: frozenset[str]
) -> tuple[tuple[str, frozenset[str]], ...]:
    return (*box, (WHEN, until)) if until else box


def _marked(place: Place, number: int) -> Place:
    """A place of an earlier edition: nothing of it can be hidden any more."""
    return f"\0{number}:{place[0]}", place[1], place[2]


def _hubs(study: Study) -> frozenset[str]:
    """What many tables share: the filters, and which edition an answer came with."""
    return frozenset({WHEN, *study.groups})


def _leaks(worlds: Worlds) -> tuple[Leak, ...]:
    """Block by block, which settles nearly all; what is left is asked with all that is known."""
    doubtful: dict[bool, set[int]] = {most: set(range(len(worlds.small))) for most in (False, True)}
    for block in worlds.blocks():
        for most, left in doubtful.items():
            left -= set(block.numbers) - _unreached(block, set(block.numbers), most=most)
    whole = worlds.whole()
    ends: dict[bool, dict[int, float]] = {}
    reasons: dict[int, list[Place]] = {}
    for most, left in doubtful.items():
        ends[most] = {}
        for n in _unreached(whole, left, most=most):
            value = whole.extreme({n}, most=most)[n]
            if not _reached(value, most=most):
                ends[most][n] = value
                reasons.setdefault(n, []).extend(worlds.reasons())
    return tuple(
        Leak(
            worlds.small[n].place,
            ends[False].get(n, 0.0),
            ends[True].get(n, float(MINIMUM - 1)),
            tuple(dict.fromkeys(reasons[n])),
        )
        for n in sorted(reasons)
    )


def _unreached(asked: Asked, left: set[int], *, most: bool) -> set[int]:
    """The small counts that cannot reach 9 (or 0). Surveys with many of them there settle most at once."""
    left, stuck, together = set(left), set[int](), True
    while left:
        wanted = left if together else {min(left)}
        values = asked.extreme(wanted, most=most)
        rest = {n for n in left if not _reached(values[n], most=most)}
        if not together:
            stuck |= wanted & rest
            rest -= wanted
        together = together and len(rest) < len(left)
        left = rest
    return stuck


def _reached(value: float, *, most: bool) -> bool:
    return value >= MINIMUM - 1 - TOLERANCE if most else value <= TOLERANCE
