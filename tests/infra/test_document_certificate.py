"""The certificate that the local stage gives the key of documents: a document that it signs verifies up to the root."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest

from infra.local import document_certificate
from infra.local.aws import LocalAws
from infra.local.resources import from_outputs
from lacre.aws.kms_document_signer import KmsDocumentSigner, certificates_in
from lacre.verifying.document_signature import Trusted
from lacre.verifying.verdict import Findings
from tests.atomic_moto import atomic_moto
from tests.unit.exporting.populations import event
from tests.unit.verifying.documented import document, examine
from tests.unit.verifying.exported import log_of

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_kms.literals import KeySpecType
    from mypy_boto3_ssm import SSMClient

PARAMETER = "/lacre/local/document-certificates"


@dataclass(frozen=True)
class Moto:
    """The two clients that are asked for."""

    def kms(self) -> "KMSClient":
        return boto3.client("kms")

    def ssm(self) -> "SSMClient":
        return boto3.client("ssm")


def certified(spec: "KeySpecType", folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bytes]:
    """The id of a new key, and the root that its certificate leads to."""
    key_id = Moto().kms().create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    resources = from_outputs({"KeyDocument": key_id, "ParameterDocumentCertificates": PARAMETER})
    monkeypatch.setattr(document_certificate, "ROOT_FILE", folder / "root.pem")
    aws: Any = Moto()
    return key_id, document_certificate.certify(cast("LocalAws", aws), resources, "Example Bank").read_bytes()


def test_what_the_key_signs_leads_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = log_of([event(0)])
    with atomic_moto():
        key_id, root = certified("RSA_3072", tmp_path, monkeypatch)
        signer = KmsDocumentSigner(Moto().kms(), key_id, certificates_in(Moto().ssm(), PARAMETER))
        made = document(archive, signer=signer, signed_at=time.time_ns() // 1_000_000)
    findings, examined = examine(archive, made, Trusted.of(root, None))
    assert findings == Findings()
    assert examined.facts["document signed by"] == "'Common Name: Example Bank, official documents'"


def test_a_key_of_another_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with atomic_moto(), pytest.raises(TypeError, match="no RSA key"):
        certified("ECC_NIST_P256", tmp_path, monkeypatch)
