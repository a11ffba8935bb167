"""Certificates: which are trusted, and what is said of those that are not."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rosterdesk.errors import ServiceUnreachableError
from rosterdesk.oneroster.client import Client
from tests.oneroster.fake_service import SECRET, Service, also, orgs, rows_of, serving

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)


class Authority:
    """A certificate authority of the test's own, in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.file = folder / "authority.pem"
        certificate = self.sign(self.name, self.key, x509.BasicConstraints(ca=True, path_length=None))
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *extensions: x509.ExtensionType,
        begins: datetime | None = None,
        ends: datetime | None = None,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins or now - DAY)
            .not_valid_after(ends or now + DAY)
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self.key, hashes.SHA256())

    def context(
        self, host: str = "127.0.0.1", *, begins: datetime | None = None, ends: datetime | None = None
    ) -> ssl.SSLContext:
        """A server's context with a certificate for the host."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test service")])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        certificate = self.sign(subject, key, names, begins=begins, ends=ends)
        file = self.folder / "service.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def rows(service: Service, ca_file: str = "") -> int:
    async with Client(service.source(ca_file=ca_file), SECRET) as client:
        return sum([page.received async for page in client.pages("orgs")])


async def test_an_authority_of_the_users_own_is_trusted(authority: Authority) -> None:
    answer = also(lambda request: rows_of(request, orgs(3)))
    async with serving(answer, tls=authority.context()) as service:
        assert await rows(service, str(authority.file)) == 3


async def test_an_authority_that_nobody_knows_is_refused_before_anything_is_sent(authority: Authority) -> None:
    async with serving(also(lambda request: rows_of(request, [])), tls=authority.context()) as service:
        with pytest.raises(ServiceUnreachableError, match="does not know"):
            await rows(service)
    assert service.requests == []


NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("host", "begins", "ends", "words"),
    [
        ("127.0.0.2", None, None, "belongs to another host"),
        ("127.0.0.1", NOW - 9 * DAY, NOW - 8 * DAY, "has expired"),
        ("127.0.0.1", NOW + 8 * DAY, NOW + 9 * DAY, "not valid yet"),
    ],
)
async def test_a_wrong_certificate_is_told_apart(
    authority: Authority, host: str, begins: datetime | None, ends: datetime | None, words: str
) -> None:
    tls = authority.context(host, begins=begins, ends=ends)
    async with serving(also(lambda request: rows_of(request, [])), tls=tls) as service:
        with pytest.raises(ServiceUnreachableError, match=words):
            await rows(service, str(authority.file))
    assert service.requests == []
    assert service.connections <= 1


async def test_plain_http_at_a_tls_address_is_told_apart() -> None:
    async with serving(also(lambda request: rows_of(request, []))) as service:
        secure = service.url.replace("http://", "https://")
        async with Client(service.source(url=secure, auth="none"), "") as client:
            with pytest.raises(ServiceUnreachableError, match="does not speak TLS"):
                await client.probe("orgs")
