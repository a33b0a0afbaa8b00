"""The profile in a report: at a glance, by dimension, by indicator."""

from collections.abc import Iterator

from flask_babel import gettext

from engage.maturity import words_report
from engage.maturity.seeing import charts
from engage.maturity.seeing.printing import Block, Text, bullets, heading, par, pictures, said, table
from engage.maturity.seeing.profile import Profile, Standing
from engage.maturity.wording import Words


def at_a_glance(profile: Profile, words: Words) -> Iterator[Block]:
    """Strengths, next steps, what moved and why."""
    yield heading(gettext("At a glance"))
    yield heading(gettext("What the hub can build on"), 2)
    if profile.strengths:
        head = [gettext("Indicator"), gettext("Level"), gettext("What this means")]
        yield table(
            head,
            [
                [
                    said(words, f"{each.indicator}:title"),
                    words_report.level(each.level, words),
                    said(words, f"{each.indicator}:{each.level}"),
                ]
                for each in profile.strengths
            ],
            (2, 1.4, 4),
        )
    else:
        yield par(gettext("No indicator has reached level 2 yet, with something to show for it."))
    yield heading(gettext("What to do next"), 2)
    if profile.steps:
        head = [gettext("Indicator"), gettext("To level"), gettext("It is reached when")]
        yield table(
            head,
            [
                [
                    said(words, f"{each.indicator}:title"),
                    words_report.level(each.level, words),
                    said(words, f"{each.indicator}:{each.level}"),
                ]
                for each in profile.steps
            ],
            (2, 1.4, 4),
        )
    else:
        yield par(gettext("Every goal is reached."))
    yield from _moved(profile, words)


def _moved(profile: Profile, words: Words) -> Iterator[Block]:
    yield heading(gettext("What moved, and why"), 2)
    if not profile.past:
        yield par(gettext("There is no earlier round to compare with."))
        return
    moved = [
        f"{words[f'{each.indicator.id}:title']}: {words_report.change(each)}. {words_report.why_moved(each)}"
        for each in profile.moved
    ]
    yield bullets(moved) if moved else par(gettext("No level changed with new evidence."))
    if profile.rereadings:
        yield par(gettext("Read differently without new evidence: no progress, and no step back."))
        yield bullets(
            [f"{words[f'{each.indicator.id}:title']}: {words_report.change(each)}" for each in profile.rereadings]
        )


def by_dimension(profile: Profile, words: Words, direction: str) -> Iterator[Block]:
    """Pictures and the table with the same figures."""
    yield heading(gettext("Profile by dimension"))
    shows = gettext("%(levels)s. The same figures stand in the table.", levels=", ".join(charts.told(profile)))
    drawn = [(charts.by_dimension(profile, words, direction), gettext("Score by dimension"), shows)]
    outlines = charts.outlines(profile, direction)
    if outlines:
        drawn.append((outlines, gettext("Outline by dimension; its area means nothing"), shows))
    yield pictures(*drawn)
    rated = profile.standing is not Standing.FIRST_LOOK
    head = [gettext("Dimension"), gettext("Level"), gettext("Supported"), gettext("Claimed")]
    head += [gettext("Before the workshop")] if rated else []
    head += [gettext("Goal"), gettext("Last round"), gettext("Answered")]
    rows: list[list[Text]] = []
    for each in profile.dimensions:
        row: list[Text] = [said(words, f"{each.dimension.id}:title"), words_report.level(each.of.level, words)]
        row += [words_report.score(each.of.score), words_report.score(each.claimed)]
        row += [words_report.interval(each.of.interval)] if rated else []
        row += [words_report.score(each.target), words_report.score(each.earlier)]
        rows.append([*row, words_report.percent(each.of.coverage)])
    yield table(head, rows, (3, 1.8, *(1.25,) * (len(head) - 2)))
    capped = [words[f"{each.dimension.id}:title"] for each in profile.dimensions if each.of.core_capped]
    if capped:
        yield par(gettext("Held down by a core indicator: %(dimensions)s.", dimensions=", ".join(capped)), quiet=True)


def by_indicator(profile: Profile, words: Words, direction: str) -> Iterator[Block]:
    """The heat map and the table with the same figures."""
    yield heading(gettext("Profile by indicator"))
    yield pictures(
        (
            charts.by_indicator(profile, words, direction),
            gettext("Supported level; a star marks core indicators, a dash: no level"),
            gettext("The same figures stand in the table."),
        )
    )
    head = [gettext("Indicator"), gettext("Supported"), gettext("Claimed"), gettext("Goal")]
    head += [gettext("Before the workshop"), gettext("How the panel came to it")]
    rows: list[list[Text]] = []
    for each in profile.indicators:
        id_ = each.indicator.id
        title, tongue = words.text(f"{id_}:title")
        named = f"{id_}{charts.CORE if each.indicator.core else ''} {title}"
        rows.append(
            [
                {**_tongue(said(words, f"{id_}:title")), "text": named} if tongue else named,
                "–" if each.of.supported is None else str(each.of.supported),
                words_report.claimed(each.of),
                "–" if each.target is None else str(each.target),
                words_report.spread(each.spread),
                words_report.came(each.given) if each.given else "–",
            ]
        )
    yield table(head, rows, (3, 1.2, 1.2, 0.8, 2.4, 2.4))


def _tongue(text: Text) -> dict[str, str]:
    return {} if isinstance(text, str) else dict(text)
