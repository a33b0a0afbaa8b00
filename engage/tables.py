"""Every table, gathered: for migrations, and for whoever needs all of the metadata."""

from engage.accounts import models as accounts
from engage.activities import models as activities
from engage.events import models as events
from engage.events import models_people as event_people
from engage.hubs import models as hubs
from engage.instruments import models as instruments
from engage.instruments import picture_models as pictures
from engage.instruments.translating import models as translating
from engage.jobs import models as jobs
from engage.mail import models as mail
from engage.maturity import models as maturity
from engage.maturity import models_after as after_maturity
from engage.maturity import models_panel as maturity_panel
from engage.network import models as network
from engage.outcomes import models as outcomes
from engage.outcomes import models_topics as topics
from engage.privacy import models as privacy
from engage.results import models as results
from engage.surveys import file_models as files
from engage.surveys import models as surveys
from engage.surveys import models_before_field as before_field
from engage.surveys import models_paper as paper
from engage.surveys import models_reach as reach
from engage.web.additions import models as additions

__all__ = [
    "accounts",
    "activities",
    "additions",
    "after_maturity",
    "before_field",
    "event_people",
    "events",
    "files",
    "hubs",
    "instruments",
    "jobs",
    "mail",
    "maturity",
    "maturity_panel",
    "network",
    "outcomes",
    "paper",
    "pictures",
    "privacy",
    "reach",
    "results",
    "surveys",
    "topics",
    "translating",
]
