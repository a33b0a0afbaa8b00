"""Whether two registrations look like the same person: a name, read generously, with the date of birth."""

from engage.db.folding import fold


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, accents, signs and the order of their words.

    "Ødegård, Åse" is "ase odegard".
    """
    return folded(one) == folded(other) != ()


def folded(name: str) -> tuple[str, ...]:
    plain = fold(name) or ""
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return tuple(sorted(words))
