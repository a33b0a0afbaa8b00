"""What pages for everybody know of outcomes."""

from engage.outcomes.showing.below import of_activities, of_everybody, of_hub
from engage.outcomes.showing.listing import every, newest, page
from engage.outcomes.showing.one import found, one

__all__ = ["every", "found", "newest", "of_activities", "of_everybody", "of_hub", "one", "page"]
