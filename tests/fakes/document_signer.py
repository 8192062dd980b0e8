"""A local RSA key behind the port of the key that signs documents, and a certification authority of the tests."""

import datetime as dt
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lacre.ports.errors import SignerUnavailableError

BEGIN, END = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)


class TestAuthority:
    """A root that signs certificates of keys that sign documents."""

    __test__ = False

    def __init__(self, name: str = "A root of the tests") -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._name = _named(name)
        builder = _builder(self._name, self._name, self._key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._root = builder.add_extension(_usage(of_root=True), critical=True).sign(self._key, SHA256())

    @property
    def root(self) -> bytes:
        """What an auditor trusts, as PEM."""
        return self._root.public_bytes(Encoding.PEM)

    def certify(self, key: rsa.RSAPublicKey, name: str = "Documents of the tests", begin: dt.datetime = BEGIN) -> bytes:
        """The certificate of a key and the root above it, as PEM."""
        builder = _builder(_named(name), self._name, key, begin)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        found = builder.add_extension(_usage(of_root=False), critical=True).sign(self._key, SHA256())
        return found.public_bytes(Encoding.PEM) + self.root


class LocalDocumentSigner:
    """`DocumentSigner` of a key made when it is needed."""

    def __init__(self, authority: TestAuthority, begin: dt.datetime = BEGIN) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._chain = authority.certify(self._key.public_key(), begin=begin)
        self.is_away = False

    @property
    def certificate_chain(self) -> bytes:
        self._require()
        return self._chain

    def sign(self, message: bytes) -> bytes:
        self._require()
        assert len(message) <= 4096, "KMS signs no longer message as it is"
        return self._key.sign(message, padding.PKCS1v15(), SHA256())

    def _require(self) -> None:
        if self.is_away:
            raise SignerUnavailableError("away")


@cache
def authority() -> TestAuthority:
    """One for a whole run: keys are dear."""
    return TestAuthority()


@cache
def document_signer() -> LocalDocumentSigner:
    """One for a whole run, under `authority()`."""
    return LocalDocumentSigner(authority())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, begin: dt.datetime = BEGIN
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(END)
    )


def _usage(*, of_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not of_root,
        content_commitment=not of_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=of_root,
        crl_sign=of_root,
        encipher_only=False,
        decipher_only=False,
    )
