"""Two workers take jobs, report, end, fail and die in any order: each job is done once, and none is forgotten."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.db.engine import writing
from engage.db.session import db
from engage.jobs import leases
from engage.jobs.models import Job, JobState
from engage.jobs.queue import ask_for
from tests.support.databases import transaction

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
LEASE = timedelta(seconds=60)
KINDS = ("sum",)

Deed = tuple[str, int]
deeds = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 61])),
    st.tuples(st.sampled_from(["claim", "step", "finish", "fail", "give up", "give back", "die"]), st.integers(0, 1)),
)


@dataclass
class Play:
    """What two workers believe, beside what the database says."""

    session: Session
    now: datetime = NOW
    holding: list[leases.Claimed | None] = field(default_factory=lambda: [None, None])
    until: dict[int, datetime] = field(default_factory=dict)
    owner: dict[int, leases.Claimed] = field(default_factory=dict)
    """Who took each job last: nobody else's word counts."""
    asked: set[int] = field(default_factory=set)
    finished: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)

    def do(self, deed: str, value: int) -> None:
        getattr(self, f"_{deed.replace(' ', '_')}")(value)
        self.session.expire_all()

    def _ask(self, key: int) -> None:
        self.asked.add(ask_for(self.session, "sum", key=f"key {key}", now=self.now).id)

    def _wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def _claim(self, worker: int) -> None:
        if self.holding[worker] is not None:
            return
        claimed = leases.claim(self.session, KINDS, self.now, self.now + LEASE)
        if claimed is not None:
            assert claimed.id not in self.finished, "what is done is not done again"
            assert claimed.id not in self.until or self.until[claimed.id] < self.now, "somebody else holds it"
            self.until[claimed.id], self.owner[claimed.id] = self.now + LEASE, claimed
        self.holding[worker] = claimed

    def _step(self, worker: int) -> None:
        held = self.holding[worker]
        if held is not None and leases.renew(self.session, held, self.now + LEASE, done=1, total=2):
            assert self.owner[held.id] is held
            self.until[held.id] = self.now + LEASE

    def _finish(self, worker: int) -> None:
        held = self._let_go(worker)
        if held is not None and leases.finish(self.session, held, self.now, {}):
            self._free(held, self.finished)

    def _fail(self, worker: int) -> None:
        held = self._let_go(worker)
        if held is not None and leases.fail(self.session, held, self.now, "x" * 400, self.now + timedelta(seconds=30)):
            self._free(held)

    def _give_up(self, worker: int) -> None:
        held = self._let_go(worker)
        if held is not None and leases.fail(self.session, held, self.now, "refused", None):
            self._free(held, self.given_up)

    def _give_back(self, worker: int) -> None:
        held = self._let_go(worker)
        if held is not None and leases.give_back(self.session, held, self.now):
            self._free(held)

    def _die(self, worker: int) -> None:
        self._let_go(worker)

    def _let_go(self, worker: int) -> leases.Claimed | None:
        held, self.holding[worker] = self.holding[worker], None
        return held

    def _free(self, held: leases.Claimed, ends: list[int] | None = None) -> None:
        assert self.owner[held.id] is held
        del self.until[held.id]
        if ends is not None:
            ends.append(held.id)

    def rest(self) -> None:
        """A third worker that does everything that is left, when all leases are over."""
        self.now += timedelta(hours=1)
        while claimed := leases.claim(self.session, KINDS, self.now, self.now + LEASE):
            assert leases.finish(self.session, claimed, self.now, {})
            self.finished.append(claimed.id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, max_size=30))
@example([("ask", 0), ("claim", 0), ("wait", 61), ("claim", 1), ("step", 0), ("step", 1)])
@example([("ask", 0), ("claim", 0), ("wait", 61), ("claim", 1), ("finish", 0), ("finish", 1)])
@example([("ask", 0), ("claim", 0), ("wait", 61), ("claim", 1), ("fail", 0), ("wait", 30), ("claim", 0)])
def test_every_job_ends_once_whatever_two_workers_do(app: Flask, told: list[Deed]):
    with app.app_context(), writing():
        session = db.session()
        session.execute(delete(Job))
        play = Play(session)
        for deed, value in told:
            play.do(deed, value)
        play.rest()

        states = {row.id: row.state for row in session.execute(select(Job.id, Job.state))}
        session.rollback()

    assert len(play.finished) == len(set(play.finished))
    assert set(play.finished).isdisjoint(play.given_up)
    assert set(states) == play.asked == {*play.finished, *play.given_up}
    assert {job for job, state in states.items() if state is JobState.FAILED} == set(play.given_up)


def test_what_waits_already_is_not_asked_for_again_and_can_be_once_it_is_done(app: Flask):
    with transaction(app) as session:
        first, second = (ask_for(session, "sum", key="once", now=NOW).id for _ in range(2))
        claimed = leases.claim(session, KINDS, NOW, NOW + LEASE)
        assert claimed is not None
        while_it_runs = ask_for(session, "sum", key="once", now=NOW).id
        leases.finish(session, claimed, NOW, {})
        session.expire_all()
        later = ask_for(session, "sum", key="once", now=NOW).id

    assert first == second == while_it_runs != later


def test_work_for_later_and_work_that_nobody_here_knows_wait(app: Flask):
    with transaction(app) as session:
        ask_for(session, "sum", due_at=NOW + timedelta(hours=1), now=NOW)
        ask_for(session, "of another release", now=NOW)

        assert leases.claim(session, KINDS, NOW, NOW + LEASE) is None
        assert not leases.is_any_due(session, KINDS, NOW)
        assert leases.is_any_due(session, KINDS, NOW + timedelta(hours=1))
