"""Links in mails to a panel, made when a mail is sent."""

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.mail.kinds import Link
from engage.mail.models import OutboxMail
from engage.maturity import links
from engage.maturity.mails.facts import member_of


def personal(page: str = "") -> Link:
    """To a member's rating pages, or to one page of theirs ("about")."""

    def made(settings: Settings, session: Session, mail: OutboxMail) -> str:
        member = member_of(session, mail)
        if member is None:
            return ""
        token = links.token(member, key=settings.secret_key)
        return links.address(token, page, language=mail.language, base=settings.base_url)

    return made
