"""Tokens in addresses: long, unlike each other, and worth nothing when a sign of them is changed."""

import base64
import secrets
from collections import Counter

import pytest

from engage.core.ids import random_id
from engage.surveys.domain.secret import new_secret
from engage.web import signed

KEY = "a key for tests and for nothing else 0123456789"
MANY = 10_000
BITS = 128


def of_somebody() -> str:
    return signed.token(random_id(), "panel link", "1", key=KEY)


@pytest.mark.parametrize("make", [of_somebody, new_secret], ids=["of a link", "of a respondent"])
def test_ten_thousand_tokens_have_nothing_in_common(make):
    made = [_bytes(make()) for _ in range(MANY)]

    assert len(set(made)) == MANY
    assert min(map(len, made)) * 8 >= BITS
    for place in range(1, min(map(len, made))):  # the first byte of an id has no sign
        commonest = Counter(each[place] for each in made).most_common(1)[0][1]
        assert commonest < 4 * MANY / 256
    halves = {each[:8] for each in made} | {each[-8:] for each in made}
    assert len(halves) == 2 * MANY


def _bytes(token: str | bytes) -> bytes:
    if isinstance(token, bytes):
        return token
    padded = token + "=" * (-len(token) % 4)
    return base64.urlsafe_b64decode(padded)


def test_numbers_do_not_follow_each_other():
    numbers = [random_id() for _ in range(1_000)]

    assert sorted(numbers) != numbers
    assert max(numbers).bit_length() == 63


@pytest.mark.parametrize("place", range(32))
def test_a_changed_token_opens_nothing(place: int):
    token = signed.token(42, "panel link", "1", key=KEY)
    others = set("ABCDEFGHabcdefgh01234567-_") - {token[place]}
    changed = token[:place] + secrets.choice(sorted(others)) + token[place + 1 :]

    assert signed.is_true(token, "panel link", "1", key=KEY)
    assert not signed.is_true(changed, "panel link", "1", key=KEY)
    assert not signed.is_true(token, "registration link", "1", key=KEY)
    assert not signed.is_true(token, "panel link", "2", key=KEY)
    assert not signed.is_true(token, "panel link", "1", key="another key that is long enough as well 12345")
