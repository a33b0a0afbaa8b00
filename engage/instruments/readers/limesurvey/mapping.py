"""A LimeSurvey survey as an instrument of ours, with a finding for whatever changes on the way."""

import re
from collections.abc import Mapping
from dataclasses import replace

from engage.core.findings import Where
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.readers.limesurvey import orders
from engage.instruments.readers.limesurvey.context import Context
from engage.instruments.readers.limesurvey.items import companions, is_taken, items_of
from engage.instruments.readers.limesurvey.languages import tag_for
from engage.instruments.readers.limesurvey.model import (
    MAX_OPTIONS,
    MAX_QUESTIONS,
    Group,
    Question,
    Survey,
    Unreadable,
)
from engage.instruments.readers.limesurvey.notes import Notes, at
from engage.instruments.readers.limesurvey.proof import proven
from engage.instruments.readers.limesurvey.quotas import quotas
from engage.instruments.readers.limesurvey.texts import TextMaker, unique
from engage.instruments.readers.limesurvey.variables import GRIDS, Names
from engage.instruments.readers.markup import to_plain
from engage.instruments.readers.reading import Reading, slug_for

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_MAIL = re.compile(r"surveyls_email_|email_admin_")


def to_reading(survey: Survey, languages: Mapping[str, str], name: str) -> Reading:
    """The instrument and its findings. `name` stands in where the survey has no number.

    :raises Unreadable: more questions or options than anybody fields
    """
    _check_size(survey)
    notes = Notes()
    tags = _tags(survey, languages)
    unnamed = tuple(code for code in survey.languages if tag_for(code, languages) is None)
    names, renamed = _names(survey, notes)
    resolver = Names(survey, names)
    texts = TextMaker(survey, tags, resolver, notes)
    texts.reserve(set(names.values()) | {extra for q in survey.questions for extra in companions(q)})
    context = Context(survey, resolver, texts, notes)
    _tell_of_survey(survey, notes)
    orders.tell(survey, context)
    title = texts.label(survey.texts.get("surveyls_title", {}), Where(column="surveyls_title"))
    instrument = Instrument(
        name=f"limesurvey-{survey.sid}" if survey.sid else name,
        title=title,
        source_language=tags[survey.language],
        languages=tuple(tags.values()),
        welcome=_welcome(survey, context),
        closing=texts.text(survey.texts.get("surveyls_endtext", {}), Where(column="surveyls_endtext")),
        sections=_sections(survey, context),
        quotas=quotas(context),
        names=renamed,
    )
    texts.report()
    return Reading(instrument, notes.findings(), unnamed)


def _check_size(survey: Survey) -> None:
    options = sum(_size(question) for question in survey.questions)
    if len(survey.questions) > MAX_QUESTIONS or options > MAX_OPTIONS:
        raise Unreadable("too_large", f"The survey has more than {MAX_QUESTIONS} questions or {MAX_OPTIONS} options.")


def _size(question: Question) -> int:
    """Options and rows; of a grid its cells."""
    if question.type in GRIDS:
        return len(question.rows(0)) * len(question.rows(1))
    return len(question.subquestions) + len(question.answers)


def _tags(survey: Survey, languages: Mapping[str, str]) -> dict[str, str]:
    """LimeSurvey code -> tag, no tag twice, the source first."""
    tags: dict[str, str] = {}
    for code in survey.languages:
        tag = tag_for(code, languages) or code
        if tag not in tags.values():
            tags[code] = tag
    return tags


def _names(survey: Survey, notes: Notes) -> tuple[dict[int, str], dict[str, str]]:
    """The item name of every question taken over, and what was renamed: name here -> code there."""
    names: dict[int, str] = {}
    renamed: dict[str, str] = {}
    kept = [question for question in survey.questions if is_taken(question) and not _only_switches(question, survey)]
    taken = {extra for question in kept for extra in companions(question)}
    for question in kept:
        code = question.code
        plain = code if _NAME.fullmatch(code) else "q" + re.sub(r"\W", "_", code, flags=re.ASCII)
        name = unique(plain, taken)
        taken.add(name)
        names[id(question)] = name
        if name != code:
            renamed[name] = code
            message = f"The question code “{code}” is taken or cannot be a name; it is called {name}."
            notes.note("renamed", message, question.where)
    return names, renamed


