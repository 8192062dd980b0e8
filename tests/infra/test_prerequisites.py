"""A start of the local AWS without the locked CDK says what to do, and installs nothing by a way of its own."""

import json
from pathlib import Path

import pytest

from infra.local.errors import CdkMissingError
from infra.local.prerequisites import require_cdk

ITSELF = {"": {"name": "lacre-deploy", "version": "0.1.0"}}


def write_lock(path: Path, version: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"packages": {"node_modules/aws-cdk": {"version": version}, **ITSELF}}))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose lock wants the CDK 2.2.0, with nothing installed."""
    write_lock(tmp_path / "package-lock.json", "2.2.0")
    return tmp_path


def test_without_node_modules_the_start_asks_for_make_setup(root: Path) -> None:
    with pytest.raises(CdkMissingError, match="has no CDK: run `make setup`"):
        require_cdk(root)


def test_another_version_than_the_locked_one_asks_for_make_setup(root: Path) -> None:
    write_lock(root / "node_modules" / ".package-lock.json", "2.1.0")
    with pytest.raises(CdkMissingError, match=r"not what package-lock\.json says: run `make setup`"):
        require_cdk(root)


def test_the_locked_version_is_enough(root: Path) -> None:
    write_lock(root / "node_modules" / ".package-lock.json", "2.2.0")
    require_cdk(root)
