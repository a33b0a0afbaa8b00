"""Policy briefs: one or two pages for those who decide, from outcomes and published figures.

`resting` says what a brief can be made of and what one rests on today, `standing` in which languages it is whole and
what keeps it from everybody; `content` is what it says in one language, `printing` and `word` make files of it.
"""

from engage.outcomes.briefs.listing import Listed, of_hubs

__all__ = ["Listed", "of_hubs"]
