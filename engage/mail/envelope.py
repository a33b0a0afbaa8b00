"""A letter in its envelope: the message as mail servers take it. One recipient each."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from engage.mail import safe
from engage.mail.letters import Letter

_POLICY = SMTP.clone(max_line_length=900)
"""Long lines: folding would write the addresses of `List-Unsubscribe` as encoded words, which nobody reads."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the transport needs beside the message."""

    id: int
    """Of the outbox; names the file."""
    sender: str
    """Where mail servers return it to."""
    to: str


@dataclass(frozen=True, slots=True)
class Mailbox:
    """From where this instance writes."""

    name: str
    address: str
    returns_to: str = ""
    """Where mail servers return mails to, "+" and the mail's number put in; empty: to `address`."""

    def return_path(self, mail_id: int) -> str:
        if not self.returns_to:
            return self.address
        local, _, domain = self.returns_to.rpartition("@")
        return f"{local}+{mail_id:x}@{domain}"


def mailbox(mail_from: str, returns_to: str, base_url: str) -> Mailbox:
    """The sender of a setting such as "Engage <engage@example.org>"."""
    name, address = parseaddr(mail_from)
    if not address:
        host = urlsplit(base_url).hostname or "localhost"
        address = f"engage@{host}"
    return Mailbox(name or "Engage", address, returns_to)


def message(
    letter: Letter,
    *,
    message_id: str,
    to: str,
    sender: Mailbox,
    unsubscribe: str = "",
    now: datetime,
) -> EmailMessage:
    """The message. Every header is one line of ours, whatever went into it.

    :param unsubscribe: the address that ends mails of this topic by one POST (RFC 8058)
    """
    made = EmailMessage(policy=_POLICY)
    name = safe.from_people(letter.sender.name, 60) if letter.sender else sender.name
    made["From"] = _mailbox(name, sender.address)
    made["To"] = _mailbox("", to)
    if letter.sender and letter.sender.contact:
        made["Reply-To"] = _mailbox("", letter.sender.contact)
    made["Subject"] = safe.one_line(letter.subject, safe.LONGEST_SUBJECT)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = safe.one_line(message_id, 200)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    if unsubscribe:
        made["List-Unsubscribe"] = f"<{unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
    *_, html = made.iter_parts()
    for picture in letter.pictures:
        assert isinstance(html, EmailMessage)
        main, _, sub = picture.type.partition("/")
        html.add_related(picture.content, main, sub, cid=f"<{picture.id}>", disposition="inline")
    for file in letter.enclosures:
        main, _, sub = file.type.partition("/")
        made.add_attachment(
            file.content, main, sub, filename=safe.one_line(file.name, 100), params=dict(file.parameters)
        )
    made["Content-Language"] = letter.language  # last: setting content clears what describes it
    return made


def _mailbox(name: str, address: str) -> Address:
    """A name and an address; domains of other scripts as servers write them (RFC 5890)."""
    local, _, domain = safe.one_line(address, 254).rpartition("@")
    return Address(safe.one_line(name, 100), local, _ascii(domain))


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
