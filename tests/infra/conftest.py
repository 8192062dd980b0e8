"""Two stages, each synthesised once a session from a small stand-in for the repository."""

import os
import sys
from pathlib import Path

import pytest

# jsii starts the first `node` on the path, and warns about the age of whatever else it may find there.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ.get("PATH", os.defpath)])

from tests.infra.repository import write_repository
from tests.infra.synthesis import Synthesis, synthesise


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_repository(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="session")
def dev(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesise("dev", repository, tmp_path_factory.mktemp("dev"))


@pytest.fixture(scope="session")
def local(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesise("local", repository, tmp_path_factory.mktemp("local"))


@pytest.fixture(scope="session", params=["dev", "local"])
def stage(request: pytest.FixtureRequest) -> Synthesis:
    """Either stage, for what must hold in both."""
    synthesis: Synthesis = request.getfixturevalue(request.param)
    return synthesis
