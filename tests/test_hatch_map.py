"""The map of Europe: projected, simplified once for both neighbours, without lines inside a country."""

import json
import math
import re
from pathlib import Path

import pytest

import hatch_build
import hatch_map

ROOT = Path(hatch_build.__file__).parent
SIXTY_KILOBYTES = 60_000


@pytest.fixture(scope="module")
def drawn() -> dict:
    hatch_build.draw_map(ROOT)
    return json.loads((ROOT / hatch_build.MAP).read_text(encoding="utf-8"))


def test_the_centre_of_the_projection_is_where_the_frame_says():
    x, y = hatch_map.project(hatch_map.CENTRE)

    assert (x, y) == (-hatch_map.FRAME[0] * hatch_map.SCALE, hatch_map.FRAME[3] * hatch_map.SCALE)


@pytest.mark.parametrize("south", [30.0, 52.0, 70.0])
@pytest.mark.parametrize("west", [-20.0, 10.0, 40.0])
def test_areas_are_those_on_the_sphere(west: float, south: float):
    corners = [(west, south), (west + 0.5, south), (west + 0.5, south + 0.5), (west, south + 0.5)]
    edge = [
        (ax + (bx - ax) * step / 20, ay + (by - ay) * step / 20)
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True)
        for step in range(20)
    ]
    band = math.sin(math.radians(south + 0.5)) - math.sin(math.radians(south))
    on_the_sphere = hatch_map.EARTH**2 * math.radians(0.5) * band

    drawn = hatch_map.area([hatch_map.project(point) for point in edge]) / hatch_map.SCALE**2

    assert drawn == pytest.approx(on_the_sphere, rel=1e-4)


def test_the_map_has_all_members_of_the_union_and_is_small(drawn):
    from engage.hubs.domain.countries import Part
    from engage.hubs.geography import countries

    members = {code for code, periods in countries().periods.items() if periods[-1].part is Part.MEMBER}

    assert members <= drawn["countries"].keys()
    assert (ROOT / hatch_build.MAP).stat().st_size < SIXTY_KILOBYTES
    assert drawn["countries"]["MT"]["small"]


def test_crimea_is_ukraine_and_cyprus_is_one_island(drawn):
    assert inside(drawn, "UA", (34.1, 45.0))
    assert inside(drawn, "CY", (33.5, 35.25))
    assert drawn["countries"]["CY"]["path"].count("M") == 1


def inside(drawn: dict, code: str, place: tuple[float, float]) -> bool:
    """Whether a place lies in a country as drawn (even-odd rule)."""
    x, y = hatch_map.project(place)
    hits = 0
    for part in re.findall(r"M(-?\d+),(-?\d+)l([^z]*)z", drawn["countries"][code]["path"]):
        here = (int(part[0]), int(part[1]))
        ring = [here]
        for step in part[2].split():
            dx, dy = map(int, step.split(","))
            here = (here[0] + dx, here[1] + dy)
            ring.append(here)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                hits += 1
    return hits % 2 == 1


def test_what_lies_beyond_the_frame_is_cut_off():
    far = [(-500.0, -500.0), (1500.0, -500.0), (1500.0, 1500.0), (-500.0, 1500.0)]
    beyond = hatch_map.BEYOND

    assert set(hatch_map.clipped(far)) == {
        (-beyond, -beyond),
        (hatch_map.WIDTH + beyond, -beyond),
        (hatch_map.WIDTH + beyond, hatch_map.HEIGHT + beyond),
        (-beyond, hatch_map.HEIGHT + beyond),
    }


def test_points_close_to_the_line_are_left_out_and_its_ends_stay():
    line = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0)]

    assert hatch_map.simplified(line, 0.5) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]


def test_two_rings_that_share_a_border_become_one_without_it():
    assert hatch_map.merged([[0, 1], [~1, 2], [5]]) == [[5], [0, 2]]


def test_the_map_is_drawn_once_and_then_left_alone(drawn):
    assert drawn["source"]
    assert hatch_build.draw_map(ROOT) is False
