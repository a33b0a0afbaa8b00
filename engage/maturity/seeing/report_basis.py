"""What a result rests on, in a report: evidence, tests of the platform, metrics."""

from collections.abc import Iterator

from flask_babel import gettext

from engage.maturity import words_report
from engage.maturity.domain import figures
from engage.maturity.seeing.printing import Block, Text, heading, par, said, table
from engage.maturity.seeing.profile import Profile
from engage.maturity.wording import Words
from engage.maturity.words_evidence import SOURCES, figure


def evidence(profile: Profile, words: Words) -> Iterator[Block]:
    """What there is to show, with what it counts as."""
    yield heading(gettext("Evidence"))
    if not profile.result.evidence:
        yield par(gettext("There is none."))
        return
    rows: list[list[Text]] = []
    for each in profile.result.evidence:
        counts = words[f"evidence:{each.evidence_class}:name"]
        rows.append(
            [
                each.title,
                str(words_report.KINDS[each.kind]),
                words_report.day(each.dated_on) if each.dated_on else "–",
                gettext("%(class)s; checked from outside", **{"class": counts}) if each.checked else counts,
                ", ".join(each.indicators),
            ]
        )
    head = [gettext("Evidence"), gettext("Kind"), gettext("Day"), gettext("Counts as"), gettext("Shows something for")]
    yield table(head, rows, (3, 1.5, 1.5, 2.2, 2))


def tests(profile: Profile, words: Words) -> Iterator[Block]:
    """Claimed levels that figures of the platform do not confirm, with what the hub says of it."""
    failed = [
        (row, test)
        for row in profile.indicators
        for test in row.tests
        if test.passed is False and row.of.claimed is not None and test.level <= row.of.claimed
    ]
    yield heading(gettext("What the figures of the platform do not confirm"))
    if not failed:
        yield par(gettext("Nothing: no claimed level is contradicted by a figure."))
        return
    rows: list[list[Text]] = [
        [
            said(words, f"{row.indicator.id}:title"),
            words_report.level(test.level, words),
            said(words, f"{row.indicator.id}:test:{test.metric}:{test.level}"),
            test.explanation or gettext("no explanation"),
        ]
        for row, test in failed
    ]
    head = [gettext("Indicator"), gettext("Claimed level"), gettext("Looked at"), gettext("What the hub says")]
    yield table(head, rows, (2, 1.4, 2.6, 2.6))


def metrics(profile: Profile, words: Words) -> Iterator[Block]:
    """Which figures are counted, said by the hub, or not measured. Few people are no number, outside the team."""
    yield heading(gettext("Figures"))
    yield par(gettext("What the platform has counted, what the hub has said by hand, and what is not measured here."))
    rows: list[list[Text]] = []
    for metric in profile.model.metrics:
        found = profile.result.facts.get(metric.id)
        if found is None:
            continue
        lines = [
            f"{words[f'metric:{metric.id}:figure:{each.figure.name}']}: {figure(each)}"
            + (f" ({gettext('said by the hub')})" if each.figure.name in found.by_hand else "")
            for each in figures.shown(metric, found.figures, inside=False)
        ]
        name = f"{metric.id} {words[f'metric:{metric.id}:name']}"
        rows.append([name, str(SOURCES[found.source]), "\n".join(lines) or "–"])
    if rows:
        yield table([gettext("Metric"), gettext("Source"), gettext("Figures")], rows, (2.4, 1.4, 4))
    missing = [each for each in profile.model.metrics if each.id not in profile.result.facts]
    if missing:
        names = ", ".join(f"{each.id} {words[f'metric:{each.id}:name']}" for each in missing)
        yield par(gettext("Not measured here, which needs no explanation: %(metrics)s.", metrics=names))
