"""Which passwords are good enough."""

import pytest

from engage.accounts import passwords
from engage.core.refusal import Refusal


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("a long and simple password", id="words"),
        pytest.param("correct horse battery", id="three words"),
        pytest.param("kari.nordmann.99", id="a part of the address with enough beside it"),
        pytest.param("dQ8#x1!vR0p2", id="twelve random characters"),
        pytest.param("сегодня ветер стих", id="another script"),
    ],
)
def test_long_passwords_that_nobody_else_has_are_taken(password: str) -> None:
    passwords.require_good(password, email="kari@example.org", name="Kari")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        pytest.param("dQ8#x1!vR0p", passwords.PasswordTooShort, id="eleven characters"),
        pytest.param("x " * 101, passwords.PasswordTooLong, id="more than 200"),
        pytest.param("1qaz2wsx3edc", passwords.PasswordCommon, id="on the list"),
        pytest.param("PASSWORD1234", passwords.PasswordCommon, id="a frequent one with figures"),
        pytest.param("!!qwertyuiop2026", passwords.PasswordCommon, id="between figures and signs"),
        pytest.param("dragondragon", passwords.PasswordCommon, id="repeated"),
        pytest.param("aaaaaaaaaaaa", passwords.PasswordCommon, id="one letter"),
        pytest.param("202611212026", passwords.PasswordCommon, id="figures"),
        pytest.param("Kari@Example.org", passwords.PasswordIsKnown, id="the mail address"),
        pytest.param("engage-kari-26", passwords.PasswordIsKnown, id="the product and the name"),
    ],
)
def test_others_are_refused_with_the_reason(password: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        passwords.require_good(password, email="kari@example.org", name="Kari Nordmann")
