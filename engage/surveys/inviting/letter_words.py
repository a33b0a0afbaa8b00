"""What a letter says, in the language of who gets it."""

from datetime import date

from babel.dates import format_date

from engage.i18n.locales import babel_locale
from engage.mail.kinds import Translate
from engage.surveys.inviting.letters import Words
from engage.surveys.inviting.mails import until
from engage.surveys.mail_parts import hub_in, title_in
from engage.surveys.models import Survey


def body(survey: Survey, language: str, _: Translate) -> str:
    """Paragraphs that a team may change before letters are made."""
    invites, hub = _("{hub} invites you to answer “{survey}”."), hub_in(survey.activity.hub, language)
    paragraphs = (
        invites.replace("{hub}", hub).replace("{survey}", title_in(survey, language)),
        _(
            "The code below is yours alone: it can be used once. We note that somebody has answered with it, and keep "
            "that apart from the answers. Nobody can see who said what, and we are not shown who has answered."
        ),
        until(survey, language, _),
        _("Taking part is voluntary."),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def around(survey: Survey, language: str, words: str, contact: str, today: date, _: Translate) -> Words:
    """The letter with what stands around its words."""
    return Words(
        title=title_in(survey, language),
        body=words,
        sender=hub_in(survey.activity.hub, language),
        day=str(format_date(today, "long", locale=babel_locale(language))),
        page=_("Open this page:"),
        code=_("Type this code there:"),
        scanned=_("QR code: opens the survey with your invitation"),
        contact=_("Questions? {contact}").replace("{contact}", contact) if contact else "",
    )
