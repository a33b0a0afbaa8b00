"""What stands in the report of an assessment, in the language of the interface that is in use.

It names nobody: members of the panel and signers by number and role, actions without who does them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from engage.i18n.locales import direction, endonym, nearest
from engage.maturity import words_deviations, words_report
from engage.maturity.seeing import report_basis, report_profile
from engage.maturity.seeing.mirrored import mirror
from engage.maturity.seeing.printing import Block, Text, bullets, fact, heading, par, said, table
from engage.maturity.seeing.profile import IndicatorRow, Profile, Standing
from engage.maturity.wording import Words


@dataclass(frozen=True, slots=True)
class Step:
    """An action of the plan, without names."""

    title: str
    indicator: str
    level: int
    statements: tuple[str, ...]
    due_on: date
    cost: str
    state: str
    sponsored: bool
    """A citizen stands behind it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of its assessment beside the result."""

    hub: str
    language: str
    digest: str = ""
    """Of the snapshot; empty while there is none."""
    plan: tuple[Step, ...] = ()


def report(profile: Profile, words: Words, about: About) -> Mapping[str, Any]:
    """The data of the printed page (`printing.pdf`)."""
    return {
        "title": gettext("Self-assessment: %(hub)s", hub=about.hub),
        "language": about.language.split("-", maxsplit=1)[0],
        "direction": direction(about.language),
        "page": gettext("Page {page} of {pages}"),
        "footer": f"{about.hub} · {profile.result.title}" + (f" · {_worth(profile)}" if _worth(profile) else ""),
        "above": gettext("How well does this hub listen to citizens?"),
        "below": profile.result.title,
        "worth": _worth(profile),
        "cover": [[label, text] for label, text in _cover(profile, words, about)],
        "blocks": [
            *report_profile.at_a_glance(profile, words),
            *report_profile.by_dimension(profile, words, direction(about.language)),
            *report_profile.by_indicator(profile, words, direction(about.language)),
            *report_basis.evidence(profile, words),
            *report_basis.tests(profile, words),
            *report_basis.metrics(profile, words),
            *_sure(profile, words),
            *_dissent(profile, words),
            *_mirror(profile, words),
            *_plan(profile, words, about.plan),
            *_overall(profile, words),
        ],
    }


def is_whole(words: Words, language: str) -> bool:
    """Whether every text of the model is there in a language."""
    return words.whole and nearest(language, (words.language,)) is not None


def _worth(profile: Profile) -> str:
    match profile.standing:
        case Standing.FIRST_LOOK:
            return gettext("A first look, not an assessment")
        case Standing.DRAFT:
            return gettext("Draft: not signed yet")
    return ""


def _cover(profile: Profile, words: Words, about: About) -> Iterator[tuple[str, Text]]:
    result = profile.result
    yield gettext("Hub"), about.hub
    period = gettext(
        "%(since)s to %(until)s",
        since=words_report.day(result.period_from),
        until=words_report.day(result.period_until),
    )
    yield gettext("What is judged lies between"), period
    model = f"{words['model:title']}, {result.model_version}"
    yield gettext("Model"), f"{model} – {words['model:status']}" if profile.model.status else model
    if profile.standing is not Standing.FIRST_LOOK:
        yield gettext("Panel"), words_report.panel(result)
    for each in result.signatures:
        signed = gettext("signed on %(day)s", day=words_report.day(each.on))
        yield str(words_report.SIGNERS[each.signer]), f"{signed}: {each.note}" if each.note else signed
    if about.digest:
        yield gettext("Digest (SHA-256)"), _in_groups(about.digest)
    if not is_whole(words, about.language):
        yield (
            gettext("Languages"),
            gettext(
                "Not all words of the model are there in %(language)s. What is missing is printed in %(source)s.",
                language=endonym(about.language),
                source=endonym(words.source_language),
            ),
        )
    yield gettext("Names"), gettext("This report names nobody. Who rated is known to the hub alone.")


def _in_groups(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _sure(profile: Profile, words: Words) -> Iterator[Block]:
    result, score = profile.result, profile.result.score
    yield heading(gettext("How sure is it?"))
    yield fact(gettext("Answered"), words_report.percent(score.coverage))
    for id_ in score.missing:
        yield fact(gettext("Missing"), said(words, f"{id_}:title"))
    for id_ in score.not_applicable:
        given = result.levels.get(id_)
        yield fact(gettext("Does not apply"), f"{words[f'{id_}:title']}: {given.reason if given else ''}")
    for row in profile.indicators:
        if row.given and row.given.cannot_judge:
            people = words_report.cannot_judge(row.given.cannot_judge)
            yield fact(gettext("“I cannot judge this”"), f"{words[f'{row.indicator.id}:title']}: {people}")
    if profile.standing is Standing.FIRST_LOOK:
        return
    if result.agreement:
        yield fact(gettext("Agreement"), words_report.agreement(result.agreement))
    if result.deviations:
        yield heading(gettext("Not as the protocol has it"), 2)
        yield bullets([words_deviations.sentence(gettext, each) for each in result.deviations])
    else:
        yield par(gettext("The round was held as the protocol has it."))


def _dissent(profile: Profile, words: Words) -> Iterator[Block]:
    if not profile.dissent:
        return
    yield heading(gettext("Where people see it differently"))
    yield par(gettext("These views did not hold. They are kept, and heard again in the next round."))
    for row in profile.dissent:
        yield fact(said(words, f"{row.indicator.id}:title"), _view(row))


def _view(row: IndicatorRow) -> str:
    view = (row.given.minority if row.given else "") or gettext("nobody wrote down the other view")
    return gettext("Uncertain: %(view)s", view=view) if row.uncertain else view


def _mirror(profile: Profile, words: Words) -> Iterator[Block]:
    """What people who took part said, as it was signed (`domain.mirror.plain`)."""
    shown = mirror(profile)
    if not shown:
        return
    yield heading(gettext("What people say who took part"))
    yield par(str(words_report.MIRROR))
    head = [gettext("Statement"), gettext("Answers"), gettext("People"), gettext("Gap"), gettext("Interval of the gap")]
    rows = [
        [
            said(words, f"{each.indicator}:plain"),
            words_report.number(each.answers) if each.enough else gettext("too few"),
            words_report.score(each.mean),
            words_report.score(each.gap),
            words_report.interval(each.gap_interval),
        ]
        for each in shown
    ]
    yield table(head, rows, (4, 1, 1, 1, 1.6))


def _plan(profile: Profile, words: Words, plan: Sequence[Step]) -> Iterator[Block]:
    if profile.standing is not Standing.SIGNED:
        return
    yield heading(gettext("Plan"))
    if not plan:
        yield par(gettext("There is no plan yet."))
        return
    yield par(gettext("Who does it, and which citizen stands behind it, is known to the hub."), quiet=True)
    for each in plan:
        yield heading(each.title, 2)
        to = gettext("to level %(level)s", level=words_report.level(each.level, words))
        yield fact(gettext("For"), f"{words[f'{each.indicator}:title']}, {to}")
        yield fact(gettext("Until"), words_report.day(each.due_on))
        yield fact(gettext("State"), each.state)
        if each.cost:
            yield fact(gettext("Cost"), each.cost)
        yield fact(gettext("A citizen stands behind it"), gettext("yes") if each.sponsored else gettext("not yet"))
        if each.statements:
            yield bullets(each.statements)


def _overall(profile: Profile, words: Words) -> Iterator[Block]:
    if profile.standing is Standing.FIRST_LOOK:
        return
    score = profile.result.score
    yield heading(gettext("Overall"))
    yield par(gettext("One number hides where a hub is strong and where it is not. Read it with the profile."))
    yield fact(gettext("Level"), words_report.level(score.overall_level, words))
    if score.overall_level != score.overall_level_before_gates:
        yield fact(gettext("Level without gates"), words_report.level(score.overall_level_before_gates, words))
    yield fact(gettext("Index"), words_report.index(score.overall_index))
    if profile.percent_to_target is not None:
        done = words_report.percent(profile.percent_to_target)
        yield fact(gettext("Goals"), gettext("%(percent)s of the way to the goals is done.", percent=done))
    if score.gates or score.gates_open:
        yield heading(gettext("Gates: what holds the overall level down"), 2)
        yield bullets(
            [
                *(words_report.fired(each, words) for each in score.gates),
                *(words_report.unchecked(each, words) for each in score.gates_open),
            ]
        )
    else:
        yield par(gettext("No gate holds the overall level down."))
