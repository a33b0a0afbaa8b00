"""Only one plain address gets into the outbox."""

from datetime import UTC, datetime

import pytest

from engage.mail.outbox import UnsafeAddress, put, safe_address


@pytest.mark.parametrize(
    "address",
    [
        "a@b\nRCPT",
        "a@b\r\nBcc: v@e.test",
        "a@b, c@d",
        "a@b;c",
        "a b@c",
        "a@b@c",
        "<a@b>",
        '"a b"@c',
        "a@",
        "@b",
        "ab",
        "",
        "a\u202eb@c",
        "a\x00@b",
        "a@b\u2028",
        "a@" + "b" * 260,
        "Ada <a@b>",
        "a@[1.2.3.4]",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str):
    with pytest.raises(UnsafeAddress):
        put(None, "x", address, language="en", now=datetime.now(UTC))  # type: ignore[arg-type]  # refused before


@pytest.mark.parametrize("address", ["ada@example.org", "ada.l+x@bücher.example", "ådå@example.org", "o'neil@x.ie"])
def test_addresses_of_people_are_taken(address: str):
    assert safe_address(address) == address
