"""Reading LimeSurvey's tab-separated structure (`.tsv`, `.txt`): one row a thing and language.

Rows are grouped by language; what has the same name in the same place is one thing.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from engage.core.findings import Where
from engage.instruments.readers.limesurvey.model import (
    MAX_BYTES,
    MAX_OPTIONS,
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
Numbered = tuple[int, Row]
"""The line on which a row begins, and its cells by column."""

_FIXED = frozenset(
    {"class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory"}
    | {"other", "default", "same_default", "related_id", "id"}
)
_IGNORED = frozenset({"QTAMR", "C"})
"""Rows that say again what stands elsewhere: members of quotas, conditions (the relevance has them)."""


def read_tsv(path: Path) -> Survey:
    """The survey in a tab-separated file.

    :raises Unreadable: not this format, not UTF-8 or UTF-16, or too large
    """
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("too_large", f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    with path.open("rb") as file:
        marked = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    builder = _Builder()
    with path.open(encoding="utf-16" if marked else "utf-8-sig", newline="") as lines:
        for line, row in _rows(lines):
            builder.take(line, row)
    return builder.survey()


def _rows(lines: Iterable[str]) -> Iterator[Numbered]:
    reader = csv.reader(lines, delimiter="\t")
    try:
        header = [cell.strip().lstrip("\ufeff") for cell in next(reader, [])]
        if not {"class", "name", "text"} <= set(header):
            raise Unreadable("not_a_survey", "The first line does not name the columns class, name and text.")
        line = reader.line_num + 1
        for number, cells in enumerate(reader):
            if number > MAX_ROWS:
                raise Unreadable("too_many_rows", f"The file has more than {MAX_ROWS} rows.")
            if any(cell.strip() for cell in cells):
                yield line, dict(zip(header, cells, strict=False))
            line = reader.line_num + 1
    except UnicodeError:
        message = "The file is not in UTF-8, in this line or in one of the next few."
        raise Unreadable("encoding", message, Where(row=reader.line_num + 1)) from None
    except csv.Error as error:
        raise Unreadable("not_tsv", f"The table breaks: {error}.", Where(row=reader.line_num)) from None


class _Builder:
    """Takes rows in the order of the file and remembers the group and question they stand under."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}
        self.texts: dict[str, dict[str, str]] = defaultdict(dict)
        self.groups: dict[str, Group] = {}
        self.questions: dict[str, Question] = {}
        self.parts: dict[tuple[str, str, int, str], SubQuestion | Answer] = {}
        self.languages: dict[str, None] = {}
        self.quotas: dict[str, LimeQuota] = {}
        self._quota_texts: list[Row] = []
        self._quota_members: list[tuple[int, Question | None, Row]] = []
        self.assessments = 0
        self.strays: list[tuple[Where, str]] = []
        self.group: Group | None = None
        self.question: Question | None = None
        self._unnamed_groups: dict[str, int] = defaultdict(int)

    def take(self, line: int, row: Row) -> None:
        kind = row.get("class", "").strip()
        match kind:
            case "S":
                self.settings[row.get("name", "")] = row.get("text", "").strip().strip('"')
            case "SL":
                self.texts[row.get("name", "")][self._language(row)] = row.get("text", "")
            case "G":
                self._take_group(line, row)
            case "Q":
                self._take_question(line, row)
            case "SQ" | "A":
                self._take_part(line, row, kind)
            case "QTA":
                self.quotas.setdefault(row.get("id", "") or f"line {line}", _quota(line, row))
            case "QTALS":
                self._quota_texts.append(row)
            case "QTAM":
                self._quota_members.append((line, self.question, row))
            case "AS":
                self.assessments += 1
            case _ if kind not in _IGNORED:
                self.strays.append((Where(row=line, column="class"), f"class “{kind}” is not known"))

    def _language(self, row: Row) -> str:
        language = row.get("language", "").strip() or self.settings.get("language", "") or "en"
        self.languages[language] = None
        return language

    def _take_group(self, line: int, row: Row) -> None:
        language = self._language(row)
        self._unnamed_groups[language] += 1
        key = row.get("type/scale", "").strip() or str(self._unnamed_groups[language])
        if key not in self.groups:
            self.groups[key] = Group(gid=key, where=Where(row=line), relevance=row.get("relevance", ""))
            self.groups[key].randomization = row.get("random_group", "")
        self.group = self.groups[key]
        self.group.titles[language] = row.get("name", "")
        self.group.descriptions[language] = row.get("text", "")
        self.question = None

    def _take_question(self, line: int, row: Row) -> None:
        language, code = self._language(row), row.get("name", "").strip()
        if self.group is None:
            self.strays.append((Where(row=line), f"question {code} stands before the first group"))
            self.question = None
            return
        question = self.questions.get(code)
        if question is None or language in question.texts:
            question = self.questions[code] = _question(line, row, code)
            self.group.questions.append(question)
        self.question = question
        question.texts[language] = row.get("text", "")
        question.help[language] = row.get("help", "")
        for name, value in row.items():
            if name not in _FIXED and value:
                question.attributes.setdefault(name, {})[language] = value

    def _take_part(self, line: int, row: Row, kind: str) -> None:
        language, code = self._language(row), row.get("name", "").strip()
        if self.question is None:
            self.strays.append((Where(row=line), f"{kind} {code} stands under no question"))
            return
        scale = int(row["type/scale"]) if row.get("type/scale", "").strip().isdigit() else 0
        key = (f"{id(self.question)}", kind, scale, code)
        part = self.parts.get(key)
        if len(self.parts) > MAX_OPTIONS:
            raise Unreadable("too_large", f"The survey has more than {MAX_OPTIONS} options.", Where(row=line))
        if part is None or language in part.texts:
            part = self.parts[key] = self._new_part(line, row, kind, code, scale)
        part.texts[language] = row.get("text", "")

    def _new_part(self, line: int, row: Row, kind: str, code: str, scale: int) -> SubQuestion | Answer:
        assert self.question is not None
        where = Where(row=line)
        if kind == "A":
            answer = Answer(code=code, texts={}, where=where, scale=scale)
            self.question.answers.append(answer)
            return answer
        sub = SubQuestion(
            code=code,
            texts={},
            where=where,
            scale=scale,
            relevance=row.get("relevance", ""),
            default=row.get("default", ""),
        )
        self.question.subquestions.append(sub)
        return sub

    def _finish_quotas(self) -> tuple[LimeQuota, ...]:
        """Members stand under their questions, quotas and messages anywhere."""
        for line, question, row in self._quota_members:
            quota = self.quotas.get(row.get("related_id", ""))
            if quota is None:
                self.strays.append((Where(row=line), "an answer that is counted for a quota which is not there"))
            elif not any(q is question and code == row.get("name", "").strip() for q, code in quota.members):
                quota.members.append((question, row.get("name", "").strip()))
        for row in self._quota_texts:
            if (quota := self.quotas.get(row.get("related_id", ""))) is not None:
                quota.texts[self._language(row)] = row.get("relevance", "")
                quota.leads_away = quota.leads_away or bool(row.get("text", "").strip(" /"))
        return tuple(self.quotas.values())

    def survey(self) -> Survey:
        language = self.settings.get("language") or next(iter(self.languages), "en")
        additional = self.settings.get("additional_languages", "").split()
        return Survey(
            sid=self.settings.get("sid", ""),
            language=language,
            languages=tuple(dict.fromkeys((language, *additional, *self.languages))),
            settings=self.settings,
            texts=self.texts,
            groups=list(self.groups.values()),
            quotas=self._finish_quotas(),
            assessments=self.assessments,
            strays=tuple(self.strays),
        )


def _quota(line: int, row: Row) -> LimeQuota:
    """The columns that LimeSurvey's export lends to quotas."""
    return LimeQuota(
        name=row.get("name", "").strip(),
        where=Where(row=line),
        limit=row.get("mandatory", "").strip(),
        active=row.get("default", "1").strip() != "0",
        ends=row.get("other", "").strip() != "2",
        leads_away=row.get("same_default", "").strip() == "1",
    )


def _question(line: int, row: Row, code: str) -> Question:
    return Question(
        code=code,
        type=row.get("type/scale", "").strip(),
        where=Where(row=line),
        qid=row.get("id", ""),
        relevance=row.get("relevance", ""),
        mandatory=row.get("mandatory", "").strip().upper() or "N",
        other=row.get("other", "").strip().upper() == "Y",
        validation=row.get("validation", ""),
        default=row.get("default", ""),
    )
