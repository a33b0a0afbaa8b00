"""Does mail leave this instance? For `engage doctor` and `engage mail test`."""

import os
import secrets
from email.message import EmailMessage
from email.utils import formatdate

from engage.core.ids import random_id
from engage.core.settings import Settings
from engage.mail import speaking
from engage.mail.envelope import Envelope, Mailbox, mailbox
from engage.mail.outbox import DOMAIN, UnsafeAddress, safe_address
from engage.mail.transports import BadMailSetting, Files, NotReachable, Smtp, Transport, Trouble


def sender(settings: Settings) -> Mailbox:
    return mailbox(settings.mail_from, settings.mail_returns_to, settings.base_url)


def transport_of(settings: Settings) -> Transport:
    """How this instance sends."""
    if settings.smtp_url:
        name = sender(settings).address.rpartition("@")[2]
        return Smtp(settings.smtp_url, name=name if name.isascii() else "localhost")
    return Files(settings.data_dir / "mail")


def check(settings: Settings) -> tuple[bool, str]:
    """Whether mails can leave, in a sentence: connects and says so, sends nothing."""
    if not settings.smtp_url:
        folder = settings.data_dir / "mail"
        existing = folder if folder.exists() else settings.data_dir
        if existing.exists() and not os.access(existing, os.W_OK):
            return False, f"{folder} cannot be written to"
        return True, f"written to files in {folder}, since ENGAGE_SMTP_URL is not set"
    try:
        server = Smtp(settings.smtp_url)
        said = server.greet()
    except BadMailSetting as refusal:
        return False, str(refusal)
    except NotReachable as trouble:
        return False, f"the mail server is not reachable: {trouble.answer}. Mails wait in the outbox until it is"
    where = f"{server.url.hostname}:{server.url.port or (465 if server.url.scheme == 'smtps' else 25)}"
    if not settings.mail_from:
        return (
            False,
            f"{where} answers ({said}), but ENGAGE_MAIL_FROM is not set: mails come from {sender(settings).address}",
        )
    return True, f"by SMTP to {where}: {said}, from {sender(settings).address}"


def send_one(settings: Settings, address: str, language: str) -> tuple[bool, str]:
    """One mail, now."""
    try:
        to = safe_address(address)
    except UnsafeAddress:
        return False, f"{address!r} is not one mail address"
    translate = speaking.shipped_translate(settings, language)
    message = EmailMessage()
    mine = sender(settings)
    message["From"], message["To"] = f"{mine.name} <{mine.address}>", to
    message["Subject"] = translate("Engage can send mails")
    message["Message-ID"], message["Date"] = f"<{secrets.token_hex(16)}@{DOMAIN}>", formatdate()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(translate("Whoever looks after Engage has sent this mail to see whether mails arrive.") + "\n")
    number = random_id()
    sending = transport_of(settings)
    try:
        answer = sending.send(Envelope(number, mine.return_path(number), to), message)
    except Trouble as trouble:
        return False, f"It could not be sent: {trouble.answer}"
    finally:
        sending.close()
    return True, f"Sent: {answer}"
