"""What LimeSurvey's names of answers are called here.

`Q1`, `Q1_SQ001`, `Q1_other`, `Q1_SQ001.shown`, `that.Q1`, `self`, and the address of a column in
LimeSurvey's own tables, `734181X11X237SQ201` (survey X group X question, then the part).
"""

import re
from collections.abc import Callable, Mapping

from engage.instruments.readers.limesurvey.model import Question, Survey

Variables = Callable[[str], str | None]

LISTS = "L!OYG"
ONE_VALUE = "LOYG!5STUND*|I"
MATRICES = "FHABCEQK"
GRIDS = ":;"
CHOICES = "MP"

_COLUMN = re.compile(r"\+?(\d+)X(\d+)X(\d+)(.*)")
_WHOLE = re.compile(r"(?:this|self|that\.(?P<that>\w+?))(?P<filters>(?:\.\w+)*)")
"""A question with all its parts."""
_SHOWN = "shown"
_VALUES = frozenset({"", "NAOK", "value", "valueNAOK", "code", _SHOWN})


class Names:
    """Finds the answer that a LimeSurvey name means.

    `items` holds the item name of every question that is taken over, by the question's identity.
    """

    def __init__(self, survey: Survey, items: Mapping[int, str]) -> None:
        self._items = items
        kept = [question for question in survey.questions if id(question) in items]
        self._by_code = {question.code: question for question in reversed(kept)}
        self._by_id = {question.qid: question for question in kept if question.qid}

    def item(self, question: Question) -> str:
        return self._items[id(question)]

    def has(self, question: Question) -> bool:
        """Whether items are made of a question."""
        return id(question) in self._items

    def question(self, code: str) -> Question | None:
        return self._by_code.get(code)

    def within(self, question: Question | None, own: str | None = None) -> Variables:
        """The names as an expression of this question means them; `own` is what `this` and `self` stand for."""
        return lambda name: self.expression(name, question, own)

    def expression(self, name: str, question: Question | None = None, own: str | None = None) -> str | None:
        """An expression for the value of a LimeSurvey name, or None where there is no such answer.

        A name of several answers (`self` of an array) gives them all, with commas between.
        """
        if whole := _WHOLE.fullmatch(name.strip()):
            meant = self._by_code.get(whole["that"]) if whole["that"] else question
            filters = [part for part in whole["filters"].split(".") if part and part not in _VALUES - {_SHOWN}]
            if own is not None and not whole["that"] and not filters:
                return own
            return self._whole(meant, filters) if meant is not None and id(meant) in self._items else None
        base, suffix = _split(name.strip())
        if suffix not in _VALUES:
            return None
        found = self._find(base)
        return self._part(*found, shown=suffix == _SHOWN) if found else None

    def _whole(self, question: Question, filters: list[str]) -> str | None:
        """A question with all its parts, or those that filters name: `sq_a`, `nosq_a`, `comments`, `nocomments`."""
        if question.type in ONE_VALUE:
            return self._part(question, "", shown=filters == [_SHOWN]) if filters in ([], [_SHOWN]) else None
        chosen = self._members(question)
        for each in filters:
            if each.startswith("sq_"):
                wanted = each.removeprefix("sq_")
                chosen = {name: found for name, found in chosen.items() if name == wanted} or {
                    name: found for name, found in chosen.items() if wanted in name
                }
            elif each.startswith("nosq_"):
                chosen = {name: found for name, found in chosen.items() if each.removeprefix("nosq_") not in name}
            elif each in ("comments", "nocomments"):
                kept = each == "comments"
                chosen = {name: found for name, found in chosen.items() if name.endswith("comment") is kept}
            else:
                return None
        return ", ".join(chosen.values()) or None

    def _members(self, question: Question) -> dict[str, str]:
        """The single answers of a question by the names of its parts."""
        names = [row.code for row in question.rows(0)]
        if question.type in GRIDS:
            names = [f"{row}_{column.code}" for row in names for column in question.rows(1)]
        elif question.type == "1":
            names = [f"{row}_{scale}" for row in names for scale in "01"]
        elif question.type == "R":
            names = [str(place) for place in range(1, len(question.answers) + 1)]
        elif question.type == "P":
            names = [each for row in names for each in (row, f"{row}comment")]
        names += ["other"] if question.other else []
        found = {name: self._part(question, name, shown=False) for name in names}
        return {name: expression for name, expression in found.items() if expression}

    def chosen(self, source: Question, code: str) -> str | None:
        """Whether an option or row of another question was chosen or filled in (array filters)."""
        name = self.item(source)
        if source.type in CHOICES:
            offered = {sub.code for sub in source.subquestions} | ({"other"} if source.other else set())
            wanted = "-oth-" if code == "other" else code
            return f"selected(${{{name}}}, '{wanted}')" if code in offered else None
        if source.type in LISTS:
            return f"${{{name}}} = '{code}'" if code in {answer.code for answer in source.answers} else None
        if source.type == "R":
            return f"selected(${{{name}}}, '{code}')"
        if source.type in MATRICES + "1" and code in {sub.code for sub in source.subquestions}:
            return f"${{{name}/{code}}} != ''"
        return None

    def _find(self, base: str) -> tuple[Question, str] | None:
        """The question a name begins with, and what follows."""
        if column := _COLUMN.fullmatch(base):
            return self._find_column(column[3], column[4])
        if base in self._by_code:
            return self._by_code[base], ""
        for end in range(len(base) - 1, 0, -1):
            if base[end] == "_" and base[:end] in self._by_code:
                return self._by_code[base[:end]], base[end + 1 :]
        return None

    def _find_column(self, digits: str, rest: str) -> tuple[Question, str] | None:
        for end in range(len(digits), 0, -1):
            question = self._by_id.get(digits[:end])
            part = (digits[end:] + rest).lstrip("_")
            if question is not None and (not part or self._part(question, part, shown=False)):
                return question, part
        return None

    def _part(self, question: Question, part: str, *, shown: bool) -> str | None:
        name = self.item(question)
        kind = question.type
        codes = {sub.code for sub in question.subquestions}
        if not part:
            if kind in LISTS and shown:
                return f"jr:choice-name(${{{name}}}, '${{{name}}}')"
            return f"${{{name}}}" if kind in ONE_VALUE + CHOICES + "R" else None
        if part == "other" and question.other:
            return f"${{{name}/other}}"
        if kind == "|" and part == "filecount":
            return f"if(${{{name}}} = '', 0, 1)"
        if part == "comment" and kind == "O":
            return f"${{{name}_comment}}"
        if kind in CHOICES:
            return _of_choice(name, part, codes, shown=shown)
        if kind in MATRICES and part in codes:
            return f"${{{name}/{part}}}"
        if kind == "R" and part.isdecimal():
            place = f"selected-at(${{{name}}}, {int(part) - 1})"
            return f"jr:choice-name({place}, '${{{name}}}')" if shown else place
        if kind == "1":
            return _of_dual_scale(name, part, codes)
        if kind in GRIDS:
            return _of_grid(question, name, part)
        return None


