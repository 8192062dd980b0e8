"""One run of 100,000 events for all foreign verifiers."""

from pathlib import Path

import pytest

from tests.foreign.log_directory import build


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of tests/foreign/log_directory.py."""
    return build(tmp_path_factory.mktemp("published"))
