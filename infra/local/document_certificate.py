"""A certificate for the key that signs documents, as a certification authority would issue one for the public key."""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509.oid import NameOID

from infra.local.aws import LocalAws
from infra.local.layout import RUN
from infra.local.resources import Resources

ROOT_FILE = RUN / "document-root.pem"
"""What `lacre verify --document-root` takes on this machine."""

_VALID = dt.timedelta(days=3650)


def certify(aws: LocalAws, resources: Resources, organisation: str) -> Path:
    """Puts a new root and a certificate under it into the parameter, and the root into a file, whose path it returns.

    The root's private half is forgotten: nothing else is ever signed with it. Raises TypeError for a key that is no RSA
    key.
    """
    public = load_der_public_key(aws.kms().get_public_key(KeyId=resources.keys["document"])["PublicKey"])
    if not isinstance(public, rsa.RSAPublicKey):
        raise TypeError(f"this is no RSA key but {type(public).__name__}")
    authority = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    issuer = _named(f"{organisation}, local root")
    root = _issued(authority, issuer, authority.public_key(), issuer, is_root=True)
    own = _issued(authority, issuer, public, _named(f"{organisation}, official documents"), is_root=False)
    aws.ssm().put_parameter(
        Name=resources.parameters["document-certificates"],
        Value=(own + root).decode(),
        Type="String",
        Tier="Intelligent-Tiering",
        Overwrite=True,
    )
    ROOT_FILE.write_bytes(root)
    return ROOT_FILE


def _issued(
    authority: rsa.RSAPrivateKey, issuer: x509.Name, key: rsa.RSAPublicKey, subject: x509.Name, *, is_root: bool
) -> bytes:
    # An hour back, for a reader whose clock is behind.
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    identifier = x509.SubjectKeyIdentifier.from_public_key
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + _VALID)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(identifier(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, SHA256())
        .public_bytes(Encoding.PEM)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )
