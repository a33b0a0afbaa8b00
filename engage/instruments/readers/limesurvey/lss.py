"""Reading `.lss`: LimeSurvey's XML of database tables, old layout and new.

Old: a row of `questions`, `answers`, `groups` is repeated in each language. New: texts stand in
`question_l10ns`, `answer_l10ns`, `group_l10ns`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from engage.core.findings import Where
from engage.instruments.readers.limesurvey.model import (
    MAX_BYTES,
    MAX_QUESTIONS,
    MAX_ROWS,
    Answer,
    Group,
    LimeQuota,
    Question,
    SubQuestion,
    Survey,
    Unreadable,
)

Row = dict[str, str]
Tables = dict[str, list[Row]]
Made = TypeVar("Made", Group, Question, SubQuestion, Answer)

_MAX_DEPTH = 12
_OLDEST = 164
"""The version of LimeSurvey's database from which on files are read without a warning (LimeSurvey 2.0)."""
_SOFT = "2"
"""The action of a quota after which people may go back and answer differently."""
_NUMBER = "\0row"
"""Key of a row's place in its table, counted from 1."""


def read_lss(path: Path) -> Survey:
    """The survey in an `.lss` file.

    :raises Unreadable: not XML, not a survey, a DOCTYPE or entities, or too large
    """
    tables, facts = _tables(path)
    kind = facts.get("LimeSurveyDocType", "Survey").strip()
    if kind and kind != "Survey":
        message = f"The file holds LimeSurvey's “{kind}”, not a whole survey. Export the survey's structure (.lss)."
        raise Unreadable("not_a_survey", message)
    if not tables.get("surveys"):
        raise Unreadable("not_a_survey", "This is not a LimeSurvey survey file: it has no table “surveys”.")
    version = facts.get("DBVersion", "").strip()
    return _Builder(tables).survey(int(version) if version.isdecimal() and len(version) < 6 else None)


