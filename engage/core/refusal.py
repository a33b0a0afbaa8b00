"""The domain's "no"."""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- the glossary's word; an error is a fault, a refusal is an answer
    """Something a rule does not allow. `code` names it; a room's `messages` hold the sentence."""

    code: ClassVar[str] = "refused"
