"""Every table, gathered: for migrations, and for whoever needs all of the metadata."""

from engage.accounts import models as accounts
from engage.activities import models as activities
from engage.hubs import models as hubs
from engage.instruments import models as instruments
from engage.instruments import picture_models as pictures
from engage.instruments.translating import models as translating
from engage.jobs import models as jobs
from engage.mail import models as mail
from engage.privacy import models as privacy
from engage.surveys import file_models as files
from engage.surveys import models as surveys
from engage.surveys import models_before_field as before_field
from engage.surveys import models_paper as paper
from engage.web.additions import models as additions

__all__ = [
    "accounts",
    "activities",
    "additions",
    "before_field",
    "files",
    "hubs",
    "instruments",
    "jobs",
    "mail",
    "paper",
    "pictures",
    "privacy",
    "surveys",
    "translating",
]
