"""Parties and what is taken: persons counted by site, role and traits.

A trait is what a quota asks of somebody: `country=NO`. Only what some quota of the event names is kept, so there are
few different traits, and a few numbers say how full an event is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from engage.events.domain.kinds import AttendeeRole

ITEM = "item:"
"""Begins the key of a quota that counts answers to a question."""
COUNTRY, HUB, ORGANISED, GROUP = "country", "hub", "organised", "group"
KEYS = (COUNTRY, HUB, ORGANISED, GROUP)
YES, NO = "yes", "no"


class Trait(NamedTuple):
    key: str
    code: str


class Cell(NamedTuple):
    """Persons alike: limits cannot tell them apart."""

    site_id: int
    role: AttendeeRole
    traits: str
    """As `traits_of` writes them."""


Composition = Counter[Cell]
"""How many persons of each kind."""


class Described(Protocol):
    """A person, wanted or stored."""

    @property
    def role(self) -> AttendeeRole: ...
    @property
    def country(self) -> str: ...
    @property
    def hub_id(self) -> int | None: ...
    @property
    def organised(self) -> bool | None: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...


class Group(Protocol):
    """What a quota says of who belongs to it."""

    @property
    def key(self) -> str: ...
    @property
    def codes(self) -> Iterable[str]: ...


def traits_of(person: Described, quotas: Iterable[Group], group_name: str = "") -> str:
    """What the quotas ask of this person, in an order of its own: "country=NO;item:age=young".

    Codes: `country` ISO 3166 as stored; `hub` the home hub's id; `organised` "yes" or "no"; `group` the name of the
    association or family that the party comes from; `item:NAME` the codes of the answer.
    """
    asked: dict[str, set[str]] = {}
    for quota in quotas:
        asked.setdefault(quota.key, set()).update(quota.codes)
    found = sorted(
        Trait(key, code) for key, codes in asked.items() for code in _codes(person, key, group_name) if code in codes
    )
    return ";".join(written_trait(trait) for trait in found)


def written_trait(trait: Trait) -> str:
    """One trait as it stands among those that `traits_of` writes."""
    return f"{_quoted(trait.key)}={_quoted(trait.code)}"


def _codes(person: Described, key: str, group_name: str) -> set[str]:
    if key.startswith(ITEM):
        return _answered(person.answers.get(key.removeprefix(ITEM)))
    match key:
        case "country":
            return {person.country}
        case "hub":
            return set() if person.hub_id is None else {str(person.hub_id)}
        case "organised":
            return set() if person.organised is None else {YES if person.organised else NO}
        case "group":
            return {group_name}
    return set()


def _answered(answer: Any) -> set[str]:
    """The codes of an answer: one, several, or none."""
    match answer:
        case None:
            return set()
        case bool():
            return {YES if answer else NO}
        case str() | int() | float():
            return {str(answer)}
        case list() | tuple() | set() | frozenset():
            return {code for part in answer for code in _answered(part)}
    return set()


def _quoted(text: str) -> str:
    return text.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def _unquoted(text: str) -> str:
    return text.replace("%3D", "=").replace("%3B", ";").replace("%25", "%")


@lru_cache(maxsize=10_000)
def read_traits(written: str) -> frozenset[Trait]:
    """What `traits_of` wrote."""
    pairs = (part.partition("=") for part in written.split(";") if part)
    return frozenset(Trait(_unquoted(key), _unquoted(code)) for key, _, code in pairs)


def composed(site_id: int, persons: Sequence[Described], quotas: Sequence[Group], group_name: str = "") -> Composition:
    """A party by what limits can tell apart."""
    return Counter(Cell(site_id, person.role, traits_of(person, quotas, group_name)) for person in persons)
