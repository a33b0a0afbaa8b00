"""What somebody who registered can do, by how far the registration and the event are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engage.events.domain.kinds import RegistrationStatus as S
from engage.events.domain.personal import Action as A
from engage.events.domain.personal import Stand, possible

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
START = NOW + timedelta(days=3)
SOON = NOW + timedelta(hours=1)
HAS_TICKET = {A.TICKET, A.CALENDAR}


def stand(status: S, **more: Any) -> Stand:
    return Stand(status, **({"starts_at": START, "ends_at": START + timedelta(hours=3)} | more))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(stand(S.CONFIRMED), {A.CANCEL, A.CHANGE, A.COMING, A.HAND_OVER, *HAS_TICKET}, id="has places"),
        pytest.param(stand(S.CONFIRMED, confirm_by=SOON), {A.CANCEL, A.CHANGE, A.CONFIRM}, id="address unconfirmed"),
        pytest.param(stand(S.WAITING), {A.CANCEL, A.CHANGE}, id="waits"),
        pytest.param(stand(S.OFFERED, answer_by=SOON), {A.CANCEL, A.CHANGE, A.ANSWER}, id="has an offer"),
        pytest.param(
            stand(S.OFFERED, answer_by=SOON, confirm_by=SOON), {A.CANCEL, A.CHANGE, A.ANSWER}, id="offer, unconfirmed"
        ),
        pytest.param(stand(S.OFFERED, answer_by=NOW), {A.CANCEL, A.CHANGE}, id="the offer is over"),
        pytest.param(stand(S.CANCELLED), {A.AGAIN}, id="cancelled"),
        pytest.param(stand(S.CONFIRMED, takes_place=False), set(), id="the event is cancelled"),
        pytest.param(stand(S.CONFIRMED, starts_at=NOW), {A.CANCEL, *HAS_TICKET}, id="it takes place now"),
        pytest.param(stand(S.EXPIRED, starts_at=NOW), set(), id="ended, and it takes place now"),
        pytest.param(stand(S.CONFIRMED, starts_at=NOW, ends_at=NOW), set(), id="over"),
    ],
)
def test_what_is_possible(found: Stand, expected: set[A]):
    assert possible(found, NOW) == expected