def _tables(path: Path) -> tuple[Tables, Row]:
    """The rows of every table, and what stands beside the tables: kind of file and version."""
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("too_large", f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    tables: Tables = defaultdict(list)
    facts: Row = {}
    stack: list[str] = []
    count = 0
    questions: set[str] = set()
    try:
        with path.open("rb") as source:
            for event, element in iterparse(
                source, events=("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True
            ):
                if event == "start":
                    stack.append(element.tag)
                    if len(stack) > _MAX_DEPTH:
                        raise Unreadable("too_deep", "The XML is nested deeper than a survey file ever is.")
                    continue
                stack.pop()
                if len(stack) == 1 and not len(element):
                    facts[element.tag] = (element.text or "")[:100]
                if element.tag == "row" and len(stack) == 3 and stack[0] == "document":
                    count += 1
                    if count > MAX_ROWS:
                        raise Unreadable("too_many_rows", f"The file has more than {MAX_ROWS} rows.")
                    table = tables[stack[1]]
                    table.append(_row(element, len(table) + 1))
                    element.clear()
                    if stack[1] == "questions":
                        questions.add(table[-1].get("qid", ""))
                        if len(questions) > MAX_QUESTIONS:
                            raise Unreadable("too_large", f"The survey has more than {MAX_QUESTIONS} questions.")
    except DefusedXmlException:
        raise Unreadable(
            "doctype", "The file holds a document type or entities, which a LimeSurvey export never does."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("not_xml", f"The file is not well-formed XML: {error}.") from None
    return tables, facts


def _row(element: Element, number: int) -> Row:
    return {**{child.tag: child.text or "" for child in element}, _NUMBER: str(number)}


def _where(table: str, row: Row, column: str | None = None) -> Where:
    key = next((name for name in ("qid", "gid", "id") if row.get(name)), None)
    place = f"{key} {row[key]}" if key else None
    return Where(table, int(row[_NUMBER]), ", ".join(part for part in (place, column) if part) or None)


def _integer(text: str | None) -> int:
    try:
        return int(float(text or 0))
    except (ValueError, OverflowError):
        return 0


def _in_order(rows: Iterable[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(_integer(row.get(column)) for column in columns))


class _Builder:
    """Joins the tables of one file."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.settings = tables["surveys"][0]
        self.strays: list[tuple[Where, str]] = []

    def survey(self, version: int | None) -> Survey:
        if version is not None and version < _OLDEST:
            message = (
                f"the database version {version} is older than {_OLDEST}, the oldest that is known; check the result"
            )
            self.strays.append((Where(column="DBVersion"), message))
        language = self.settings.get("language", "").strip() or "en"
        additional = self.settings.get("additional_languages", "").split()
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.tables.get("surveys_languagesettings", ()):
            for name, text in row.items():
                texts[name][row.get("surveyls_language", "")] = text
        return Survey(
            sid=self.settings.get("sid", ""),
            language=language,
            languages=tuple(dict.fromkeys((language, *additional))),
            settings=self.settings,
            texts=texts,
            groups=self._groups(),
            quotas=self._quotas(),
            version=version,
            assessments=len(self.tables.get("assessments", ())),
            strays=tuple(self.strays),
        )

    def _groups(self) -> list[Group]:
        groups = self._merged("groups", "group_order", ("gid",), _group)
        self._localize(groups, "group_l10ns", "gid", titles="group_name", descriptions="description")
        self._by_qid = self._questions()
        for (qid,), question in self._by_qid.items():
            gid = self._gids[qid]
            if (gid,) in groups:
                groups[(gid,)].questions.append(question)
            else:
                self.strays.append((question.where, f"question {question.code} belongs to no group"))
        return list(groups.values())

    def _quotas(self) -> tuple[LimeQuota, ...]:
        quotas = {row.get("id", ""): _quota(row, _where("quota", row)) for row in self._table("quota")}
        for row in self._table("quota_members"):
            if (quota := quotas.get(row.get("quota_id", ""))) is not None:
                quota.members.append((self._by_qid.get((row.get("qid", ""),)), row.get("code", "").strip()))
        for row in self._table("quota_languagesettings"):
            if (quota := quotas.get(row.get("quotals_quota_id", ""))) is not None:
                quota.texts[row.get("quotals_language", "")] = row.get("quotals_message", "")
                quota.leads_away = quota.leads_away or bool(row.get("quotals_url", "").strip(" /"))
        return tuple(quotas.values())

    def _questions(self) -> dict[tuple[str, ...], Question]:
        self._gids = {row.get("qid", ""): row.get("gid", "") for row in self.tables.get("questions", ())}
        questions = self._merged("questions", "question_order", ("qid",), _question)
        self._localize(questions, "question_l10ns", "qid", texts="question", help="help")
        self._add_attributes(questions)
        subs = self._add_subquestions(questions)
        self._add_answers(questions)
        self._add_defaults(questions, subs)
        for row in self.tables.get("conditions", ()):
            if (question := questions.get((row.get("qid", ""),))) is not None:
                asked = questions.get((row.get("cqid", ""),))
                question.conditions.append({**row, "type": asked.type if asked else ""})
        return questions

    def _add_attributes(self, questions: Mapping[tuple[str, ...], Question]) -> None:
        for row in self.tables.get("question_attributes", ()):
            if (question := questions.get((row.get("qid", ""),))) is not None:
                values = question.attributes.setdefault(row.get("attribute", ""), {})
                values[row.get("language", "")] = row.get("value", "")

    def _add_subquestions(self, questions: Mapping[tuple[str, ...], Question]) -> dict[tuple[str, ...], SubQuestion]:
        parents = {row.get("qid", ""): row.get("parent_qid", "") for row in self._table("subquestions")}
        subs = self._merged("subquestions", "question_order", ("qid",), _subquestion)
        self._localize(subs, "question_l10ns", "qid", texts="question")
        for (qid,), sub in subs.items():
            parent = questions.get((parents[qid],))
            if parent is None:
                self.strays.append((sub.where, f"subquestion {sub.code} belongs to no question"))
            else:
                parent.subquestions.append(sub)
        return subs

    def _add_answers(self, questions: Mapping[tuple[str, ...], Question]) -> None:
        rows = self._table("answers")
        key = ("aid",) if rows and rows[0].get("aid") else ("qid", "scale_id", "code")
        owners = {tuple(row.get(name, "") for name in key): row.get("qid", "") for row in rows}
        answers = self._merged("answers", "sortorder", key, _answer)
        if key == ("aid",):
            self._localize(answers, "answer_l10ns", "aid", texts="answer")
        for identity, answer in answers.items():
            question = questions.get((owners[identity],))
            if question is None:
                self.strays.append((answer.where, f"answer {answer.code} belongs to no question"))
            else:
                question.answers.append(answer)

    def _add_defaults(
        self,
        questions: Mapping[tuple[str, ...], Question],
        subs: Mapping[tuple[str, ...], SubQuestion],
    ) -> None:
        values: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.tables.get("defaultvalue_l10ns", ()):
            values[row.get("dvid", "")][row.get("language", "")] = row.get("defaultvalue", "")
        found: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for row in self.tables.get("defaultvalues", ()):
            place = found[(row.get("qid", ""), row.get("sqid", ""), row.get("specialtype", ""))]
            own = {row.get("language", ""): row["defaultvalue"]} if row.get("defaultvalue") else {}
            place.update(values.get(row.get("dvid", ""), own))
        for (qid, sqid, special), texts in found.items():
            self._add_default(questions.get((qid,)), subs.get((sqid,)), special, texts)

    def _add_default(
        self, question: Question | None, sub: SubQuestion | None, special: str, texts: Mapping[str, str]
    ) -> None:
        value = texts.get(self.settings.get("language", "").strip()) or next(filter(None, texts.values()), "")
        if sub is not None:
            sub.default = sub.default or value
        elif question is not None and special == "other":
            question.default_other = question.default_other or value
        elif question is not None and not special:
            question.default = question.default or value
        if question is not None and len(set(filter(None, texts.values()))) > 1:
            question.default_differs = True

    def _table(self, name: str) -> list[Row]:
        return self.tables.get(name, [])

    def _merged(
        self, table: str, order: str, key: tuple[str, ...], make: Callable[[Row, Where], Made]
    ) -> dict[tuple[str, ...], Made]:
        """One thing for all rows that share a key; rows of further languages add their texts."""
        found: dict[tuple[str, ...], Made] = {}
        for row in _in_order(self._table(table), order):
            identity = tuple(row.get(name, "") for name in key)
            if identity not in found:
                found[identity] = make(row, _where(table, row))
            _add_texts(found[identity], row, row.get("language", ""))
        return found

    def _localize(self, things: Mapping[tuple[str, ...], object], table: str, key: str, **columns: str) -> None:
        for row in self._table(table):
            thing = things.get((row.get(key, ""),))
            if thing is not None:
                for attribute, column in columns.items():
                    getattr(thing, attribute)[row.get("language", "")] = row.get(column, "")


def _add_texts(thing: Group | Question | SubQuestion | Answer, row: Row, language: str) -> None:
    if not language:
        return
    match thing:
        case Group():
            thing.titles[language] = row.get("group_name", "")
            thing.descriptions[language] = row.get("description", "")
        case Question():
            thing.texts[language] = row.get("question", "")
            thing.help[language] = row.get("help", "")
        case SubQuestion():
            thing.texts[language] = row.get("question", "")
        case Answer():
            thing.texts[language] = row.get("answer", "")


def _group(row: Row, where: Where) -> Group:
    return Group(
        gid=row.get("gid", ""),
        where=where,
        relevance=row.get("grelevance", ""),
        randomization=row.get("randomization_group", ""),
    )


def _quota(row: Row, where: Where) -> LimeQuota:
    return LimeQuota(
        name=row.get("name", "").strip(),
        where=where,
        limit=row.get("qlimit", "").strip(),
        active=row.get("active", "1").strip() != "0",
        ends=row.get("action", "").strip() != _SOFT,
        leads_away=row.get("autoload_url", "0").strip() == "1",
    )


def _question(row: Row, where: Where) -> Question:
    return Question(
        code=row.get("title", "").strip(),
        type=row.get("type", "").strip(),
        where=where,
        qid=row.get("qid", ""),
        relevance=row.get("relevance", ""),
        mandatory=row.get("mandatory", "N").strip().upper() or "N",
        other=row.get("other", "N").strip().upper() == "Y",
        validation=row.get("preg", ""),
        theme=row.get("question_theme_name", ""),
    )


def _subquestion(row: Row, where: Where) -> SubQuestion:
    return SubQuestion(
        code=row.get("title", "").strip(),
        texts={},
        where=where,
        scale=_integer(row.get("scale_id")),
        relevance=row.get("relevance", ""),
    )


def _answer(row: Row, where: Where) -> Answer:
    return Answer(code=row.get("code", "").strip(), texts={}, where=where, scale=_integer(row.get("scale_id")))
