"""Activities as hub teams describe them: gathers the console's pages under one blueprint."""

from engage.activities.views import manage_activities, manage_cover, manage_funding, manage_import
from engage.activities.views.manage_blueprint import bp, install

__all__ = ["bp", "install", "manage_activities", "manage_cover", "manage_funding", "manage_import"]
