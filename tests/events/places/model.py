"""A plain reference of how places are given: lists of people, counted anew each time. It shares nothing with the
product but the words."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

HOLDING = ("confirmed", "offered")
LIVE = (*HOLDING, "waiting", "applied")


@dataclass(frozen=True)
class One:
    """A person at a site."""

    site: int
    role: str = "citizen"
    country: str = ""
    organised: bool | None = None

    def says(self, key: str) -> str:
        if key == "country":
            return self.country
        return {True: "yes", False: "no", None: ""}[self.organised]


@dataclass
class Group:
    """A quota; those of one key never share a code, those of `organised` are each at one site."""

    key: str
    code: str
    least: int = 0
    most: int | None = None
    site: int | None = None
    release: datetime | None = None

    def has(self, one: One) -> bool:
        here = self.site is None or self.site == one.site
        return one.role == "citizen" and here and one.says(self.key) == self.code


@dataclass
class Party:
    number: int
    people: list[One]
    status: str
    confirm_by: datetime | None = None
    answer_by: datetime | None = None


@dataclass
class Model:
    start: datetime
    seats: int | None
    sites: dict[int, tuple[int | None, int | None]]
    companions: int | None = None
    waiting_seats: int | None = None
    groups: list[Group] = field(default_factory=list)
    approval: bool = False
    parties: list[Party] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    # -- what is left

    def inside(self) -> list[One]:
        return [one for party in self.parties if party.status in HOLDING for one in party.people]

    def left(self, people: list[One], now: datetime) -> list[int]:
        """What each limit leaves, in a fixed order."""
        citizens = [one for one in people if one.role == "citizen"]
        found: list[int] = []
        if self.companions is not None:
            found.append(self.companions - sum(one.role == "companion" for one in people))
        free_by_site: list[int | None] = []
        for site, (seats, room) in self.sites.items():
            free = []
            if seats is not None:
                free.append(seats - sum(one.site == site for one in citizens))
            if room is not None:
                free.append(room - sum(one.site == site for one in people))
            found += free
            free_by_site.append(min(free, default=None))
        for group in self.groups:
            if group.most is not None:
                found.append(group.most - sum(map(group.has, people)))
        return found + self._beyond_minimums(people, citizens, free_by_site, now)

    def _beyond_minimums(
        self, people: list[One], citizens: list[One], free_by_site: list[int | None], now: datetime
    ) -> list[int]:
        lacking = {"country": 0, "organised": 0}
        at_site = dict.fromkeys(self.sites, 0)
        for group in self.groups:
            until = min(group.release or self.start, self.start)
            lacks = max(0, group.least - sum(map(group.has, people))) if now < until else 0
            lacking[group.key] += lacks
            if group.site is not None:
                at_site[group.site] += lacks
        found = [] if self.seats is None else [self.seats - len(citizens)]
        room = list(found)
        for (site, kept), free in zip(at_site.items(), free_by_site, strict=True):
            if free is not None and site in self.sites:
                found.append(free - kept)
        if all(free is not None for free in free_by_site):
            room.append(sum(max(0, free) for free in free_by_site if free is not None))
        if room:
            found.append(min(room) - max(lacking.values()))
        return found

    def fits(self, people: list[One], now: datetime, *, instead_of: list[One] | None = None) -> bool:
        before = self.inside()
        after = list(before)
        for one in instead_of or []:
            after.remove(one)
        after += people
        return all(
            then >= 0 or then >= was for was, then in zip(self.left(before, now), self.left(after, now), strict=True)
        )

    # -- what happens

    def register(self, people: list[One], now: datetime, *, by_oneself: bool) -> Party | None:
        number = next(self.numbers)
        if self.approval:
            status = "applied"
        else:
            if self.fits(people, now):
                self.move_up(now)
            status = "confirmed" if self.fits(people, now) else "waiting"
            waiting = sum(len(party.people) for party in self.parties if party.status == "waiting")
            if status == "waiting" and self.waiting_seats is not None and waiting + len(people) > self.waiting_seats:
                return None
        confirm_by = min(now + timedelta(hours=24), self.start) if by_oneself else None
        party = Party(number, people, status, confirm_by)
        self.parties.append(party)
        self.move_up(now)
        return party

    def move_up(self, now: datetime) -> None:
        while now < self.start:
            for party in sorted(self.parties, key=lambda party: party.number):
                if party.status == "waiting" and self.fits(party.people, now):
                    party.status, party.answer_by = "offered", min(now + timedelta(hours=48), self.start)
                    break
            else:
                return

    def end(self, party: Party, status: str, now: datetime) -> None:
        party.status, party.answer_by, party.confirm_by = status, None, None
        self.move_up(now)

    def accept(self, party: Party) -> None:
        party.status, party.answer_by, party.confirm_by = "confirmed", None, None

    def change(self, party: Party, people: list[One], now: datetime) -> bool:
        if party.status in HOLDING:
            fewer = all(people.count(one) <= party.people.count(one) for one in people)
            if not fewer and not self.fits(people, now, instead_of=party.people):
                return False
        elif party.status == "waiting" and self.waiting_seats is not None:
            others = sum(len(one.people) for one in self.parties if one.status == "waiting" and one is not party)
            more = len(people) > len(party.people)
            if more and others + len(people) > self.waiting_seats:
                return False
        party.people = people
        self.move_up(now)
        return True

    def approve(self, party: Party, now: datetime) -> None:
        if self.fits(party.people, now):
            self.move_up(now)
        party.status = "confirmed" if self.fits(party.people, now) else "waiting"
        self.move_up(now)

    def expire(self, now: datetime) -> None:
        for party in self.parties:
            late_offer = party.status == "offered" and party.answer_by is not None and party.answer_by <= now
            late_address = (
                party.status in ("confirmed", "waiting", "applied")
                and party.confirm_by is not None
                and party.confirm_by <= now
                and now < self.start
            )
            if late_offer or late_address:
                party.status, party.answer_by, party.confirm_by = "expired", None, None
        self.move_up(now)
