"""Whether a regular expression could take for ever where it is matched by going back and trying again.

The product matches in one pass (`expressions.patterns`), but browsers take the `pattern` of an input too.
"""

from engage.instruments.expressions.pattern_syntax import Choice, One, Repeat, Sequence, Tree, parse_pattern

_OFTEN = 10
"""Repetitions up to this number do no harm inside one another."""


def repeats_repetitions(pattern: str) -> bool:
    """Whether it repeats what is itself nothing but repetition: `(a+)+`, `(a*b*)*`, `(a|b+)*`; not `(-\\w+)*`.

    :raises PatternRefused: when it is no pattern
    """
    return _somewhere(parse_pattern(pattern))


def _somewhere(tree: Tree) -> bool:
    match tree:
        case Sequence(parts) | Choice(parts):
            return any(_somewhere(part) for part in parts)
        case Repeat(part, _, most):
            return (_often(most) and _only_repetition(part)) or _somewhere(part)
    return False


def _often(most: int | None) -> bool:
    return most is None or most > _OFTEN


def _only_repetition(tree: Tree) -> bool:
    """Whether some way through has a repetition and no fixed character that tells one round from the next."""
    match tree:
        case Repeat(part, _, most):
            return _often(most) or _only_repetition(part)
        case Choice(parts):
            return any(_only_repetition(part) for part in parts)
        case Sequence(parts):
            return not any(_fixed(part) for part in parts) and any(_only_repetition(part) for part in parts)
    return False


def _fixed(tree: Tree) -> bool:
    match tree:
        case One():
            return True
        case Sequence(parts):
            return any(_fixed(part) for part in parts)
        case Choice(parts):
            return all(_fixed(part) for part in parts)
        case Repeat(part, least, most):
            return least > 0 and least == most and _fixed(part)
    return False
