"""Personal links of registrations."""

from engage.events.models_people import Registration
from engage.web.personal_links import PersonalLinks

_LINKS = PersonalLinks(Registration, "registration link", "registrations")
token, by_token, address = _LINKS.token, _LINKS.by_token, _LINKS.address
