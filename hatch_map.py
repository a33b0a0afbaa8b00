"""The map of Europe for the directory of hubs, made when the product is built.

From the countries of Natural Earth (public domain) as the npm package `world-atlas` brings them: a TopoJSON file, whose
borders are arcs that neighbours share. Arcs are projected (Lambert azimuthal equal-area, centred as ETRS89-LAEA on
52° N 10° E, on a sphere), simplified once each, so that neighbours still touch, put together and cut at the frame.
Sources: the TopoJSON specification; J. P. Snyder, Map Projections (USGS 1395), formula 24-2 and following.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

CENTRE = (10.0, 52.0)
EARTH = 6371.007
"""Radius in kilometres of the sphere with the same area."""
FRAME = (-2660.0, -2480.0, 3170.0, 2330.0)
"""West, south, east, north in kilometres from the centre."""
WIDTH = 1000
SCALE = WIDTH / (FRAME[2] - FRAME[0])
HEIGHT = round((FRAME[3] - FRAME[1]) * SCALE)
BEYOND = 12.0
"""So far outside the frame land is cut, so that the cut is not seen."""
TOLERANCE = 0.8
SMALLEST = 2.5
"""Square units of the smallest island that is drawn."""
MARKED = 60.0
"""Countries with less than this are hard to hit: they get a mark as well."""
REACH = (-45.0, 15.0, 75.0, 84.0)
"""Longitudes and latitudes between which anything may be seen."""

CODES = {
    "008": "AL", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG",
    "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI",
    "250": "FR", "268": "GE", "276": "DE", "300": "GR", "348": "HU", "352": "IS", "372": "IE", "376": "IL",
    "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD",
    "499": "ME", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM",
    "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "788": "TN", "792": "TR",
    "804": "UA", "807": "MK", "818": "EG", "826": "GB",
}  # fmt: skip
"""ISO 3166 numbers, as the file has them, to the letters. Others are land without a name."""
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY", "Åland": "FI"}
"""Without a number, or part of another country: Cyprus is in the Union as a whole, Åland is Finnish."""
CRIMEA = (32.0, 44.2, 36.8, 46.4)
"""Ukraine within its internationally recognised borders; the file draws what is held."""


@dataclass(frozen=True)
class Topology:
    arcs: list[Ring]
    countries: list[Mapping[str, Any]]


def make(source: Path) -> dict[str, Any]:
    """The map as the product reads it: size, one path for each country, one for all other land."""
    topology = read(source)
    simple = [simplified([project(point) for point in arc], TOLERANCE) for arc in topology.arcs]
    shapes: dict[str, list[list[int]]] = {}
    for country in topology.countries:
        for ring in _near(country, topology.arcs):
            shapes.setdefault(_code(country, ring, topology.arcs), []).append(ring)
    drawn = {code: _drawn(merged(rings) if code else rings, simple) for code, rings in shapes.items()}
    other = drawn.pop("", [])
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "countries": {code: _country(rings) for code, rings in sorted(drawn.items()) if rings},
        "other": path(other),
    }


def read(source: Path) -> Topology:
    """Decode a TopoJSON file: arcs are sums of steps, in steps of a grid."""
    data = json.loads(source.read_text(encoding="utf-8"))
    (scale_x, scale_y), (from_x, from_y) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for steps in data["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * scale_x + from_x, y * scale_y + from_y))
        arcs.append(arc)
    return Topology(arcs, data["objects"]["countries"]["geometries"])


def project(point: Point) -> Point:
    """Longitude and latitude in degrees to units of the map, from its top left corner."""
    longitude, latitude = math.radians(point[0] - CENTRE[0]), math.radians(point[1])
    middle = math.radians(CENTRE[1])
    nearness = 1 + math.sin(middle) * math.sin(latitude) + math.cos(middle) * math.cos(latitude) * math.cos(longitude)
    k = EARTH * math.sqrt(2 / max(nearness, 1e-9))
    x = k * math.cos(latitude) * math.sin(longitude)
    y = k * (math.cos(middle) * math.sin(latitude) - math.sin(middle) * math.cos(latitude) * math.cos(longitude))
    return (x - FRAME[0]) * SCALE, (FRAME[3] - y) * SCALE


def _rings(country: Mapping[str, Any]) -> Iterator[list[int]]:
    """Every ring as numbers of arcs. Lakes are left out: land is land."""
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    for polygon in polygons:
        yield polygon[0]


def _near(country: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[list[int]]:
    for ring in _rings(country):
        west, south, east, north = _box(stitched(ring, arcs))
        if west < REACH[2] and east > REACH[0] and south < REACH[3] and north > REACH[1]:
            yield ring


def _code(country: Mapping[str, Any], ring: Sequence[int], arcs: Sequence[Ring]) -> str:
    name = country["properties"]["name"]
    code = BY_NAME.get(name) or CODES.get(country.get("id", ""), "")
    if code == "RU":
        west, south, east, north = _box(stitched(ring, arcs))
        code = "UA" if CRIMEA[0] < west and CRIMEA[1] < south and east < CRIMEA[2] and north < CRIMEA[3] else ""
    return code


def _box(ring: Iterable[Point]) -> tuple[float, float, float, float]:
    xs, ys = zip(*ring, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def merged(rings: Sequence[Sequence[int]]) -> list[list[int]]:
    """Rings without the arcs that two of them share, each in its own direction: one country, no line inside."""
    there = {arc for ring in rings for arc in ring}
    inner = {arc for arc in there if ~arc in there}
    alone = [list(ring) for ring in rings if not inner.intersection(ring)]
    pieces = [_turned(ring, inner) for ring in rings if inner.intersection(ring)]
    return alone + ([_joined(pieces)] if pieces else [])


def _turned(ring: Sequence[int], inner: set[int]) -> list[int]:
    """What is left of a ring, beginning after the arcs that it shares."""
    start = next(at for at, arc in enumerate(ring) if arc in inner and ring[(at + 1) % len(ring)] not in inner)
    around = [*ring[start + 1 :], *ring[: start + 1]]
    return [arc for arc in around if arc not in inner]


def _joined(pieces: Sequence[Sequence[int]]) -> list[int]:
    """Two pieces of land that share one stretch of border follow each other around."""
    return [arc for piece in pieces for arc in piece]


def stitched(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """The points of a ring: arcs one after the other, a negative number is an arc backwards."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points and points[-1] == arc[0] else arc
    return points


