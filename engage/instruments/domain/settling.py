"""Calculations that run only at times: when something changed (`trigger`), or once.

Their values are kept among the raw answers. Worked out at each save; pure.
"""

from collections.abc import Mapping

from engage.instruments.domain.definition import Item
from engage.instruments.domain.entries import entry_key, in_entry
from engage.instruments.domain.journey import Journey, Raw


def settled(before: Journey, after: Journey) -> Raw:
    """What to keep among the raw answers besides what was typed, by key.

    A calculation with a trigger runs when the value of one of its triggers is another than before; one that calls
    once() is kept as soon as it has a value. In the order of the instrument, each seeing those before it.
    """
    kept: dict[str, str | tuple[str, ...]] = {}
    for item in after.questionnaire.kept:
        new = _values(before, after, item)
        if new:
            kept |= new
            after = Journey(after.questionnaire, {**after.raw, **new}, after.circumstances)
    return kept


def _values(before: Journey, after: Journey, item: Item) -> Mapping[str, str]:
    name = after.questionnaire.repeated.get(item.name)
    if name is None:
        value = _value(before, after, item)
        return {} if value is None else {item.name: value}
    found = {}
    for entry in after.entries(name):
        value = _value(before.entry(name, entry.id) or _blank(before), entry, item)
        if value is not None:
            found[entry_key(name, entry.id, item.name)] = value
    return found


def _blank(before: Journey) -> Journey:
    """An entry that was not there: nothing in it had a value."""
    outside = {key: value for key, value in before.raw.items() if not in_entry(key)}
    return Journey(before.questionnaire, outside, before.circumstances)


def _value(before: Journey, after: Journey, item: Item) -> str | None:
    """What is to be kept now; None: nothing new."""
    if item.calculation is None or not after.relevant(item):
        return None
    expression = after.questionnaire.expression(item.calculation)
    known = after.raw.get(item.name, "")
    if item.trigger:
        if all(_text(before, name) == _text(after, name) for name in item.trigger):
            return None
        value = expression.says(after.scope(this=known if isinstance(known, str) else ""))
        return value if value != known else None
    return (expression.says(after.scope()) or None) if not known else None


def _text(journey: Journey, name: str) -> str:
    value = journey[name]
    return value if isinstance(value, str) else " ".join(value)
