"""The pictures of a profile. They never stand without their tables: shapes and colours are for a first glance."""

from collections.abc import Sequence

from flask_babel import gettext

from engage.maturity import words_report
from engage.maturity.seeing.profile import Profile, Standing
from engage.maturity.wording import Words
from engage.web.charts import dots, heat, radar
from engage.web.charts.drawing import Sheet

CORE = "*"
"""The sign of a core indicator."""


def outlines(profile: Profile, direction: str) -> Sheet | None:
    """The radar: supported, claimed, target, and the latest earlier round of the same kind. None under three axes."""
    rows = profile.dimensions
    if len(rows) < 3:
        return None
    lines = [
        radar.Outline(supported_name(), [each.of.score for each in rows]),
        radar.Outline(claimed_name(profile), [each.claimed for each in rows]),
    ]
    if any(each.target is not None for each in rows):
        wanted = [each.of.score if each.target is None else each.target for each in rows]
        lines.append(radar.Outline(gettext("Goal"), wanted))
    if any(each.earlier is not None for each in rows):
        lines.append(radar.Outline(earlier_name(profile), [each.earlier for each in rows]))
    return radar.radar([each.dimension.id for each in rows], lines, direction, top=profile.model.top)


def by_dimension(profile: Profile, words: Words, direction: str) -> Sheet:
    """The dot plot, a row for each dimension."""
    drawn = []
    for each in profile.dimensions:
        title, tongue = words.text(f"{each.dimension.id}:title")
        drawn.append(
            dots.Row(
                label=f"{each.dimension.id}  {title}",
                value=each.of.score,
                text=words_report.score(each.of.score),
                beside=each.claimed if each.claimed != each.of.score else None,
                target=each.target,
                earlier=each.earlier,
                spread=each.of.interval,
                lang=tongue,
            )
        )
    legend = dots.Legend(
        value=supported_name(),
        beside=claimed_name(profile) if any(row.beside is not None for row in drawn) else "",
        target=gettext("Goal") if any(row.target is not None for row in drawn) else "",
        earlier=earlier_name(profile) if any(row.earlier is not None for row in drawn) else "",
        spread=words_report.interval_name(profile.result) if any(row.spread for row in drawn) else "",
    )
    return dots.dots(drawn, legend, direction, top=profile.model.top)


def by_indicator(profile: Profile, words: Words, direction: str) -> Sheet:
    """The heat map: the supported level of each indicator, core ones with a sign."""
    rows = []
    for each in profile.dimensions:
        title, tongue = words.text(f"{each.dimension.id}:title")
        cells = [
            heat.Cell(
                name=row.indicator.id + (CORE if row.indicator.core else ""),
                level=row.of.supported,
                text="–" if row.of.supported is None else str(row.of.supported),
            )
            for row in profile.of_dimension(each.dimension)
        ]
        rows.append(heat.Row(title, cells, tongue))
    return heat.heat(rows, direction)


def told(profile: Profile) -> Sequence[str]:
    """What a picture says in a sentence, for who cannot see it: how many dimensions are at which level."""
    levels = [each.of.level for each in profile.dimensions]
    counts = [
        gettext("level %(level)s: %(count)s", level=level, count=levels.count(level))
        for level in range(profile.model.top, -1, -1)
        if level in levels
    ]
    missing = levels.count(None)
    return [*counts, gettext("not computed: %(count)s", count=missing)] if missing else counts


def supported_name() -> str:
    return gettext("Supported: what can be shown")


def claimed_name(profile: Profile) -> str:
    if profile.standing is Standing.FIRST_LOOK:
        return gettext("Claimed: what the team says")
    return gettext("Claimed: what the panel says")


def earlier_name(profile: Profile) -> str:
    """Of the round that earlier figures come from."""
    return words_report.round_name(profile.same_kind[-1]) if profile.same_kind else ""
