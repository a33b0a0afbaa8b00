"""The map of Europe: which share of something is in which country."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from engage.hubs.geography import europe
from engage.results.charts.reader import Reader
from engage.web.charts.drawing import Drawn
from engage.web.charts.land import TINTS, Ground, Land, land


@lru_cache(maxsize=1)
def _ground() -> Ground:
    drawn = europe()
    lands = {code: Land(shape.path, (shape.x, shape.y), shape.small) for code, shape in drawn.shapes.items()}
    return Ground(drawn.width, drawn.height, lands, drawn.other)


def country_map(
    title: str,
    shares: Mapping[str, float | None],
    reader: Reader,
    notes: Sequence[str] = (),
    *,
    hidden: str = "",
) -> Drawn:
    """Countries in four tints, each a quarter of the highest figure; figures stand in the table beside the map.

    :param shares: ISO 3166 code -> percent; None where it may not be shown
    :param hidden: what such a country is called in the legend
    """
    _ = reader.gettext
    most = max((share for share in shares.values() if share is not None), default=0.0)
    step = most / len(TINTS)

    def tint(share: float | None) -> int | None:
        return None if share is None else min(int(share / step), len(TINTS) - 1) if step else 0

    legend: list[tuple[int | None, str]] = [
        (number, _("%(low)s to %(high)s", low=reader.percent(number * step), high=reader.percent((number + 1) * step)))
        for number in range(len(TINTS))
    ]
    if hidden and None in shares.values():
        legend.append((None, hidden))
    elsewhere = [code for code in shares if code not in _ground().lands]
    said = [*notes, _("The darker a country, the higher its percentage.")]
    if elsewhere:
        said.append(_("Not on the map: %(countries)s.", countries=", ".join(map(reader.country, elsewhere))))
    ordered = sorted(shares.items(), key=lambda pair: -(pair[1] or 0))
    described = reader.listing(
        f"{reader.country(code)}: {hidden or '–' if share is None else reader.percent(share)}"
        for code, share in ordered
    )
    sheet = land(_ground(), {code: tint(share) for code, share in shares.items()}, legend, reader.direction)
    return Drawn(sheet, title, described, [title, *said])
