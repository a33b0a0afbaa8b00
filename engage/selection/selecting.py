"""The one function that draws, whatever the method."""

from collections import Counter
from collections.abc import Sequence

from engage.selection import chances, walking
from engage.selection.groups import limits_of, pool_of, stratum_name
from engage.selection.kinds import Candidate, InfeasibleTargets, Selection, Target, TargetResult, TooHard
from engage.selection.order import in_random_order

METHODS = ("uniform",)
"""`uniform`: a uniformly random order from the public seed; each party is taken unless it does not fit any more, or
would make a minimum unreachable."""


def select(
    pool: Sequence[Candidate],
    places: int,
    targets: Sequence[Target],
    seed: str,
    *,
    method: str = "uniform",
    runs: int | None = None,
) -> Selection:
    """Draw people for the places, within the targets.

    The same pool (in whatever order), places, targets and seed give the same selection. People who are alike to all
    targets, and whose parties are, have the same chance. No place stays empty that the search finds a way to fill.

    :param pool: who asked; people of one party stand or fall together
    :param places: for people who take one; 0 or more
    :param targets: minimum and maximum of people with some values of a feature
    :param seed: public, and not to be foreseen when its source was announced
    :param runs: simulated draws for chances that cannot be reckoned exactly; None: as many as take little time
    :raises InfeasibleTargets: when nothing meets all targets; names those that stand in the way
    :raises TooHard: when the search could not say whether anything does
    :raises ValueError: for an unknown method, a negative number of places, or two candidates of one id
    """
    if method not in METHODS:
        raise ValueError(f"unknown method {method}")
    if places < 0:
        raise ValueError("there cannot be fewer than 0 places")
    known = pool_of(pool, targets)
    limits = limits_of(pool, targets, places)
    strata = Counter(known.vectors.values())
    plan = walking.planned(strata, limits)
    if plan is None:
        raise InfeasibleTargets(_in_the_way(pool, places, targets))
    order = in_random_order(seed, known.parties)
    walked = walking.walk([known.vectors[party] for party in order], plan)
    selected = tuple(order[place] for place in walked.taken)
    likely = chances.exact(strata, limits)
    exact = likely is not None
    runs = chances.runs_for(len(order)) if runs is None else max(runs, 1)
    if likely is None:
        likely = chances.simulated(strata, plan, seed, runs)
    return Selection(
        panel=tuple(person.id for party in selected for person in known.members[party]),
        parties=selected,
        order=tuple(order),
        strata={party: stratum_name(known.vectors[party], targets) for party in order},
        probabilities={
            person.id: likely[known.vectors[party]] for party in known.parties for person in known.members[party]
        },
        runs=0 if exact else runs,
        results=tuple(
            TargetResult(
                target,
                sum(vector[place] for vector in known.vectors.values()),
                sum(known.vectors[party][place] for party in selected),
            )
            for place, target in enumerate(targets, 1)
        ),
        places=places,
        filled=sum(known.vectors[party][0] for party in selected),
        undecided=walked.undecided,
        seed=seed,
        method=method,
    )


def _in_the_way(pool: Sequence[Candidate], places: int, targets: Sequence[Target]) -> tuple[Target, ...]:
    """What makes the targets impossible: each that is so alone, else a smallest set that is so together."""
    alone = tuple(target for target in targets if target.minimum and not _possible(pool, places, [target]))
    if alone:
        return alone
    kept = list(targets)
    for target in targets:
        without = [each for each in kept if each is not target]
        if not _possible(pool, places, without):
            kept = without
    return tuple(kept)


def _possible(pool: Sequence[Candidate], places: int, targets: Sequence[Target]) -> bool:
    strata = Counter(pool_of(pool, targets).vectors.values())
    try:
        return walking.planned(strata, limits_of(pool, targets, places)) is not None
    except TooHard:
        return True
