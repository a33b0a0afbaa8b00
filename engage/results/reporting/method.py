"""How published figures came about, in sentences: page, report and file say the same."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from engage.i18n import named
from engage.results.charts.published import Teller
from engage.results.publishing.figures import Hidden, Method
from engage.results.reporting.blocks import Text
from engage.surveys.domain.channels import Channel

Fact = tuple[str, Text]


def facts(method: Method, teller: Teller) -> list[Fact]:
    """Who asked, when, how many, in which languages, how: each with its label."""
    _ = teller.reader.gettext
    found: list[Fact] = []
    if method.asked_by:
        asked = [Text(*teller.pick(each)) for each in method.asked_by]
        found += [(_("Who asked"), each) for each in asked[:1]] + [(_("Together with"), each) for each in asked[1:]]
    if method.first_day:
        found.append((_("When"), Text(when(method, teller))))
    found.append((_("How many answered"), Text(responses(method, teller))))
    reader = teller.reader
    for label, names in (
        (_("Languages"), [named.language_name(tag, reader.language) for tag in method.languages]),
        (_("Countries"), [named.country_name(code, reader.language) for code in method.countries]),
        (_("How people came to it"), [_channel(each, teller) for each in method.channels]),
    ):
        if names:
            found.append((label, Text(", ".join(names))))
    return found


def when(method: Method, teller: Teller) -> str:
    """From the first to the last day, or month."""
    days = list(dict.fromkeys(_day(each, teller) for each in (method.first_day, method.last_day) if each))
    if len(days) < 2:
        return "".join(days)
    return teller.reader.gettext("%(first)s to %(last)s", first=days[0], last=days[1])


def _day(text: str, teller: Teller) -> str:
    if len(text) < len("2026-03-01"):
        return teller.reader.period(text)
    return format_date(date.fromisoformat(text), "long", locale=teller.reader.locale)


def responses(method: Method, teller: Teller) -> str:
    """About how many answered, and how roughly that is said."""
    _, ngettext = teller.reader.gettext, teller.reader.ngettext
    if method.responses is None:
        return _("Not said, because a small group could be worked out from it.")
    count = teller.reader.count(method.responses)
    return ngettext("About %(n)s person", "About %(n)s people", method.responses, n=count)


def sentences(method: Method, teller: Teller) -> list[str]:
    """How to read the figures: who they speak of, how they are rounded, how they are weighted."""
    _ = teller.reader.gettext
    found = []
    if method.chose_to_answer:
        found.append(
            _("People chose to answer. The figures speak of those who did, and not of everybody who lives here.")
        )
    found.append(
        _(
            "All counts are rounded to %(rounding)s, and percentages are worked out from rounded counts. "
            "So they need not add up.",
            rounding=method.rounding,
        )
    )
    found.append(
        _(
            "Where fewer than %(number)s people gave an answer, it says so, whether it was %(most)s or nobody: "
            "nobody can be recognised.",
            number=method.minimum,
            most=method.minimum - 1,
        )
    )
    found += _weighting(method, teller)
    return found


def _weighting(method: Method, teller: Teller) -> Iterator[str]:
    _, weighting = teller.reader.gettext, method.weighting
    if weighting is None:
        yield _("The figures are not weighted: every answer counts alike.")
        return
    margins = teller.reader.listing(
        f"{each.name} ({each.source})" if each.source else each.name for each in weighting.margins
    )
    if margins:
        yield _(
            "Weighted percentages stand beside those as people answered. They are fitted to how the population is "
            "composed: %(margins)s.",
            margins=margins,
        )
    else:
        yield _(
            "Weighted percentages stand beside those as people answered. The weights come from how people were chosen."
        )
    if weighting.effective is not None:
        yield _(
            "The weighted figures are about as certain as those of %(n)s people chosen at random.",
            n=teller.reader.count(weighting.effective),
        )


def hidden(method: Method, teller: Teller) -> list[str]:
    """What is not shown, how much of it, and why."""
    return [sentence for each in method.hidden if (sentence := _hidden(each, teller))]


def _hidden(each: Hidden, teller: Teller) -> str:
    ngettext, n = teller.reader.ngettext, teller.reader.count(each.number)
    match each.reason:
        case "few":
            return ngettext(
                "%(n)s figure, because fewer than %(number)s people gave this answer.",
                "%(n)s figures, because fewer than %(number)s people gave these answers.",
                each.number, n=n, number=teller.minimum,
            )  # fmt: skip
        case "complement":
            return ngettext(
                "%(n)s figure of a larger group, because a smaller one could be worked out from it.",
                "%(n)s figures of larger groups, because smaller ones could be worked out from them.",
                each.number, n=n,
            )  # fmt: skip
        case "base":
            return ngettext(
                "How many answered and the percentages of %(n)s table, for the same reason.",
                "How many answered and the percentages of %(n)s tables, for the same reason.",
                each.number, n=n,
            )  # fmt: skip
        case "table":
            return ngettext(
                "%(n)s table of a group, because it is small or a small one could be worked out from it.",
                "%(n)s tables of groups, because they are small or small ones could be worked out from them.",
                each.number, n=n,
            )  # fmt: skip
        case "crossing":
            return ngettext(
                "%(n)s table of a question by another one.",
                "%(n)s tables of questions by other ones.",
                each.number, n=n,
            )  # fmt: skip
        case "filter":
            return ngettext(
                "The figures of %(n)s way to choose a group.",
                "The figures of %(n)s ways to choose a group.",
                each.number, n=n,
            )  # fmt: skip
        case "weighted":
            return ngettext(
                "The weighted percentages of %(n)s table.",
                "The weighted percentages of %(n)s tables.",
                each.number,
                n=n,
            )
    return ""


def _channel(code: str, teller: Teller) -> str:
    _ = teller.reader.gettext
    words = {
        Channel.OPEN: _("open link"),
        Channel.POSTER: _("poster or card"),
        Channel.EMBED: _("page of another site"),
        Channel.INVITATION: _("invitation by mail"),
        Channel.LETTER: _("letter with a code"),
        Channel.KIOSK: _("device at a place"),
        Channel.TELEPHONE: _("telephone"),
        Channel.HELPER: _("with somebody's help"),
        Channel.PAPER: _("paper"),
    }
    return words.get(Channel(code), code) if code in set(Channel) else code
