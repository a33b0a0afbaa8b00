"""How a message leaves: as a file under the data directory, or by SMTP.

A transport never waits for long: each answer of a server has ten seconds, each message three quarters of a minute,
however slowly a server speaks.
"""

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from engage.core.refusal import Refusal
from engage.mail import safe
from engage.mail.envelope import Envelope

SECONDS = 10.0
"""For one answer of a server."""
LONGEST_MESSAGE = 45.0
LONGEST_CONNECTION = 100
"""Messages over one connection; servers end longer ones themselves."""
_NOT_NOW = {421, 530, 534, 535, 538}
"""The service closes, or wants another sign-in: it is not about this message (RFC 5321, RFC 4954)."""
_LOCAL = {"localhost", "127.0.0.1", "::1"}


class Trouble(Exception):
    """What the server said, without addresses."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = safe.without_addresses(answer)


class RefusedForGood(Trouble):
    """This message will never be taken: 5xx."""


class RefusedForNow(Trouble):
    """This message may be taken later: 4xx."""


class Broke(RefusedForNow):
    """The connection broke or was too slow in the middle of it. Maybe it was taken."""


class NotReachable(Trouble):
    """No message at all can be handed over now."""


class BadMailSetting(Refusal):
    code = "bad_mail_setting"


class Transport(Protocol):
    def send(self, envelope: Envelope, message: EmailMessage) -> str:
        """Hand over; what the server answered.

        :raises RefusedForGood, RefusedForNow, Broke, NotReachable:
        """

    def close(self) -> None: ...


class Files:
    """One `.eml` file a mail, named after its number: a repetition is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, envelope: Envelope, message: EmailMessage) -> str:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self.folder / file_name(envelope.id)
            half = path.with_suffix(".part")
            descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_bytes(message))
                stream.flush()
                os.fsync(stream.fileno())
            half.replace(path)
        except OSError as error:
            raise NotReachable(f"{type(error).__name__}: {error.strerror}") from error
        return path.name

    def close(self) -> None:
        pass


def file_name(mail_id: int) -> str:
    return f"{mail_id:016x}.eml"


def _bytes(message: EmailMessage) -> bytes:
    if all(str(message[name]).isascii() for name in ("From", "To", "Reply-To") if message[name]):
        return message.as_bytes(policy=SMTP.clone(max_line_length=900))
    return message.as_bytes(policy=SMTPUTF8.clone(max_line_length=900))


class Smtp:
    """One connection for many messages, made when the first is sent.

    `smtp://[user:password@]host[:port]` (STARTTLS wherever the server offers it, and always before a password leaves
    this machine), `smtps://…` (TLS from the beginning).
    """

    def __init__(self, url: str, *, name: str = "localhost", context: ssl.SSLContext | None = None) -> None:
        self.url = parsed(url)
        self.name = name
        self.context = context
        self._client: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, envelope: Envelope, message: EmailMessage) -> str:
        if self._sent >= LONGEST_CONNECTION:
            self.close()
        with self._deadline():
            client = self._client or self._connect()
            try:
                answer = self._hand_over(client, envelope, _bytes(message))
            except smtplib.SMTPResponseException as error:  # the command DATA itself was refused
                answer = self._expect((error.smtp_code, _words(error)), client)
            except OSError as error:  # broken, silent or too slow; the exceptions of smtplib are of this class, too
                self._drop()
                raise Broke(_named(error)) from error
        self._sent += 1
        return answer

    def _hand_over(self, client: smtplib.SMTP, envelope: Envelope, data: bytes) -> str:
        utf8 = not (envelope.to + envelope.sender).isascii()
        if utf8 and not client.has_extn("smtputf8"):
            raise RefusedForGood("the mail server takes no addresses with such letters (SMTPUTF8)")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        self._expect(client.mail(envelope.sender, options), client)
        self._expect(client.rcpt(envelope.to), client)
        return self._expect(client.data(data), client)

    def _expect(self, answer: tuple[int, bytes], client: smtplib.SMTP) -> str:
        code, words = answer
        said = f"{code} {words.decode('utf-8', 'replace')}"
        if 200 <= code < 300:
            return safe.without_addresses(said)
        if code in _NOT_NOW:
            self._drop()
            raise NotReachable(said)
        with suppress(OSError):
            client.rset()
        raise (RefusedForGood if 500 <= code < 600 else RefusedForNow)(said)

    def _connect(self) -> smtplib.SMTP:
        host, secure = self.url.hostname or "localhost", self.url.scheme == "smtps"
        port = self.url.port or (465 if secure else 25)
        try:
            client = (
                smtplib.SMTP_SSL(local_hostname=self.name, timeout=SECONDS, context=self._tls())
                if secure
                else smtplib.SMTP(local_hostname=self.name, timeout=SECONDS)
            )
            self._client, self._sent = client, 0
            client._host = host  # type: ignore[attr-defined]  # smtplib takes the name for TLS from its constructor only
            code, words = client.connect(host, port)
            if code != 220:
                raise NotReachable(f"{code} {words.decode('utf-8', 'replace')}")
            client.ehlo_or_helo_if_needed()
            if not secure and client.has_extn("starttls"):
                client.starttls(context=self._tls())
                client.ehlo()
            self._sign_in(client, encrypted=secure or isinstance(client.sock, ssl.SSLSocket))
        except OSError as error:
            self._drop()
            raise NotReachable(_named(error)) from error
        except NotReachable:
            self._drop()
            raise
        return client

    def _tls(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def _sign_in(self, client: smtplib.SMTP, *, encrypted: bool) -> None:
        if not self.url.username:
            return
        if not encrypted and (self.url.hostname or "localhost") not in _LOCAL:
            raise NotReachable("the server offers no encryption, and the password is not sent without")
        client.login(unquote(self.url.username), unquote(self.url.password or ""))

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """However slowly a server speaks: after this time the connection is cut from outside."""
        timer = threading.Timer(LONGEST_MESSAGE, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        sock = self._client.sock if self._client else None
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, which would take itself apart first

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.close()

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.sock is not None:
            with suppress(OSError):
                client.quit()
            with suppress(OSError):
                client.close()

    def greet(self) -> str:
        """Connect, sign in, and say nothing more: for `engage doctor`.

        :raises NotReachable:
        """
        with self._deadline():
            client = self._client or self._connect()
            code, words = client.noop()
        encrypted = "encrypted" if isinstance(client.sock, ssl.SSLSocket) else "not encrypted"
        self.close()
        return f"{code} {safe.without_addresses(words.decode('utf-8', 'replace'))}, {encrypted}"


def parsed(url: str) -> SplitResult:
    """:raises BadMailSetting: when it names no mail server"""
    found = urlsplit(url)
    try:
        port_is_fine = found.port is None or found.port > 0
    except ValueError:
        port_is_fine = False
    if found.scheme not in ("smtp", "smtps") or not found.hostname or not port_is_fine:
        raise BadMailSetting(
            "ENGAGE_SMTP_URL names no mail server. It looks like smtp://user:password@mail.example.org:587"
        )
    return found


def _named(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "the server did not answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_words(error).decode('utf-8', 'replace')}"
    return f"{type(error).__name__}: {error}"


def _words(error: smtplib.SMTPResponseException) -> bytes:
    words = error.smtp_error
    return words if isinstance(words, bytes) else words.encode()
