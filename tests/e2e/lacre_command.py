"""The `lacre` command as people run it."""

import subprocess
import sys
from pathlib import Path

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack


def lacre(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = str(Path(sys.executable).with_name("lacre"))
    return subprocess.run([command, *arguments], capture_output=True, text=True, env=environment, check=False)


def copied(stack: Stack, target: Path) -> Path:
    """A copy of the running stack's archive."""
    environment = LocalAws(stack["endpoint_url"]).environment()
    bucket = ["--bucket", stack["buckets"]["archive"], "--to", str(target)]
    place = ["--endpoint-url", stack["endpoint_url"], "--region", stack["region"]]
    run = lacre("archive", "copy", *bucket, *place, environment=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return target
