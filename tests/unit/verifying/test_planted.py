"""An event that somebody planted before it was sealed: whoever can write to the table, and has no receipt key."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.tlog.note import VerifierKey
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.unit.sealing.rotating import Copied
from tests.unit.verifying.archives import RECEIPT_PUBLIC, private_key, receipt_of, receipted

TRUE = [receipted(number) for number in range(9)]
PLANTED = receipted(99)
STRANGER = private_key("a stranger")


def verdict(root: Path, log: MemorySealing, *options: str) -> int:
    key = VerifierKey(ORIGIN, log.signer.public_key)
    return main(["verify", str(root), "--key", key.encode(), "--json", *options])


def test_only_the_receipt_key_tells_a_planted_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = MemorySealing()
    planted = replace(PLANTED, receipt=receipt_of(PLANTED.event, root=STRANGER))
    log.sealer().seal(TRUE[:4])
    log.sealer().seal([*TRUE[4:], planted])
    copied = Copied(log)
    listing = {"Versions": [{"Key": name} for name in copied.names()], "DeleteMarkers": []}
    copied.objects["versions.json"] = json.dumps(listing).encode()
    root = copied.saved(tmp_path / "copy")

    # The sealer takes what has the form of an event: it has no key to check a receipt with, and no reason to lose one.
    assert verdict(root, log) == 0
    assert "the signatures of the receipts: no --receipt-key" in json.loads(capsys.readouterr().out)["not_checked"]
    (tmp_path / "receipt-key").write_text(base64.b64encode(RECEIPT_PUBLIC).decode())
    assert verdict(root, log, "--receipt-key", f"@{tmp_path / 'receipt-key'}") == 2
    # Another receipt key of the log's own may have signed it: that tells from a planted one whoever knows the keys.
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["message"].startswith("1 receipts were delegated by a receipt key that was not given")