def simplified(line: Ring, tolerance: float) -> Ring:
    """Without the points that lie nearer than `tolerance` to the line without them (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return line
    kept = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, at = 0.0, None
        for number in range(first + 1, last):
            away = _distance(line[number], line[first], line[last])
            if away > far:
                far, at = away, number
        if at is not None and far > tolerance:
            kept.add(at)
            todo += [(first, at), (at, last)]
    return [line[number] for number in sorted(kept)]


def _distance(point: Point, first: Point, last: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, first, last
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return math.hypot(x - ax - share * dx, y - ay - share * dy)


def clipped(ring: Ring) -> Ring:
    """What of a ring lies in the frame (Sutherland and Hodgman 1974)."""
    for axis, limit, keeps_greater in (
        (0, -BEYOND, True),
        (0, WIDTH + BEYOND, False),
        (1, -BEYOND, True),
        (1, HEIGHT + BEYOND, False),
    ):
        ring = list(_cut(ring, axis, limit, keeps_greater))
        if not ring:
            break
    return ring


def _cut(ring: Ring, axis: int, limit: float, keeps_greater: bool) -> Iterator[Point]:
    for before, here in zip([ring[-1], *ring[:-1]], ring, strict=True):
        was = (before[axis] >= limit) is keeps_greater
        now = (here[axis] >= limit) is keeps_greater
        if was is not now:
            share = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])
        if now:
            yield here


def area(ring: Ring) -> float:
    """Square units, whichever way around."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _drawn(rings: Sequence[Sequence[int]], arcs: Sequence[Ring]) -> list[Ring]:
    """The rings of a country that are seen, the largest first; its largest island however small."""
    seen = sorted((ring for each in rings if (ring := clipped(stitched(each, arcs)))), key=area, reverse=True)
    return [ring for number, ring in enumerate(seen) if number == 0 or area(ring) >= SMALLEST]


def _country(rings: Sequence[Ring]) -> dict[str, Any]:
    x, y = _middle(rings[0])
    return {
        "path": path(rings),
        "at": [round(x), round(y)],
        "small": sum(area(ring) for ring in rings) < MARKED,
    }


def _middle(ring: Ring) -> Point:
    """The centre of gravity of a ring."""
    double = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        double += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if abs(double) < 1e-6:
        return ring[0]
    return x / (3 * double), y / (3 * double)


def path(rings: Sequence[Ring]) -> str:
    """SVG path data in whole units, by steps."""
    parts = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        for x, y in ring:
            point = (round(x), round(y))
            if not points or points[-1] != point:
                points.append(point)
        if len(points) < 3:
            continue
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
        if points[0] == points[-1]:
            steps.pop()
        parts.append(f"M{points[0][0]},{points[0][1]}l" + " ".join(f"{x},{y}" for x, y in steps) + "z")
    return "".join(parts)
