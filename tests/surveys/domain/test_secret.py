"""The one secret of a respondent: what hangs on it, and what cannot be found from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.surveys.domain.secret import (
    CROCKFORD,
    RECEIPT_SIZE,
    SIZE,
    Unreadable,
    from_code,
    from_cookie,
    keys,
    new_secret,
    receipt_hash,
    seal,
    to_code,
    to_cookie,
    unseal,
)

SECRETS = st.binary(min_size=SIZE, max_size=SIZE)
CONTENTS = st.dictionaries(st.text(max_size=10), st.text(max_size=50) | st.lists(st.text(max_size=10)), max_size=5)
QUICK = settings(max_examples=60, deadline=None)


@QUICK
@given(data=SECRETS | st.binary(min_size=RECEIPT_SIZE, max_size=RECEIPT_SIZE))
def test_a_code_spells_its_bytes(data: bytes):
    code = to_code(data)

    assert from_code(code, len(data)) == data
    assert set(code) <= set(CROCKFORD) | {"-"}
    assert all(1 <= len(group) <= 4 for group in code.split("-"))


@QUICK
@given(data=SECRETS)
def test_small_letters_blanks_and_lookalikes_are_forgiven(data: bytes):
    code = to_code(data)
    typed = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + "\n"

    assert from_code(typed, SIZE) == data
    assert from_code(code.replace("1", "I"), SIZE) == data


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="nothing"),
        pytest.param("ABC", id="too short"),
        pytest.param("0" * 27, id="too long"),
        pytest.param("U" * 26, id="a letter that is not used"),
        pytest.param("0" * 25 + "1", id="bits left over"),
        pytest.param("é" * 26, id="another alphabet"),
        pytest.param("٣" * 26, id="other figures"),
    ],
)
def test_what_cannot_be_a_code_is_refused(code: str):
    with pytest.raises(Unreadable):
        from_code(code, SIZE)


@QUICK
@given(secret=SECRETS)
def test_a_cookie_holds_its_secret(secret: bytes):
    assert from_cookie(to_cookie(secret)) == secret


@pytest.mark.parametrize("value", ["", "x", "A" * 21, "A" * 23, "é", "a b c", "=" * 22])
def test_what_cannot_be_a_cookie_of_ours_is_refused(value: str):
    with pytest.raises(Unreadable):
        from_cookie(value)


def test_everything_derived_from_a_secret_stays_the_same_over_releases():
    """Worked out with HKDF-SHA256 (RFC 5869) once: a change would lose every draft and receipt there is."""
    held = keys(bytes(range(16)))
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def derived(purpose: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=b"engage/1 " + purpose).derive(bytes(range(16)))

    assert held.draft_id == derived(b"draft id", 16)
    assert held.draft_key == derived(b"draft key", 32)
    assert held.receipt == derived(b"receipt", RECEIPT_SIZE)
    assert held.form == derived(b"form", 16)
    assert held.seed == derived(b"order", 16).hex()


@QUICK
@given(secret=SECRETS)
def test_nothing_derived_contains_anything_else(secret: bytes):
    held = keys(secret)
    derived = [held.draft_id, held.draft_key, held.receipt, held.form, bytes.fromhex(held.seed), held.receipt_hash]

    assert len({part[:10] for part in (secret, *derived)}) == len(derived) + 1


def test_secrets_are_new_each_time():
    assert len({new_secret() for _ in range(100)}) == 100
    assert receipt_hash(b"a") != receipt_hash(b"b")


@QUICK
@given(content=CONTENTS, context=st.binary(max_size=24))
def test_what_is_sealed_opens_with_its_key_and_context(content: dict[str, object], context: bytes):
    assert unseal(seal(content, b"k" * 32, context), b"k" * 32, context) == content


def test_the_same_content_is_sealed_differently_each_time():
    assert seal({}, b"k" * 32, b"") != seal({}, b"k" * 32, b"")


@QUICK
@given(place=st.integers(min_value=0, max_value=200), bit=st.integers(min_value=0, max_value=7))
def test_a_sealed_draft_in_which_one_bit_is_changed_does_not_open(place: int, bit: int):
    sealed = bytearray(seal({"raw": {"a": "b" * 40}}, b"k" * 32, b"context"))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(Unreadable):
        unseal(bytes(sealed), b"k" * 32, b"context")


@pytest.mark.parametrize(
    ("key", "context", "keep"),
    [
        pytest.param(b"j" * 32, b"context", None, id="another key"),
        pytest.param(b"k" * 32, b"another", None, id="another draft or version"),
        pytest.param(b"k" * 32, b"context", -1, id="cut short"),
        pytest.param(b"k" * 32, b"context", 12, id="only the nonce"),
        pytest.param(b"k" * 32, b"context", 0, id="nothing"),
    ],
)
def test_a_sealed_draft_does_not_open_with(key: bytes, context: bytes, keep: int | None):
    sealed = seal({"raw": {}}, b"k" * 32, b"context")[:keep]

    with pytest.raises(Unreadable):
        unseal(sealed, key, context)
