"""The order in which a workshop talks about what a panel sees differently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from engage.maturity.domain.consensus import Said, of_tally, tally
from engage.maturity.domain.kinds import Confidence
from engage.maturity.domain.model import MaturityModel

_SURE = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}
GATED = 2.0


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator to talk about, and why it comes where it comes."""

    indicator: str
    priority: float
    """`split * weight * gate`."""
    split: float
    """The share of people who stand outside, 0 to 1."""
    weight: float
    """The indicator's weight times its dimension's."""
    gate: float
    """2 where a gate of the model hangs on the indicator, else 1."""
    confidence: float
    """How sure people are, 1 (low) to 3 (high), on average; 0 where nobody said."""


def agenda(model: MaturityModel, said: Mapping[str, Sequence[Said]], among: Iterable[str]) -> tuple[Item, ...]:
    """The indicators that are to be talked about, the most important first.

    Priority = S · W · G with

    - S, the share of people who judged and stand outside (`consensus.of_tally`); 1 where nobody could judge,
    - W, the weight of the indicator times the weight of its dimension,
    - G, 2 where a gate of the model hangs on the indicator (it can hold the overall level down), else 1.

    Equal priorities: first where people are surer of what they say, for there a difference is one of view and not of
    knowledge; then the order of the model. Confidence changes no score.
    Source: step 3 of the protocol of the bundled model ("agenda = split x weight x gate"); the formula is ours.

    :param said: what people said, by indicator
    :param among: the indicators whose state is split
    """
    wanted = frozenset(among)
    items = [_item(model, each.id, said.get(each.id, ())) for each in model.indicators if each.id in wanted]
    return tuple(sorted(items, key=lambda item: (-item.priority, -item.confidence)))


def _item(model: MaturityModel, indicator: str, said: Sequence[Said]) -> Item:
    found = of_tally(tally(said))
    judged = found.tally.judged
    split = found.outside / judged if judged else 1.0
    weight = model.indicator(indicator).weight * model.dimension_of(indicator).weight
    gate = GATED if any(each.indicator == indicator for each in model.gates) else 1.0
    sure = [_SURE[each.confidence] for each in said if each.confidence is not None]
    return Item(indicator, split * weight * gate, split, weight, gate, fmean(sure) if sure else 0.0)
