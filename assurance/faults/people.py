"""People as a load: they answer a survey, register for an event, and write down what they were told.

Where a connection breaks or the service says "not now", most send the same form again, as browsers do; some give up.
Some press twice though everything went well.
"""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from assurance.faults.ledger import ACKNOWLEDGED, TRIED, UNKNOWN, Key, Ledger

SURVEY, EVENT = "/en/surveys/short", "/en/events/lobby"
SECONDS_TO_FILL_IN = 3.2
"""A form for an event that comes back sooner is taken for a program's."""
PATIENCE_SECONDS = 40.0
"""How long somebody tries again."""
SHARE_THAT_GIVES_UP, SHARE_THAT_PRESSES_TWICE = 0.3, 0.1
_HIDDEN = re.compile(r'<input\b[^>]*name="(_csrf|_form)"[^>]*value="([^"]*)"')
_RECEIPT = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4,6}(?:-[0-9A-HJKMNP-TV-Z]{2,6}){3,}\b")


class Gone(Exception):
    """No answer, or one that says "not now": what was sent may be stored or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: str
    headers: http.client.HTTPMessage


@dataclass
class Seen:
    """What all people met, for the figures."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    """Connections that were refused, or ended without an answer."""
    unanswered: int = 0
    """Of these, the ones on which a request had been sent."""
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody should get."""
    unread: int = 0
    """Receipts that did not show right after they were acknowledged."""
    read: int = 0
    retries: int = 0
    seconds: list[float] = field(default_factory=list)
    """Of every answered form."""
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Form:
    path: str
    fields: dict[str, str]
    cookie: str


