"""Personal links of members of a panel."""

from engage.maturity.models_panel import Member
from engage.web.personal_links import PersonalLinks

_LINKS = PersonalLinks(Member, "panel link", "assessments")
token, by_token, address = _LINKS.token, _LINKS.by_token, _LINKS.address
