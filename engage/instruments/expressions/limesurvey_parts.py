"""Parts of a translated expression: text in our language, and what is known about its value.

LimeSurvey compares as PHP does, we as XPath does. What makes the difference is where a value comes from,
so each part remembers that.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from engage.instruments.expressions.syntax import Chain, Negation, Union, parse, tokens


class Origin(StrEnum):
    ANSWER = "answer"
    """Text that may be a number; '' when nothing was answered."""
    QUOTED = "quoted"
    """A text written out, which makes a comparison one of texts."""
    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"


class Strength(IntEnum):
    """How tightly the outermost operator of a text binds."""

    OR = 1
    AND = 2
    EQUALITY = 3
    ORDER = 4
    SUM = 5
    PRODUCT = 6
    SIGN = 7
    WHOLE = 8


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    origin: Origin
    strength: Strength = Strength.WHOLE
    opposite: str | None = None
    """The same with the other outcome, where that reads better than not(…)."""
    literal: str | None = None
    """What a quoted text or number says."""
    members: tuple[str, ...] = ()
    """The single answers, where a name stands for several (`self` in a matrix)."""
    moment: str | None = None
    """The date that a number of seconds stands for."""

    def within(self, strength: Strength) -> str:
        """The text as an operand of an operator of this strength."""
        return self.text if self.strength >= strength else f"({self.text})"


_NUMERIC = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*", re.ASCII)
_TICKED = re.compile(r"if\((selected\(\$\{[^{}]+\}, '[^']*'\)), 'Y', ''\)")
"""How one option of a multiple choice is read: LimeSurvey has it as 'Y' or nothing."""


def quoted(text: str) -> str:
    """A text as a string of our language, which has no escapes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{piece}'" for piece in text.split("'")) + ")"


def string(text: str) -> Part:
    return Part(quoted(text), Origin.QUOTED, literal=text)


def number(text: str) -> Part:
    return Part(text, Origin.NUMBER, literal=text)


def call(name: str, *arguments: str, origin: Origin = Origin.NUMBER) -> Part:
    return Part(f"{name}({', '.join(arguments)})", origin)


def truth(text: str, opposite: str | None = None, strength: Strength = Strength.WHOLE) -> Part:
    return Part(text, Origin.TRUTH, strength, opposite)


def answer(expression: str) -> Part:
    """What stands for a variable: an expression, or several with commas between them."""
    members = tuple(_split(expression))
    if len(members) > 1:
        return Part(expression, Origin.ANSWER, members=members)
    whole = not isinstance(parse(expression), Chain | Negation | Union)
    return Part(expression, Origin.ANSWER, Strength.WHOLE if whole else Strength.OR)


def _split(expression: str) -> list[str]:
    depth, begin, pieces = 0, 0, []
    for word in tokens(expression):
        if word.kind == "symbol":
            depth += (word.text in "([") - (word.text in ")]")
            if word.text == "," and depth == 0:
                pieces.append(expression[begin : word.position].strip())
                begin = word.position + 1
    return [*pieces, expression[begin:].strip()]


def members_of(parts: tuple[Part, ...]) -> list[str]:
    """Single answers, where a name stands for several."""
    return [text for part in parts for text in (part.members or (part.text,))]


def condition(part: Part) -> Part:
    """What PHP holds to be true: anything but nothing, 0 and '0'."""
    match part.origin:
        case Origin.TRUTH:
            return part
        case Origin.NUMBER if part.literal is None:
            return part
        case Origin.NUMBER | Origin.QUOTED:
            literal = part.literal or ""
            false = not literal or literal == "0" or (part.origin is Origin.NUMBER and float(literal) == 0)
            return truth("false()", "true()") if false else truth("true()", "false()")
    if ticked := _TICKED.fullmatch(part.text):
        return truth(ticked[1], f"not({ticked[1]})")
    text = part.within(Strength.EQUALITY)
    return truth(f"{text} != '' and {text} != '0'", f"{text} = '' or {text} = '0'", Strength.AND)


def negated(part: Part) -> Part:
    part = condition(part)
    if part.opposite is None:
        return truth(f"not({part.text})", part.text if part.strength == Strength.WHOLE else None)
    strength = Strength.OR if part.strength == Strength.AND else part.strength
    return Part(part.opposite, Origin.TRUTH, strength, part.text if strength == part.strength else None)


def joined(word: str, left: Part, right: Part) -> Part:
    strength = Strength.AND if word == "and" else Strength.OR
    return truth(f"{condition(left).within(strength)} {word} {condition(right).within(strength)}", strength=strength)


def empty(part: Part) -> Part:
    """Not answered. A comparison that fails is nothing in PHP; a number is always something."""
    if part.members:
        return truth(f"count-non-empty({part.text}) = 0", f"count-non-empty({part.text}) > 0", Strength.EQUALITY)
    if part.origin is Origin.TRUTH:
        return negated(part)
    if part.origin is Origin.NUMBER:
        return truth("false()", "true()")
    return equality("=", part, string(""))


def equality(sign: str, left: Part, right: Part) -> Part:
    for part, other in ((left, right), (right, left)):
        if other.literal in ("Y", "") and (ticked := _TICKED.fullmatch(part.text)):
            is_so = (other.literal == "Y") is (sign == "=")
            texts = ticked[1], f"not({ticked[1]})"
            return truth(*(texts if is_so else texts[::-1]))
    one, two = left.within(Strength.ORDER), right.within(Strength.ORDER)
    other_sign = "=" if sign == "!=" else "!="
    return truth(f"{one} {sign} {two}", f"{one} {other_sign} {two}", Strength.EQUALITY)


def _by_text(left: Part, right: Part) -> bool:
    """Whether two values are ordered as texts: a quoted number forces it, as do two texts."""
    for part, other in ((left, right), (right, left)):
        if part.origin is Origin.QUOTED:
            return bool(_NUMERIC.fullmatch(part.literal or "")) or other.origin is not Origin.NUMBER
    return left.origin is Origin.TEXT and right.origin in (Origin.TEXT, Origin.ANSWER)


def order(sign: str, left: Part, right: Part) -> Part:
    """Numbers by size; texts by their letters. Nothing is not less than something."""
    if not _by_text(left, right):
        return truth(f"{left.within(Strength.SUM)} {sign} {right.within(Strength.SUM)}", strength=Strength.ORDER)
    compared = f"compare({left.text}, {right.text}) {sign} 0"
    if left.origin is Origin.ANSWER and sign.startswith("<"):
        return truth(f"{left.within(Strength.ORDER)} != '' and {compared}", strength=Strength.AND)
    return truth(compared, strength=Strength.ORDER)


def _counted(part: Part, strength: Strength) -> str:
    """An operand of arithmetic: nothing counts as 0."""
    if part.origin is Origin.ANSWER:
        return f"coalesce({part.text}, 0)"
    return part.within(strength)


def arithmetic(sign: str, left: Part, right: Part) -> Part:
    if sign == "+" and {left.origin, right.origin} & {Origin.QUOTED, Origin.TEXT}:
        return call("concat", left.text, right.text, origin=Origin.TEXT)
    strength = Strength.SUM if sign in "+-" else Strength.PRODUCT
    higher = Strength(strength + 1)
    text = f"{_counted(left, strength)} {sign} {_counted(right, higher)}"
    return Part(text, Origin.NUMBER, strength)


def signed(part: Part) -> Part:
    return Part(f"-{_counted(part, Strength.WHOLE)}", Origin.NUMBER, Strength.SIGN)


def as_number(part: Part) -> Part:
    return replace(part, text=_counted(part, Strength.SIGN), origin=Origin.NUMBER, literal=None)
