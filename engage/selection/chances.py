"""How likely each stratum is to be drawn: exactly where that can be reckoned, else by drawing many times."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from engage.selection.groups import Limits, Vector
from engage.selection.walking import Plan, walk

MOST_STATES = 8_000
MOST_RUNS, LEAST_RUNS, MOST_STEPS = 400, 40, 40_000


def runs_for(parties: int) -> int:
    """How often a draw of this size is simulated: fewer times the larger it is, so that nobody waits for minutes."""
    return max(LEAST_RUNS, min(MOST_RUNS, MOST_STEPS // max(parties, 1)))


def exact(strata: Counter[Vector], limits: Limits) -> dict[Vector, float] | None:
    """For people who come alone and at most one feature whose targets share nobody; None for anything else, or more.

    The walk meets strata one after the other: the next one taken is any of those left in strata that are not full or
    held back, each person as likely as the other. So the numbers taken of each stratum are a Markov chain, whose
    states are followed here, draw by draw (Feller, An Introduction to Probability Theory, vol. 1, ch. XV).
    """
    kinds = sorted(strata)
    if any(kind[0] != 1 or sum(kind[1:]) > 1 for kind in kinds):
        return None
    if len(limits.least) > 1 and (len(limits.apart) != 1 or len(limits.apart[0]) != len(limits.least) - 1):
        return None
    now: dict[tuple[int, ...], float] = {(0,) * len(kinds): 1.0}
    ended: dict[tuple[int, ...], float] = {}
    seen = 0
    while now:
        seen += len(now)
        if seen > MOST_STATES:
            return None
        then: dict[tuple[int, ...], float] = {}
        for have, chance in now.items():
            left = {k: strata[kind] - have[k] for k, kind in enumerate(kinds) if _may(k, kinds, have, strata, limits)}
            people = sum(left.values())
            if not people:
                ended[have] = ended.get(have, 0.0) + chance
            for k, number in left.items():
                if number:
                    after = (*have[:k], have[k] + 1, *have[k + 1 :])
                    then[after] = then.get(after, 0.0) + chance * number / people
        now = then
    return {
        kind: sum(chance * have[k] for have, chance in ended.items()) / strata[kind] for k, kind in enumerate(kinds)
    }


def _may(k: int, kinds: Sequence[Vector], have: Sequence[int], strata: Counter[Vector], limits: Limits) -> bool:
    """Whether one more of a stratum leaves room for the minimums that are not met."""
    if have[k] >= strata[kinds[k]]:
        return False
    after = [number + (place == k) for place, number in enumerate(have)]
    totals = [sum(kind[i] * number for kind, number in zip(kinds, after, strict=True)) for i in range(len(kinds[0]))]
    if any(total > most for total, most in zip(totals, limits.most, strict=True)):
        return False
    missing = sum(max(0, least - total) for total, least in zip(totals[1:], limits.least[1:], strict=True))
    return totals[0] + missing <= limits.most[0]


def simulated(strata: Counter[Vector], plan: Plan, seed: str, runs: int) -> dict[Vector, float]:
    """The share of each stratum that was taken, over draws with numbers of their own from this seed."""
    order = sorted(strata.elements())
    taken: Counter[Vector] = Counter()
    chance = Random(f"{seed}:simulation")  # noqa: S311 -- an estimate that others can repeat, nothing secret
    for _ in range(runs):
        chance.shuffle(order)
        taken.update(order[place] for place in walk(order, plan).taken)
    return {stratum: taken[stratum] / (number * runs) for stratum, number in strata.items()}
