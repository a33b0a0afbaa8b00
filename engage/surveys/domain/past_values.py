"""How a value of a past response is read into the answers: as a choice, a flag, a place, a number, a day, a text.

Each `take_…` reads one value that is not empty, and returns False when it fits nothing.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.checks import Wrong, parse_date
from engage.instruments.domain.definition import DECLINED, Item, ItemType, Option
from engage.instruments.domain.problems import no
from engage.instruments.domain.spans import from_iso
from engage.instruments.domain.typed import VALUES
from engage.instruments.readers.limesurvey.fixed import NO, YES
from engage.instruments.readers.markup import to_markdown, to_plain

Answers = dict[str, Any]

_NUMBER = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,15})?|[.,]\d{1,15})(e[+-]?\d{1,2})?", re.IGNORECASE)
_LONGEST_LABEL = 5_000
_INVISIBLE = re.compile("[\ufeff\u200b\u00a0]")
_YES = frozenset({"1", "1.0", "y", "x", "true", "checked", "selected", *(word.casefold() for word in YES.values())})
_NO = frozenset({"0", "0.0", "n", "n/a", "false", "not selected", "-", *(word.casefold() for word in NO.values())})


def plain(value: str) -> str:
    """A value as it is compared: no byte-order marks, tags, entities or spare blanks."""
    if len(value) <= _LONGEST_LABEL and ("<" in value or "&" in value):
        value = to_plain(to_markdown(value)[0])
    return " ".join(_INVISIBLE.sub(" ", value).split())


class Choices:
    """The options of an item, found by code or by label in any language.

    `labels_first` decides what a value means that is the code of one option and the label of another.
    """

    def __init__(self, options: Iterable[Option]) -> None:
        self.options = tuple(options)
        self.labels_first = False
        self.other = next((option.code for option in self.options if option.other), None)
        self._codes = {option.code: option.code for option in self.options}
        self._labels: dict[str, str] = {}
        for option in self.options:
            for label in labels(option.label):
                self._labels.setdefault(label, option.code)
        self._folded: dict[str, str] = {}
        for names in (self._codes, self._labels):
            for name, code in names.items():
                self._folded.setdefault(name.casefold(), code)

    def find(self, value: str) -> str | None:
        """The code that a value means; case is looked past last of all."""
        value = plain(value)
        first, second = (self._labels, self._codes) if self.labels_first else (self._codes, self._labels)
        return first.get(value) or second.get(value) or self._folded.get(value.casefold())

    def decide(self, values: Iterable[str]) -> None:
        """Take values as labels when more of them are labels than codes, as in an export of full answers."""
        known = [plain(value) for value in values]
        by_label = sum(value in self._labels for value in known)
        self.labels_first = by_label > sum(value in self._codes for value in known)


def labels(text: LocalizedText) -> list[str]:
    """The words of a text in every language."""
    return [words for _, translation in text if (words := plain(to_plain(translation.text)))]


def take_declined(key: str, value: str, answers: Answers) -> bool:
    """Only that somebody preferred not to say."""
    if value == DECLINED:
        answers[key] = DECLINED
    return value == DECLINED


def take_one(choices: Choices, key: str, value: str, answers: Answers) -> bool:
    if value == DECLINED:
        answers[key] = DECLINED
        return True
    code = choices.find(value)
    if code is None:
        if choices.other is None or "/" in key:
            return False
        answers[f"{key}/other"] = plain(value)
        code = choices.other
    answers[key] = code
    return True


def take_many(choices: Choices, key: str, value: str, answers: Answers) -> bool:
    """Codes with blanks between them, or one label, or labels with semicolons or commas between them."""
    if value == DECLINED:
        answers[key] = DECLINED
        return True
    for parts in (value.split(), [value], value.split(";"), value.split(",")):
        found = [choices.find(part) for part in parts if part.strip()]
        if found and None not in found:
            for code in found:
                _add(answers, key, code or "")
            return True
    return False


def take_flag(item: Item, key: str, code: str, value: str, answers: Answers) -> bool:
    """One column per option: what is not a no says that it was chosen."""
    if value == DECLINED:
        answers[item.name if item.type is ItemType.MULTIPLE else key] = DECLINED
    elif plain(value).casefold() not in _NO:
        _add(answers, key, code)
    return True


def _add(answers: Answers, key: str, code: str) -> None:
    chosen = answers.setdefault(key, [])
    if isinstance(chosen, list) and code not in chosen:
        chosen.append(code)


def take_place(choices: Choices, key: str, place: int, value: str, answers: Answers) -> bool:
    code = choices.find(value)
    if code is None:
        return False
    ranked = answers.setdefault(key, {})
    if not isinstance(ranked, dict) or code in ranked.values():
        return False
    ranked[place] = code
    return True


def take_other(item: Item, choices: Choices, value: str, answers: Answers) -> bool:
    """The text beside “other”. A bare no or yes of a file that has only flags says nothing more."""
    words = plain(value)
    if item.type is ItemType.MULTIPLE:
        if words.casefold() in _NO:
            return True
        _add(answers, item.name, choices.other or "")
        if words.casefold() in _YES:
            return True
    else:
        answers.setdefault(item.name, choices.other)
    answers[f"{item.name}/other"] = words
    return True


def take_value(item: Item, key: str, value: str, answers: Answers) -> bool:
    try:
        answers[key] = DECLINED if value == DECLINED else _typed(item, value)
    except (Wrong, ValueError):
        return False
    return True


def _typed(item: Item, value: str) -> Any:
    """A text, number or date.

    :raises ValueError, Wrong: when it is none
    """
    kind: str = item.cell.value if item.type is ItemType.MATRIX else item.type.value
    match kind:
        case ItemType.INTEGER | ItemType.ALLOCATION | ItemType.SCALE | ItemType.DECIMAL:
            return _number(item, kind, plain(value))
        case ItemType.DATE:
            return parse_date(re.split(r"[T ]", plain(value))[0]).isoformat()
        case ItemType.DATETIME:
            day, _, clock = plain(value).replace("T", " ").partition(" ")
            return f"{parse_date(day).isoformat()}T{_clock(clock or '00:00')}"
        case ItemType.TIME:
            return _clock(plain(value).split(" ")[-1])
        case ItemType.CONSENT:
            if plain(value) != item.agreed and plain(value).casefold() not in _YES:
                raise ValueError(value)
            return item.agreed
        case ItemType.YEAR | ItemType.COUNTRY | ItemType.LANGUAGE:
            return VALUES[item.type](item, plain(value))
        case ItemType.DURATION:
            return plain(value) if from_iso(plain(value)) else no("not_a_count")
        case ItemType.DATE_RANGE:
            return parse_date(re.split(r"[T ]", plain(value))[0]).isoformat()
        case ItemType.FILE:
            raise ValueError(value)  # a name without a file
    return _INVISIBLE.sub(" ", value).strip()


def _number(item: Item, kind: str, value: str) -> float | int:
    compact = value.replace(" ", "").replace("\u202f", "")
    if not _NUMBER.fullmatch(compact):
        raise ValueError(value)
    number = float(compact.replace(",", "."))
    if kind == ItemType.DECIMAL:
        return number
    if kind == ItemType.SCALE:
        low, high = item.minimum, item.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            raise ValueError(value)
        return int(number) if number.is_integer() else number
    if not number.is_integer():
        raise ValueError(value)
    return int(number)


def _clock(value: str) -> str:
    match = re.match(r"([01]?\d|2[0-3]):([0-5]\d)", value)
    if not match:
        raise ValueError(value)
    return f"{int(match[1]):02}:{match[2]}"


def settle(answers: Answers) -> Mapping[str, Any]:
    """Answers as they are kept: rankings in the order of their places, only once everything is read."""
    return {
        key: [value[place] for place in sorted(value)] if isinstance(value, dict) else value
        for key, value in answers.items()
    }
