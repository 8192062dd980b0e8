"""The key of documents: the fake and the KMS adapter keep the same promises (moto)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lacre.aws.kms_document_signer import KmsDocumentSigner, certificates_in
from lacre.ports.documents import DocumentSigner
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.verifying.verdict import Findings
from tests.atomic_moto import atomic_moto
from tests.fakes.document_signer import LocalDocumentSigner, authority
from tests.unit.exporting.populations import event
from tests.unit.verifying.documented import document, examine
from tests.unit.verifying.exported import log_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_kms.literals import KeySpecType
    from mypy_boto3_ssm import SSMClient

PARAMETER = "/lacre/test/document-certificates"


@pytest.fixture
def kms() -> "Iterator[KMSClient]":
    with atomic_moto():
        yield boto3.client("kms")


@pytest.fixture
def ssm(kms: "KMSClient") -> "SSMClient":
    return boto3.client("ssm")


@pytest.fixture(params=["memory", "kms"])
def signer(request: pytest.FixtureRequest, kms: "KMSClient", ssm: "SSMClient") -> DocumentSigner:
    if request.param == "memory":
        return LocalDocumentSigner(authority())
    key_id, public = made(kms)
    put(ssm, authority().certify(public))
    return KmsDocumentSigner(kms, key_id, certificates_in(ssm, PARAMETER))


def made(kms: "KMSClient", spec: "KeySpecType" = "RSA_3072") -> tuple[str, rsa.RSAPublicKey]:
    key_id = kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    public = load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])
    return key_id, public  # type: ignore[return-value] # of the kind that was asked for


def put(ssm: "SSMClient", text: bytes) -> None:
    ssm.put_parameter(Name=PARAMETER, Value=text.decode(), Type="String", Overwrite=True)


def test_it_signs_with_the_key_of_its_certificate(signer: DocumentSigner) -> None:
    key = x509.load_pem_x509_certificates(signer.certificate_chain)[0].public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signer.sign(b"attributes"), b"attributes", padding.PKCS1v15(), SHA256())
    with pytest.raises(InvalidSignature):
        key.verify(signer.sign(b"attributes"), b"others", padding.PKCS1v15(), SHA256())


def test_a_document_that_it_signs_verifies(signer: DocumentSigner) -> None:
    archive = log_of([event(leaf) for leaf in range(3)])
    assert examine(archive, document(archive, signer=signer))[0] == Findings()


def test_no_certificate_and_anothers_are_refused(kms: "KMSClient", ssm: "SSMClient") -> None:
    key_id, _ = made(kms)
    _, another = made(kms)
    for text in (b"none", authority().certify(another)):
        put(ssm, text)
        with pytest.raises(SignerUnavailableError):
            _ = KmsDocumentSigner(kms, key_id, certificates_in(ssm, PARAMETER)).certificate_chain


def test_a_key_that_is_none_and_one_of_another_kind_are_told(kms: "KMSClient", ssm: "SSMClient") -> None:
    put(ssm, authority().root)
    elliptic, _ = made(kms, "ECC_NIST_P256")
    for key_id in ("00000000-0000-0000-0000-000000000000", elliptic):
        lost = KmsDocumentSigner(kms, key_id, certificates_in(ssm, PARAMETER))
        with pytest.raises(SignerUnavailableError):
            _ = lost.certificate_chain
    with pytest.raises(SignerUnavailableError):
        KmsDocumentSigner(kms, "00000000-0000-0000-0000-000000000000", bytes).sign(b"attributes")


def test_a_parameter_that_is_away_is_told(kms: "KMSClient", ssm: "SSMClient") -> None:
    key_id, _ = made(kms)
    with pytest.raises(StoreUnavailableError):
        _ = KmsDocumentSigner(kms, key_id, certificates_in(ssm, "/not/there")).certificate_chain
