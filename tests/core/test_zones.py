"""Local times that are plain, come twice, or never."""

from datetime import UTC, datetime

import pytest

from engage.core import zones
from engage.core.zones import Kind


@pytest.mark.parametrize(
    ("wall", "zone", "kind", "moments"),
    [
        pytest.param("2026-12-01 09:00", "Europe/Oslo", Kind.PLAIN, ["2026-12-01 08:00"], id="winter in Oslo"),
        pytest.param("2026-07-01 09:00", "Europe/Oslo", Kind.PLAIN, ["2026-07-01 07:00"], id="summer in Oslo"),
        pytest.param("2026-07-01 09:00", "UTC", Kind.PLAIN, ["2026-07-01 09:00"], id="UTC is UTC"),
        pytest.param(
            "2026-10-25 02:30", "Europe/Oslo", Kind.TWICE, ["2026-10-25 00:30", "2026-10-25 01:30"], id="clocks go back"
        ),
        pytest.param(
            "2026-03-29 02:30",
            "Europe/Oslo",
            Kind.NEVER,
            ["2026-03-29 00:30", "2026-03-29 01:30"],
            id="clocks go forward: 01:30 or 03:30",
        ),
        pytest.param("2026-03-29 01:59", "Europe/Oslo", Kind.PLAIN, ["2026-03-29 00:59"], id="the minute before"),
        pytest.param("2026-03-29 03:00", "Europe/Oslo", Kind.PLAIN, ["2026-03-29 01:00"], id="the first after"),
        pytest.param("2026-10-25 02:30", "Atlantic/Reykjavik", Kind.PLAIN, ["2026-10-25 02:30"], id="no summer time"),
        pytest.param("2026-12-01 09:00", "No/Where", Kind.PLAIN, ["2026-12-01 08:00"], id="unknown: the product's own"),
    ],
)
def test_a_local_time_is_one_moment_or_two_to_choose_from(wall: str, zone: str, kind: Kind, moments: list[str]) -> None:
    found = zones.read(datetime.fromisoformat(wall), zone)

    assert found.kind is kind
    assert found.moments == tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in moments)


def test_zones_are_named_after_places() -> None:
    assert {"Europe/Oslo", "Europe/Kyiv", "Atlantic/Azores", "UTC"} <= set(zones.names())
    assert not {"EST", "posixrules", "Etc/GMT+3", ""} & set(zones.names())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Europe/Oslo", "Europe/Oslo", id="its name"),
        pytest.param(" europe/oslo ", "Europe/Oslo", id="in any case"),
        pytest.param("oslo", "Europe/Oslo", id="the place alone"),
        pytest.param("new york", "America/New_York", id="with a space"),
        pytest.param("Atlantis", "Atlantis", id="unknown: as typed"),
    ],
)
def test_a_zone_is_known_by_its_place(typed: str, expected: str) -> None:
    assert zones.meant(typed) == expected