class Person(threading.Thread):
    """One client; goes on with somebody new until it is stopped."""

    def __init__(self, number: int, port: int, ledger: Ledger, seen: Seen, stop: threading.Event) -> None:
        super().__init__(name=f"person {number}", daemon=True)
        self.number, self.port, self.ledger, self.seen, self.stop = number, port, ledger, seen, stop
        self.chance = random.Random(number)
        self.turn = 0
        self.forms: deque[tuple[float, Form]] = deque()
        self.problem = ""
        self.by_hand: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self.turn += 1
                self._opens_the_event()
                self._answers()
                self._registers()
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"
        finally:
            if self.by_hand:
                self.by_hand.close()

    # -- the survey

    def _answers(self) -> None:
        key = Key("response", f"r{self.number}-{self.turn}-{self.chance.randrange(1 << 40):x}")
        words = f"{key.name} äß€ {'x' * self.chance.randrange(1, 200)}"
        begun = self._insist(Form(SURVEY, {"_action": "start"}, ""))
        if begun is None:
            return
        cookie = begun.headers.get("Set-Cookie", "").partition(";")[0]
        page = self._look(f"{SURVEY}/only", cookie)
        self.ledger.write(TRIED, key, sent=words)
        saved = page and self._insist(Form(f"{SURVEY}/only", hidden(page) | {"word": words}, cookie))
        review = saved and self._look(f"{SURVEY}/review", cookie)
        if not review:
            self.ledger.write(UNKNOWN, key)
            return
        sent = Form(f"{SURVEY}/review", hidden(review) | {"_action": "submit"}, cookie)
        self._sends(key, sent, lambda: self._reads_receipt(cookie))

    def _reads_receipt(self, cookie: str) -> str:
        page = self._look(f"{SURVEY}/done", cookie)
        found = _RECEIPT.search(page) if page else None
        return found[0] if found else "" if page is None else "missing"

    # -- the event

    def _opens_the_event(self) -> None:
        if len(self.forms) > 20:
            return
        try:
            answer = self._ask("GET", f"{EVENT}/register")
        except Gone:
            return
        cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        self.forms.append(
            (time.monotonic() + SECONDS_TO_FILL_IN, Form(f"{EVENT}/register", hidden(answer.body), cookie))
        )

    def _registers(self) -> None:
        if not self.forms or self.forms[0][0] > time.monotonic():
            return
        _, form = self.forms.popleft()
        key = Key("registration", f"p{self.number}-{self.turn}-{self.chance.randrange(1 << 40):x}@example.org")
        name = f"Åse {self.chance.randrange(10**9)}"
        self.ledger.write(TRIED, key, sent=name)
        fields = form.fields | {"_action": "register", "_name": name, "_email": key.name}
        self._sends(key, Form(form.path, fields, form.cookie), None)

    # -- sending

    def _sends(self, key: Key, form: Form, reads_back: Callable[[], str] | None) -> None:
        """Send, and write down that it was acknowledged; sometimes send it twice."""
        answer = self._insist(form)
        if answer is None:
            self.ledger.write(UNKNOWN, key)
            return
        if not answer.location.endswith("/done"):
            self._wrong(form.path, answer)
            return
        self.ledger.write(ACKNOWLEDGED, key, status=answer.status)
        receipt = reads_back() if reads_back else ""
        if receipt:
            with self.seen.lock:
                self.seen.read += 1
                self.seen.unread += receipt == "missing"
        if self.chance.random() < SHARE_THAT_PRESSES_TWICE:
            again = self._insist(form)
            if again is not None and not again.location.endswith("/done"):
                self._wrong(form.path, again)
            if receipt and reads_back and reads_back() not in (receipt, ""):
                self._wrong(f"{form.path} (another receipt)", again or answer)

    def _insist(self, form: Form) -> Answer | None:
        """Send a form; the same again while nobody answers. None: somebody gave up."""
        until = time.monotonic() + PATIENCE_SECONDS
        gives_up = self.chance.random() < SHARE_THAT_GIVES_UP
        while True:
            began = time.monotonic()
            try:
                answer = self._ask("POST", form.path, form.cookie, urlencode(form.fields))
            except Gone:
                if gives_up or self.stop.is_set() or time.monotonic() > until:
                    return None
                with self.seen.lock:
                    self.seen.retries += 1
                self.stop.wait(0.1 + 0.3 * self.chance.random())
                continue
            with self.seen.lock:
                self.seen.seconds.append(time.monotonic() - began)
            if answer.status != 303:
                self._wrong(form.path, answer)
                return None
            return answer

    def _look(self, path: str, cookie: str) -> str | None:
        """A page; None when somebody gave up waiting for it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.stop.is_set() and time.monotonic() < until:
            try:
                answer = self._ask("GET", path, cookie)
            except Gone:
                self.stop.wait(0.1 + 0.3 * self.chance.random())
                continue
            if answer.status == 200:
                return answer.body
            self._wrong(path, answer)
            return None
        return None

    def _ask(self, method: str, path: str, cookie: str = "", body: str | None = None) -> Answer:
        """One request on the kept connection, or on a new one.

        :raises Gone: without an answer, or with a 503 as it should be
        """
        headers = {"X-Forwarded-For": f"10.{self.number}.{self.turn // 250 % 250}.{self.turn % 250 + 1}"}
        if cookie:
            headers["Cookie"] = cookie
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.by_hand or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.by_hand = None
        reached = False
        try:
            if connection.sock is None:
                connection.connect()
            reached = True
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            answer = Answer(got.status, got.getheader("Location", ""), got.read().decode(), got.headers)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            with self.seen.lock:
                self.seen.broken += 1
                self.seen.unanswered += reached
            raise Gone from error
        self.by_hand = connection
        with self.seen.lock:
            self.seen.statuses[answer.status] += 1
        if answer.status == 503:
            if not answer.headers.get("Retry-After") or "<h1" not in answer.body:
                self._wrong(path, answer)
            raise Gone
        return answer

    def _wrong(self, path: str, answer: Answer) -> None:
        with self.seen.lock:
            self.seen.wrong.append(f"{path}: {answer.status} {answer.location}")


def hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


class Crowd:
    """Clients at work, from `with` to its end."""

    def __init__(self, port: int, ledger: Ledger, clients: int = 8) -> None:
        self.ledger, self.seen, self._stop = ledger, Seen(), threading.Event()
        self._people = [Person(number, port, ledger, self.seen, self._stop) for number in range(clients)]

    def __enter__(self) -> "Crowd":
        for person in self._people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for person in self._people:
            person.join(90)
        self.seen.wrong += [person.problem for person in self._people if person.problem]

    @property
    def at_work(self) -> bool:
        return all(person.is_alive() for person in self._people)

    def figures(self) -> dict[str, object]:
        """What people met; `wrong` must be empty."""
        took = sorted(self.seen.seconds)
        return {
            "answers": dict(sorted(self.seen.statuses.items())),
            "broken_connections": self.seen.broken,
            "unanswered": self.seen.unanswered,
            "retries": self.seen.retries,
            "receipts_read_at_once": self.seen.read,
            "receipts_missing": self.seen.unread,
            "form_ms": {name: round(1000 * took[int(share * (len(took) - 1))], 1) for name, share in SHARES.items()}
            if took
            else {},
            "wrong": len(self.seen.wrong),
            "wrong_for_example": self.seen.wrong[:3],
        }


SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}


def stored(responses: str, registrations: str) -> list[tuple[Key, str]]:
    """What the product's own exports (JSON) say is there, each thing as often as it is."""
    words = [row["answers"]["word"] for row in json.loads(responses)]
    found = [(Key("response", word.partition(" ")[0]), word) for word in words]
    return found + [(Key("registration", row["_email"]), row["_name"]) for row in json.loads(registrations)]
