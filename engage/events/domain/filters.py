"""Which registrations an organiser looks at: what a list shows, who is written to, what is exported.

Never by needs: that somebody has one at all is for those who hold that duty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from engage.events.domain.kinds import AttendeeRole, Channel, RegistrationStatus

HELD, LIVE, ENDED = "held", "live", "ended"
"""Groups of statuses: with places; not ended; ended."""
YES = "yes"
NONE = "none"
"""Of a country: not said."""
_KNOWN = {
    "status": frozenset({HELD, LIVE, ENDED, *(status.value for status in RegistrationStatus)}),
    "role": frozenset(role.value for role in AttendeeRole),
    "channel": frozenset(channel.value for channel in Channel),
    "double": frozenset({YES}),
    "unconfirmed": frozenset({YES}),
    "came": frozenset({YES, "no"}),
    "address": frozenset({"none"}),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty values narrow nothing. `site` and `quota` are ids, `country` a code or "none"."""

    q: str = ""
    status: str = ""
    site: str = ""
    country: str = ""
    quota: str = ""
    role: str = ""
    channel: str = ""
    double: str = ""
    unconfirmed: str = ""
    came: str = ""
    address: str = ""
    """"none": who has no mail address."""

    @property
    def said(self) -> dict[str, str]:
        """What narrows, as it stands in an address and in a record."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.said)


def read(said: Mapping[str, str]) -> Filters:
    """What an address or a record asks for; what is not known narrows nothing."""
    found = {}
    for field in fields(Filters):
        value = str(said.get(field.name, "")).strip()[:100]
        if field.name in _KNOWN and value not in _KNOWN[field.name]:
            continue
        if field.name in ("site", "quota") and not (value.isascii() and value.isdigit() and len(value) < 19):
            continue
        if field.name == "country" and value != NONE and not (len(value) == 2 and value.isascii() and value.isalpha()):
            continue
        found[field.name] = value
    return Filters(**found)
