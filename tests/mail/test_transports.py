"""A mail server may be slow, silent, broken or picky; the worker goes on."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engage.mail import transports
from engage.mail.envelope import Envelope
from engage.mail.transports import BadMailSetting, Broke, NotReachable, RefusedForGood, RefusedForNow, Smtp
from tests.support.smtp import Sink, free_port, serving

TO = Envelope(7, "engage@example.org", "ada@example.org")


def message(number: int = 1) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "engage@example.org", "ada@example.org", f"<{number}@engage.invalid>"
    made.set_content("Hello\n.\nfrom behind a lone dot\n")
    return made


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what it is told, to one client after the other."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        try:
            while True:
                client, _ = listener.accept()
                with client:
                    client.settimeout(10)
                    talk(client)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def hear(client: socket.socket, *answers: bytes) -> None:
    for answer in answers:
        client.recv(4096)
        client.sendall(answer)


def test_many_messages_go_over_one_connection():
    sink, connections = Sink(), []

    class Counting(Sink):
        async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:
            connections.append(session.peer)
            session.host_name = hostname
            return responses

    sink = Counting()
    with serving(sink):
        transport = Smtp(f"smtp://127.0.0.1:{sink.port}")
        for number in range(3):
            assert transport.send(TO, message(number)).startswith("250")
        transport.close()

    assert len(connections) == 1
    assert sink.mails[0].get_content().split() == ["Hello", ".", "from", "behind", "a", "lone", "dot"]
    assert sink.recipients == [["ada@example.org"]] * 3


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        pytest.param("451 later", RefusedForNow, id="451"),
        pytest.param("550 never", RefusedForGood, id="550"),
        pytest.param("421 closing", NotReachable, id="421"),
        pytest.param("535 who are you", NotReachable, id="535"),
    ],
)
def test_what_the_server_answers_says_what_becomes_of_the_mail(answer: str, trouble: type[Exception]):
    with serving(Sink(answer=lambda recipient, before: answer)) as sink:
        transport = Smtp(f"smtp://127.0.0.1:{sink.port}")
        with pytest.raises(trouble):
            transport.send(TO, message())
        sink.answer = lambda recipient, before: "250 taken"
        assert transport.send(TO, message()).startswith("250")  # the next mail is not hurt by it
        transport.close()


def test_nobody_there():
    with pytest.raises(NotReachable, match="refused"):
        Smtp(f"smtp://127.0.0.1:{free_port()}").send(TO, message())


def test_a_server_that_never_says_hello_is_left_after_its_seconds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transports, "SECONDS", 0.3)
    with speaking(lambda client: time.sleep(3)) as port:
        begun = time.monotonic()
        with pytest.raises(NotReachable, match="in time"):
            Smtp(f"smtp://127.0.0.1:{port}").send(TO, message())

    assert time.monotonic() - begun < 2


def test_a_server_that_speaks_a_letter_at_a_time_is_cut_off(monkeypatch: pytest.MonkeyPatch):
    """Each letter comes in time; the whole would take for ever."""
    monkeypatch.setattr(transports, "LONGEST_MESSAGE", 0.5)

    def drip(client: socket.socket) -> None:
        while True:
            client.sendall(b"2")
            time.sleep(0.05)

    with speaking(drip) as port:
        begun = time.monotonic()
        with pytest.raises(NotReachable):
            Smtp(f"smtp://127.0.0.1:{port}").send(TO, message())

    assert time.monotonic() - begun < 3


def test_a_connection_that_breaks_after_the_data_is_tried_again():
    def breaks(client: socket.socket) -> None:
        client.sendall(b"220 hello\r\n")
        hear(client, b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
        client.recv(4096)

    with speaking(breaks) as port, pytest.raises(Broke):
        Smtp(f"smtp://127.0.0.1:{port}").send(TO, message())


def test_a_server_that_greets_with_no_is_not_reachable():
    with speaking(lambda client: client.sendall(b"554 go away\r\n")) as port, pytest.raises(NotReachable, match="554"):
        Smtp(f"smtp://127.0.0.1:{port}").send(TO, message())


def test_an_address_of_other_letters_needs_a_server_that_knows_them():
    def old(client: socket.socket) -> None:
        client.sendall(b"220 hello\r\n")
        hear(client, b"250 old server\r\n", b"250 bye\r\n")

    strange = Envelope(7, "engage@example.org", "ådå@example.org")
    with speaking(old) as port:
        transport = Smtp(f"smtp://127.0.0.1:{port}")
        with pytest.raises(RefusedForGood, match="SMTPUTF8"):
            transport.send(strange, message())
        transport.close()


# -- encryption and passwords


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """Of "localhost", signed by itself; and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path, ssl.create_default_context(cafile=path)


@contextmanager
def encrypted(path: Path, sink: Sink, seen: list[str]) -> Iterator[int]:
    """A server that asks for STARTTLS and then for ada's password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append(data.password.decode())
        return AuthResult(success=data.password == b"s3cret/x", handled=False)

    port = free_port()
    controller = Controller(
        sink,
        hostname="localhost",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_a_password_goes_over_an_encrypted_connection(certificate: tuple[Path, ssl.SSLContext]):
    path, trust = certificate
    sink, seen = Sink(), []
    with encrypted(path, sink, seen) as port:
        transport = Smtp(f"smtp://ada:s3cret%2Fx@localhost:{port}", context=trust)
        transport.send(TO, message())
        transport.close()

        assert seen == ["s3cret/x"]
        assert len(sink.mails) == 1
        with pytest.raises(NotReachable, match="535"):
            Smtp(f"smtp://ada:wrong@localhost:{port}", context=trust).send(TO, message())


def test_a_server_that_cannot_prove_its_name_gets_nothing(certificate: tuple[Path, ssl.SSLContext]):
    path, _ = certificate
    sink, seen = Sink(), []
    with encrypted(path, sink, seen) as port, pytest.raises(NotReachable, match="CERTIFICATE"):
        Smtp(f"smtp://ada:s3cret%2Fx@localhost:{port}").send(TO, message())

    assert (seen, sink.mails) == ([], [])


def test_without_encryption_no_password_leaves_this_machine(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transports, "_LOCAL", set())
    with serving(Sink()) as sink, pytest.raises(NotReachable, match="not sent without"):
        Smtp(f"smtp://ada:s3cret@127.0.0.1:{sink.port}").send(TO, message())


@pytest.mark.parametrize("url", ["mail.example.org", "http://x", "smtp://", "smtp://x:port", ""])
def test_a_setting_that_names_no_server_is_refused(url: str):
    with pytest.raises(BadMailSetting, match="ENGAGE_SMTP_URL"):
        Smtp(url)
