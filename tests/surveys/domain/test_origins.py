"""Sites that may show a survey."""

import pytest

from engage.surveys.domain import origins


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("https://www.example.org", ["https://www.example.org"], id="an origin"),
        pytest.param("https://Example.org/page?x=1#top", ["https://example.org"], id="a page stands for its site"),
        pytest.param("www.example.org", ["https://www.example.org"], id="without https before it"),
        pytest.param("https://example.org:443", ["https://example.org"], id="the usual port"),
        pytest.param("https://example.org:8443", ["https://example.org:8443"], id="another port"),
        pytest.param("https://bücher.example", ["https://xn--bcher-kva.example"], id="a name in other letters"),
        pytest.param(
            "http://localhost:8000\nhttp://127.0.0.1", ["http://localhost:8000", "http://127.0.0.1"], id="own"
        ),
        pytest.param("https://a.example, https://a.example/", ["https://a.example"], id="twice"),
        pytest.param("  ", [], id="none"),
    ],
)
def test_a_list_of_sites_is_read(typed: str, found: list[str]):
    assert origins.read(typed) == found


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        pytest.param("https://*.example.org", "wildcard", id="a wildcard"),
        pytest.param("*", "wildcard", id="everybody"),
        pytest.param("http://www.example.org", "https", id="not encrypted"),
        pytest.param("ftp://example.org", "address", id="no site"),
        pytest.param("https://intranet", "address", id="no whole name"),
        pytest.param("https://me@example.org", "address", id="somebody's name in it"),
        pytest.param("https://example.org;script-src", "address", id="more of a policy"),
        pytest.param("https://example.org:port", "address", id="no port"),
        pytest.param("'self'", "address", id="a word of the policy"),
        pytest.param("https://" + "a" * 70 + ".example", "address", id="a name too long"),
    ],
)
def test_what_names_no_single_site_is_refused_with_its_reason(typed: str, reason: str):
    with pytest.raises(origins.WrongOrigin) as refused:
        origins.read(typed)
    assert refused.value.reason == reason
    assert refused.value.line == typed


def test_twenty_sites_are_enough():
    with pytest.raises(origins.TooManyOrigins):
        origins.read("\n".join(f"https://site{number}.example" for number in range(21)))
