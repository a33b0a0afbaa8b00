"""Codes of the app, and recovery codes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from passlib.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import second_factor
from engage.accounts.models import Person, RecoveryCode
from engage.accounts.roles import RoleName
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 21, 12, 0, 5, tzinfo=UTC)
KEY = "the instance's key"
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""Base 32 of RFC 6238's "12345678901234567890"."""


def code(secret: str, now: datetime = NOW) -> str:
    return TOTP(key=secret, format="base32").generate(time=now).token


@pytest.fixture
def kari(session: Session) -> Person:
    person = make_person(session, RoleName.ORGANISER, email="kari@example.org")
    second_factor.turn_on(session, person, RFC, code(RFC), key=KEY, now=NOW)
    return person


@pytest.mark.parametrize(
    ("at", "figures"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]
)
def test_codes_are_those_of_rfc_6238(at: int, figures: str) -> None:
    now = datetime.fromtimestamp(at, UTC)

    assert second_factor.counter_of(RFC, figures, after=0, now=now) == at // 30


@pytest.mark.parametrize(
    ("off", "taken"),
    [
        pytest.param(0, True, id="now"),
        pytest.param(-30, True, id="one step late"),
        pytest.param(30, True, id="one step early"),
        pytest.param(-70, False, id="older"),
        pytest.param(70, False, id="of later"),
    ],
)
def test_a_clock_may_be_one_step_off(off: int, taken: bool) -> None:
    try:
        second_factor.counter_of(RFC, code(RFC, NOW + timedelta(seconds=off)), after=0, now=NOW)
    except second_factor.WrongCode:
        assert not taken
    else:
        assert taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 100])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(second_factor.WrongCode):
        second_factor.counter_of(RFC, typed, after=0, now=NOW)


def test_a_code_opens_once(session: Session, kari: Person) -> None:
    with pytest.raises(second_factor.WrongCode):
        second_factor.accept(session, kari, code(RFC), key=KEY, now=NOW)

    later = NOW + timedelta(seconds=30)
    second_factor.accept(session, kari, code(RFC, later), key=KEY, now=later)
    session.refresh(kari)
    with pytest.raises(second_factor.WrongCode):
        second_factor.accept(session, kari, code(RFC, later), key=KEY, now=later)


@ON_SQLITE
def test_the_secret_is_kept_sealed_for_this_instance_and_this_person(session: Session, kari: Person) -> None:
    assert kari.totp_secret is not None
    assert RFC not in kari.totp_secret
    assert len(kari.totp_secret) <= 300
    assert second_factor.unseal(kari.totp_secret, kari.id, key=KEY) == RFC
    assert second_factor.unseal(kari.totp_secret, kari.id + 1, key=KEY) is None
    assert second_factor.unseal(kari.totp_secret, kari.id, key="another key") is None
    with pytest.raises(second_factor.WrongCode):
        second_factor.accept(session, kari, code(RFC, NOW + timedelta(minutes=1)), key="another key", now=NOW)


def test_a_secret_that_is_set_up_is_sealed_for_an_hour() -> None:
    sealed = second_factor.seal_for_form(RFC, 1, key=KEY, now=NOW)

    assert second_factor.unseal_from_form(sealed, 1, key=KEY, now=NOW + timedelta(minutes=59)) == RFC
    assert second_factor.unseal_from_form(sealed, 1, key=KEY, now=NOW + timedelta(minutes=61)) is None
    assert second_factor.unseal_from_form(sealed, 2, key=KEY, now=NOW) is None
    assert second_factor.unseal_from_form(second_factor.seal(RFC, 1, key=KEY), 1, key=KEY, now=NOW) is None
    assert second_factor.unseal_from_form("é", 1, key=KEY, now=NOW) is None


@ON_SQLITE
def test_each_of_ten_recovery_codes_opens_once_however_it_is_typed(session: Session, kari: Person) -> None:
    codes = second_factor.new_recovery_codes(session, kari)
    assert len(set(codes)) == second_factor.CODES
    assert all(re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", each) for each in codes)

    typed = f" {codes[0].lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert second_factor.accept_recovery(session, kari, typed, now=NOW) == 9
    with pytest.raises(second_factor.WrongCode):
        second_factor.accept_recovery(session, kari, codes[0], now=NOW)
    kept = session.scalars(select(RecoveryCode.digest)).all()
    assert not {each.replace("-", "") for each in codes} & set(kept)


@ON_SQLITE
def test_new_recovery_codes_end_the_former_ones_and_are_their_owners_only(session: Session, kari: Person) -> None:
    former = second_factor.new_recovery_codes(session, kari)
    second_factor.new_recovery_codes(session, kari)
    ola = make_person(session, RoleName.ORGANISER)
    olas = second_factor.new_recovery_codes(session, ola)

    for wrong in (former[0], olas[0], ""):
        with pytest.raises(second_factor.WrongCode):
            second_factor.accept_recovery(session, kari, wrong, now=NOW)


@ON_SQLITE
def test_switching_off_takes_secret_and_recovery_codes(session: Session, kari: Person) -> None:
    second_factor.turn_off(session, kari)

    assert not second_factor.has(kari)
    assert second_factor.left(session, kari) == 0


def test_the_picture_has_no_styles_and_the_address_names_account_and_product() -> None:
    address = second_factor.address(RFC, "kari@example.org")

    assert address.startswith("otpauth://totp/Engage:kari@example.org?")
    assert f"secret={RFC}" in address
    assert "issuer=Engage" in address
    assert "style" not in second_factor.picture(address)
