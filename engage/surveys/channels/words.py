"""What a poster or a card says, in the language that gettext speaks now."""

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from engage.i18n.locales import direction
from engage.surveys.domain.channels import Channel


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays, and what is said of it at the foot of a poster."""

    text: str
    emblem: bytes = b""
    emblem_text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a survey says of itself in one language."""

    language: str
    title: str
    hub: str
    minutes: int | None
    """None: nobody has said how long it takes."""
    short_minutes: int | None
    """Of its short form; None: it has none."""
    contact: str
    """In one line."""
    funders: tuple[Funder, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A poster or a sheet of cards, ready to be printed."""

    told: Told
    address: str
    """With its scheme: what is scanned. Typed without."""

    @property
    def data(self) -> dict[str, object]:
        """What the templates print."""
        told, typed = self.told, self.address.partition("://")[2]
        takes = ""
        if told.minutes and told.short_minutes:
            takes = gettext("%(short)s or %(long)s minutes, as you choose", short=told.short_minutes, long=told.minutes)
        elif told.minutes:
            takes = ngettext("It takes about %(num)s minute.", "It takes about %(num)s minutes.", told.minutes)
        return {
            "language": told.language.split("-", maxsplit=1)[0],
            "direction": direction(told.language),
            "title": told.title,
            "hub": told.hub,
            "invitation": gettext("What do you think? Your answers help to decide."),
            "takes": takes,
            "scan": gettext("Scan this code with your phone"),
            "scanned": gettext("Code to scan. It leads to %(address)s", address=typed),
            "type": gettext("or type this address:"),
            "short": gettext("Scan the code, or type:"),
            "scan_to": self.address,
            "address": typed,
            "free": gettext("Taking part is your free choice. Nobody needs to know who you are."),
            "contact": gettext("Questions? %(contact)s", contact=told.contact) if told.contact else "",
            "funders": [
                {"text": each.text, "emblem": list(each.emblem), "alt": each.emblem_text} for each in told.funders
            ],
        }


def channel_name(channel: str) -> str:
    """By which way somebody came, as teams and citizens read it."""
    names = {
        Channel.OPEN: gettext("Open link"),
        Channel.POSTER: gettext("Poster or card"),
        Channel.EMBED: gettext("Inside another site's page"),
        Channel.INVITATION: gettext("Invitation by mail"),
        Channel.LETTER: gettext("Letter with a personal code"),
        Channel.KIOSK: gettext("Device on a table"),
        Channel.TELEPHONE: gettext("Telephone interview"),
        Channel.HELPER: gettext("Filled in by a helper"),
        Channel.PAPER: gettext("On paper"),
    }
    others = {"import": gettext("Taken in from a file"), "simulation": gettext("Simulated")}
    return names[Channel(channel)] if channel in set(Channel) else others.get(channel, channel)