def _split(name: str) -> tuple[str, str]:
    head, dot, suffix = name.rpartition(".")
    return (name, "") if not dot or head in ("that", "") else (head, suffix)


def _of_choice(name: str, part: str, codes: set[str], *, shown: bool) -> str | None:
    if part in codes:
        value = f"jr:choice-name('{part}', '${{{name}}}')" if shown else "'Y'"
        return f"if(selected(${{{name}}}, '{part}'), {value}, '')"
    option = part.removesuffix("comment").rstrip("_")
    return f"${{{name}_comment/{option}}}" if part.endswith("comment") and option in codes else None


def _of_dual_scale(name: str, part: str, codes: set[str]) -> str | None:
    match = re.fullmatch(r"(.+)[_#]([01])", part)
    if match and match[1] in codes:
        return f"${{{name}/{match[1]}}}" if match[2] == "0" else f"${{{name}_2/{match[1]}}}"
    return None


def _of_grid(question: Question, name: str, part: str) -> str | None:
    for row in question.rows(0):
        for column in question.rows(1):
            if part == f"{row.code}_{column.code}":
                if question.type == ":" and question.is_on("multiflexible_checkbox"):
                    return f"if(selected(${{{name}/{row.code}}}, '{column.code}'), '1', '')"
                return f"${{{name}/{part}}}"
    return None
