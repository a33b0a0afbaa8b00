"""Files of hubs: what they say, and what is said of what they say wrong."""

from datetime import date

import pytest

from engage.demo import hub_file
from engage.hubs.domain.kinds import HubScope, LifeCycle, MemberRole
from engage.hubs.domain.reading import Member, Step, read

WHOLE = """
hubs:
  - slug: north
    name: Nord
    names: {en: North}
    country: NO
    scope: regional
    part_of: norway
    languages: [nb, en]
    time_zone: Europe/Oslo
    contact: {name: Desk, phone: +47 22 00 00 00, email: north@example.org}
    published: 2026-01-31
    life_cycle:
      - {status: applied, on: 2026-02-01, round: 2}
      - {status: mapped, on: 2025-02-01}
    members:
      lead: [A centre]
      care: [{name: A hospital, city: Bodø}]
"""


def test_a_hub_is_read_whole():
    file = read(WHOLE.encode())

    assert file.findings == ()
    (hub,) = file.hubs
    assert (hub.slug, hub.part_of, hub.published) == ("north", "norway", date(2026, 1, 31))
    assert hub.values["country"] == "NO"
    assert hub.values["scope"] is HubScope.REGIONAL
    assert hub.values["contact_phone"] == "+47 22 00 00 00"
    assert hub.steps == (Step(LifeCycle.MAPPED, date(2025, 2, 1)), Step(LifeCycle.APPLIED, date(2026, 2, 1), 2))
    assert hub.members == (
        Member("A centre", MemberRole.LEAD),
        Member("A hospital", MemberRole.CARE, "Bodø"),
    )


def test_what_a_file_leaves_out_is_not_said():
    (hub,) = read(b"hubs: [{slug: north}]").hubs

    assert (hub.values, hub.steps, hub.members, hub.part_of, hub.published) == ({}, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        pytest.param("name: x", 1, None, "no_hubs", id="no list"),
        pytest.param("hubs:\n  - name: x", 2, None, "missing", id="no slug"),
        pytest.param("hubs:\n  - slug: Nord Norge", 2, "slug", "wrong_value", id="a slug with a space"),
        pytest.param("hubs:\n  - slug: new", 2, "slug", "wrong_value", id="a word of the product"),
        pytest.param("hubs:\n  - slug: a\n    nmae: x", 3, "nmae", "unknown_key", id="misspelt"),
        pytest.param("hubs:\n  - slug: a\n    country: Norway", 3, "country", "wrong_value", id="country by name"),
        pytest.param("hubs:\n  - slug: a\n    time_zone: Oslo", 3, "time_zone", "wrong_value", id="no time zone"),
        pytest.param("hubs:\n  - slug: a\n    website: javascript:alert(1)", 3, "website", "wrong_value", id="no web"),
        pytest.param(
            "hubs:\n  - slug: a\n    life_cycle:\n      - {status: asleep, on: 2026-01-01}",
            4,
            "life_cycle.0.status",
            "wrong_value",
            id="no such status",
        ),
        pytest.param("hubs:\n  - slug: a\n    members:\n      boss: [x]", 4, "members.boss", "wrong_value", id="role"),
        pytest.param("hubs:\n  - slug: a\n    slug: b", 3, "slug", "duplicate_key", id="a key twice"),
        pytest.param("hubs:\n  - slug: a\n  - slug: a", 3, None, "duplicate_slug", id="a hub twice"),
        pytest.param("hubs:\n  - {slug: a, part_of: b}\n  - {slug: b, part_of: a}", 2, None, "circle", id="circle"),
        pytest.param(
            "hubs:\n  - {slug: a, scope: local}\n  - {slug: b, scope: regional, part_of: a}",
            3,
            None,
            "scope",
            id="wide",
        ),
        pytest.param("hubs: [}", 1, None, "unreadable", id="no YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, column: str | None, code: str):
    file = read(text.encode())

    assert not file.ok
    assert (line, column, code) in [(each.where.row, each.where.column, each.code) for each in file.findings]


def test_signs_that_turn_text_around_are_taken_out_of_names():
    (hub,) = read('hubs: [{slug: a, name: "Nord\u202egro.live"}]'.encode()).hubs

    assert hub.values["name"] == "Nordgro.live"


def test_the_demonstration_has_twelve_countries_at_every_step_of_the_way():
    file = hub_file()

    assert file.findings == ()
    assert len({hub.values["country"] for hub in file.hubs}) == 12
    assert {hub.steps[-1].status for hub in file.hubs if hub.steps} == set(LifeCycle)
    assert {hub.values.get("scope", HubScope.NATIONAL) for hub in file.hubs} >= {HubScope.REGIONAL, HubScope.LOCAL}
    assert all(hub.values["contact_email"].endswith("@example.org") for hub in file.hubs)
