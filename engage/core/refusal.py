"""The domain's "no"."""

from typing import ClassVar


class Refusal(Exception):
    """Something a rule does not allow. `code` names it; a room's `messages` hold the sentence."""

    code: ClassVar[str] = "refused"