def _only_switches(question: Question, survey: Survey) -> bool:
    """Whether a question for the language does nothing else: no condition and no quota asks for its answer."""
    if question.type != "I":
        return False
    sources = [group.relevance for group in survey.groups]
    for each in survey.questions:
        sources += [each.relevance, *(sub.relevance for sub in each.subquestions)]
        sources += [text for values in each.attributes.values() for text in values.values()]
    named = re.compile(rf"\b{re.escape(question.code)}\b")
    members = [asked for quota in survey.quotas for asked, _ in quota.members]
    return not (any(map(named.search, sources)) or any(asked is question for asked in members))


def _welcome(survey: Survey, context: Context) -> LocalizedText | None:
    described, welcomed = (
        context.texts.text(survey.texts.get(name, {}), Where(column=name))
        for name in ("surveyls_description", "surveyls_welcometext")
    )
    return context.texts.joined(described, welcomed, by="\n\n")


def _sections(survey: Survey, context: Context) -> tuple[Section, ...]:
    sections: list[Section] = []
    for group in survey.groups:
        section = _section(group, context, {made.slug for made in sections})
        if section.items:
            sections.append(section)
        else:
            message = f"The group “{section.title.source}” asks nothing that is taken over; it is left out."
            context.notes.note("empty_group", message, group.where)
    return proven(sections, context.notes)


def _section(group: Group, context: Context, slugs: set[str]) -> Section:
    title = context.texts.label(group.titles, at(group.where, "group_name"))
    description = context.texts.text(group.descriptions, at(group.where, "description"))
    relevance = context.relevance(group.relevance, group.where, None, f"the group “{title.source}”")
    name = f"G{group.gid}" if group.gid.isdecimal() else group.gid or f"G{len(slugs) + 1}"
    items: list[Item] = []
    moving = orders.moving(group, context)
    for question in group.questions:
        made = items_of(question, context)
        stays = moving is not None and context.attribute(question, "random_group") != moving
        items += context.texts.take_calculations()
        items += [replace(item, fixed=True) for item in made] if stays else made
    if description and not any(item.type is not ItemType.CALCULATION for item in items):
        # a section is shown for its items only, so a text that stands alone becomes one
        alone = unique(f"{name}_text", context.texts.taken)
        items.append(Item(name=alone, type=ItemType.NOTE, label=description))
        description = None
    return Section(
        name=name,
        slug=slug_for(to_plain(title.source) or name, slugs),
        title=title,
        description=description,
        relevance=relevance,
        shuffle=moving is not None,
        items=tuple(items),
    )


def _tell_of_survey(survey: Survey, notes: Notes) -> None:
    """What belongs to the survey rather than to its questions."""
    for where, what in survey.strays:
        notes.warning("stray", f"Left out: {what}.", where)
    if survey.assessments or survey.settings.get("assessments") == "Y":
        notes.warning("assessments", "Assessments (scores shown to respondents) are left out.", Where("assessments"))
    if any(_filled(survey, name) for name in survey.texts if _MAIL.match(name)):
        notes.note("mails", "The texts of mails are left out; Engage writes its own.", Where())
    if _filled(survey, "surveyls_policy_notice"):
        message = "The privacy notice is left out; write it on the survey's first page."
        notes.warning("privacy_notice", message, Where(column="surveyls_policy_notice"))
    if _filled(survey, "surveyls_url"):
        message = "The address to go to at the end is left out; name it in the closing text."
        notes.note("end_address", message, Where(column="surveyls_url"))


def _filled(survey: Survey, name: str) -> bool:
    return any(text.strip() for text in survey.texts.get(name, {}).values())
