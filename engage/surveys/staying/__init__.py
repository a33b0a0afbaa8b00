"""Who wants to hear what came of a survey, and who agreed to be asked again: apart from all answers."""

from engage.surveys.staying.news import tell_all

__all__ = ["tell_all"]
