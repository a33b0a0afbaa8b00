"""What is said of a rule of the protocol that a round does not meet; in reports too, so in every language."""

from collections.abc import Callable, Mapping

from engage.maturity.domain.deviations import Deviation, Rule

Translate = Callable[[str], str]


def _(words: str) -> str:
    """Marks words for the catalogue; they are translated where they are said."""
    return words


_SENTENCES: Mapping[Rule, str] = {
    Rule.SMALL_PANEL: _("The panel is small: members %(figure)d, wanted at least %(wanted)d."),
    Rule.LARGE_PANEL: _("The panel is large: members %(figure)d, wanted at most %(wanted)d."),
    Rule.FEW_CITIZENS: _("Few citizens on the panel: %(figure)d, wanted at least %(wanted)d, a third."),
    Rule.NOBODY_OUTSIDE: _("Nobody on the panel comes from no organisation."),
    Rule.NOBODY_REGIONAL: _("Nobody on the panel comes from a region or town."),
    Rule.SHORT_RATING: _("The time for rating was short: days %(figure)d, wanted %(wanted)d."),
    Rule.NOT_ALL_RATED: _("Not everybody handed in a rating: %(figure)d of %(wanted)d."),
    Rule.NOBODY_FACILITATES: _("Nobody from outside the team was named to lead the workshop."),
    Rule.NOBODY_CHECKED: _("Nobody from outside the team checked the evidence."),
    Rule.NO_MIRROR: _("People who took part in activities were not asked how they see it."),
}


def sentence(translate: Translate, deviation: Deviation) -> str:
    """A deviation with its figures, in the language of who reads."""
    return translate(_SENTENCES[deviation.rule]) % {"figure": deviation.figure, "wanted": deviation.wanted}
