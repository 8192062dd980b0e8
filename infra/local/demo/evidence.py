"""The archive, copied and verified by the `lacre` command alone; then a copy with one figure changed."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.aws import ROOT_KEY, ROOT_SECRET
from infra.local.demo.callers import UnexpectedAnswerError
from infra.local.layout import LOCAL, shown
from infra.local.stack_file import Stack

HOME = LOCAL / "demo"
VERIFIED, TAMPERED, INCONCLUSIVE = 0, 1, 2
OF_ARCHIVES = (
    *("--checkpoint", shown(HOME / "kept-checkpoint")),
    *("--witness", f"@{shown(HOME / 'witness.vkey')}"),
    "--deep",
)


def examine(stack: Stack, checkpoint: str, evidence: bytes) -> None:
    """Verify one event's evidence; copy and verify, tamper and verify, verify nothing.

    `checkpoint` is one that the auditor kept from before, `evidence` an event's file. Raises UnexpectedAnswerError for
    another verdict than that which is due.
    """
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    (HOME / "log.vkey").write_text(stack["log_public_key"] + "\n")
    (HOME / "receipt.key").write_text(stack["receipt_public_key"] + "\n")
    (HOME / "witness.vkey").write_text(stack["witness_public_key"] + "\n")
    (HOME / "kept-checkpoint").write_text(checkpoint)
    (HOME / "evidence.json").write_bytes(evidence)
    _verify(HOME / "evidence.json", VERIFIED)
    whole, changed, empty = HOME / "archive", HOME / "archive-tampered", HOME / "empty"
    _lacre(["archive", "copy", "--bucket", stack["buckets"]["archive"], "--to", shown(whole)], stack)
    _verify(whole, VERIFIED, *OF_ARCHIVES)
    shutil.copytree(whole, changed)
    print(f"\nIn a copy, somebody with full access rewrites {_tamper(changed)}, and its name and listing with it:")
    _verify(changed, TAMPERED, *OF_ARCHIVES)
    empty.mkdir()
    _verify(empty, INCONCLUSIVE, *OF_ARCHIVES)


def _tamper(archive: Path) -> str:
    """Rewrite a name in the last batch that holds an agent's creation, as an attacker who knows the formats would."""
    listing = json.loads((archive / "versions.json").read_text())
    for batch in sorted((archive / "batches").iterdir(), reverse=True):
        content = gzip.decompress(batch.read_bytes()).decode()
        if "CREATE_AGENT" not in content or "Lina Agente" not in content:
            continue
        forged = gzip.compress(content.replace("Lina Agente", "Nina Agente").encode(), mtime=0)
        name = f"{batch.name[:20]}-{hashlib.sha256(forged).hexdigest()}.ndjson.gz"
        for version in listing["Versions"]:
            version["Key"] = version["Key"].replace(batch.name, name)
        batch.unlink()
        (batch.parent / name).write_bytes(forged)
        (archive / "versions.json").write_text(json.dumps(listing))
        return f"the agent's name in the batch that begins at leaf {int(batch.name[:20])}"
    raise UnexpectedAnswerError("the archive holds no agent's creation to tamper with")


def _verify(path: Path, verdict: int, *more: str) -> None:
    keys = ["--key", f"@{shown(HOME / 'log.vkey')}", "--receipt-key", f"@{shown(HOME / 'receipt.key')}"]
    found = _lacre(["verify", shown(path), *keys, *more])
    print(f"exit code {found}")
    if found != verdict:
        raise UnexpectedAnswerError(f"`lacre verify {shown(path)}` ended in {found}, not {verdict}")


def _lacre(arguments: list[str], stack: Stack | None = None) -> int:
    print(f"\n$ lacre {' '.join(arguments)}", flush=True)
    environment = dict(os.environ)
    if stack is not None:
        arguments = [*arguments, "--endpoint-url", stack["endpoint_url"], "--region", stack["region"]]
        environment |= {"AWS_ACCESS_KEY_ID": ROOT_KEY, "AWS_SECRET_ACCESS_KEY": ROOT_SECRET}
    command = [str(Path(sys.executable).with_name("lacre")), *arguments]
    return subprocess.run(command, env=environment, check=False).returncode
