"""Requests on personal data: opened, searched, handed over, erased or restricted, proven, ended."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs import queue
from engage.privacy.models import PrivacyRequest, RequestKind, RequestState
from engage.privacy.registry import Keeps, Sought
from engage.privacy.sealing import fingerprint, normal, seal, unseal

SEARCH = "privacy.search"
ERASE = "privacy.erase"
RESTRICT = "privacy.restrict"


class NotNow(Refusal):
    """The request is not at the step for this."""

    code = "not_now"


class Forgotten(Refusal):
    """The address of the request is not kept any more."""

    code = "forgotten"


Step = Callable[[int, int], None]


def open_request(
    session: Session,
    kind: RequestKind,
    asked: str,
    *,
    secret_key: str,
    hub_id: int | None,
    language: str,
    now: datetime,
    by: int | None = None,
    confirmed: bool = True,
) -> PrivacyRequest:
    """Open a request and have the search done.

    :param asked: a mail address, or a receipt code
    :param confirmed: False when the person still has to use the link in a mail
    """
    request = PrivacyRequest(
        kind=kind,
        asked_by="address" if "@" in asked else "receipt",
        key=fingerprint(secret_key, asked),
        sealed=seal(secret_key, asked),
        state=RequestState.UNCONFIRMED,
        language=language,
        hub_id=hub_id,
        made_at=now,
        by_id=by,
    )
    session.add(request)
    session.flush()
    if confirmed:
        confirm(session, request, now=now)
    return request


def confirm(session: Session, request: PrivacyRequest, *, now: datetime) -> None:
    """Begin the search.

    :raises NotNow: when it has begun before
    """
    if request.state is not RequestState.UNCONFIRMED:
        raise NotNow
    request.state = RequestState.SEARCHING
    _have_done(session, request, SEARCH, now)


def ask_to_erase(session: Session, request: PrivacyRequest, *, by: int | None, now: datetime) -> None:
    """Have what was found erased.

    :raises NotNow: when it was not searched yet, or is done
    :raises Forgotten: when the address is not kept any more
    """
    _begin(request, RequestKind.ERASURE, RequestState.ERASING)
    _have_done(session, request, ERASE, now, by)


def ask_to_restrict(session: Session, request: PrivacyRequest, *, by: int | None, now: datetime) -> None:
    """Have what was found kept out of all use, until it is lifted.

    :raises NotNow: when it was not searched yet, or is done
    :raises Forgotten: when the address is not kept any more
    """
    _begin(request, RequestKind.RESTRICTION, RequestState.RESTRICTING)
    _have_done(session, request, RESTRICT, now, by)


def _begin(request: PrivacyRequest, kind: RequestKind, state: RequestState) -> None:
    if request.state is not RequestState.FOUND or request.kind is not kind:
        raise NotNow
    if request.sealed is None:
        raise Forgotten
    request.state = state


def _have_done(session: Session, request: PrivacyRequest, kind: str, now: datetime, by: int | None = None) -> None:
    job = queue.ask_for(
        session, kind, {"request": request.id}, key=f"{kind}:{request.id}", by=by, hub_id=request.hub_id, now=now
    )
    request.job_id = job.id
    session.flush()


def asked(request: PrivacyRequest, secret_key: str) -> str:
    """The address or code of an open request.

    :raises Forgotten: when it is not kept any more
    """
    if request.sealed is None:
        raise Forgotten
    return unseal(secret_key, request.sealed)


def sought(request: PrivacyRequest, secret_key: str, hubs: frozenset[int] | None) -> Sought:
    """What to look for.

    :param hubs: those the request is answered for; None for the whole instance
    :raises Forgotten: when it is not kept any more
    """
    value = asked(request, secret_key)
    if request.asked_by == "address":
        return Sought(address=normal(value), hubs=hubs)
    return Sought(code=value, hubs=hubs)


def search(session: Session, entries: Iterable[Keeps], of: Sought, step: Step) -> dict[str, dict[str, Any]]:
    """How many rows of somebody each store has; stores without any are left out."""
    looked = [entry for entry in entries if entry.find is not None]
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(looked, start=1):
        count = entry.find(session, of) if entry.find else 0
        if count:
            found[entry.store] = {"found": count, "stays": entry.erase is None}
        step(number, len(looked))
    return found


def erase(
    session: Session, entries: Sequence[Keeps], of: Sought, found: dict[str, dict[str, Any]], step: Step
) -> dict[str, dict[str, Any]]:
    """Erase in every store, in the order of `registry.kept`.

    A store that refuses (the last person of the network office) says so, and the others go on. Counts are added to
    those of an earlier try, since each store is committed by its own step.
    """
    told = {store: dict(row) for store, row in found.items()}
    erasing = [entry for entry in entries if entry.erase is not None]
    for number, entry in enumerate(erasing, start=1):
        row = told.get(entry.store, {"found": 0, "stays": False})
        try:
            with session.begin_nested():
                count = entry.erase(session, of) if entry.erase else 0
            row["erased"] = row.get("erased", 0) + count
            row["found"] = max(row["found"], row["erased"])
        except Refusal as refusal:
            row["refused"] = refusal.code
        if row["found"] or "refused" in row:
            told[entry.store] = row
        step(number, len(erasing))
    return told


def restrict(
    session: Session, entries: Iterable[Keeps], of: Sought, request: PrivacyRequest, step: Step
) -> dict[str, dict[str, Any]]:
    """Keep what is found now out of all use, where stores can; what was found in others stays in use there."""
    told = {store: dict(row) for store, row in request.found.items()}
    able = [entry for entry in entries if entry.restrict is not None]
    for number, entry in enumerate(able, start=1):
        count = entry.restrict(session, of, request.id) if entry.restrict else 0
        row = told.get(entry.store, {"found": 0, "stays": False})
        row["restricted"] = max(row.get("restricted", 0), count)
        row["found"] = max(row["found"], count)
        if row["found"]:
            told[entry.store] = row
        step(number, len(able))
    return told


def lift(session: Session, entries: Iterable[Keeps], request: PrivacyRequest, *, now: datetime) -> dict[str, int]:
    """Take a restriction back and end its request; of how many rows, by store.

    :raises NotNow: when it is not in force
    """
    if request.state is not RequestState.RESTRICTED:
        raise NotNow
    counts = {entry.store: entry.lift(session, request.id) for entry in entries if entry.lift is not None}
    request.proof = {**request.proof, "lifted": now.isoformat(timespec="seconds")}
    end(session, request, now=now)
    return {store: count for store, count in counts.items() if count}


def end_restrictions(session: Session, erased: PrivacyRequest, *, now: datetime) -> None:
    """End the restrictions in force for somebody whose data one request has erased: nothing is left to restrict."""
    same = select(PrivacyRequest).where(
        PrivacyRequest.key == erased.key, PrivacyRequest.state == RequestState.RESTRICTED
    )
    for request in session.scalars(
        same if erased.hub_id is None else same.where(PrivacyRequest.hub_id == erased.hub_id)
    ):
        request.proof = {**request.proof, "lifted": now.isoformat(timespec="seconds")}
        end(session, request, now=now)


def end(session: Session, request: PrivacyRequest, *, now: datetime) -> None:
    """Done: what it was about is forgotten, what was done is kept."""
    request.state, request.ended_at, request.sealed = RequestState.ENDED, now, None
    session.flush()


def copy(session: Session, entries: Iterable[Keeps], of: Sought) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of somebody, by store."""
    found = {entry.store: list(entry.export(session, of)) for entry in entries if entry.export is not None}
    return {store: rows for store, rows in found.items() if rows}


def needles(entries: Iterable[Keeps], of: Sought) -> list[bytes]:
    """What stores know somebody by, besides the address or code itself."""
    return [needle for entry in entries if entry.needles is not None for needle in entry.needles(of)]


def by_id(session: Session, request_id: int) -> PrivacyRequest | None:
    return session.get(PrivacyRequest, request_id)


def of_person(session: Session, asked: str, secret_key: str) -> Sequence[PrivacyRequest]:
    """Every request about an address or code, the newest first: how a proof is found again."""
    statement = select(PrivacyRequest).where(PrivacyRequest.key == fingerprint(secret_key, asked))
    return session.scalars(statement.order_by(PrivacyRequest.made_at.desc())).all()
