"""What citizens want to be talked about or answered: proposing, supporting, looking at, showing, forgetting."""

from engage.outcomes.topics.reading import of_outcome

__all__ = ["of_outcome"]
