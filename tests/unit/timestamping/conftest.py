"""Authorities of the tests, made once: each needs two keys."""

import shutil
from pathlib import Path

import pytest

from tests.fakes.timestamp_authority import OpenSslAuthority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> OpenSslAuthority:
    return _made(tmp_path_factory.mktemp("authority"), "A timestamp authority of the tests")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> OpenSslAuthority:
    """Another one, whom the auditor does not know."""
    return _made(tmp_path_factory.mktemp("stranger"), "A stranger")


def _made(folder: Path, name: str) -> OpenSslAuthority:
    assert shutil.which("openssl"), "these tests need the openssl command: install it"
    return OpenSslAuthority(folder, name)
