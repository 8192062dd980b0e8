"""The build of the third-party layer, with a wheel made here and no network."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from infra.sources import Sources
from scripts.build_layer import build

RECORD = "demo/__init__.py,,\ndemo-1.0.dist-info/METADATA,,\ndemo-1.0.dist-info/WHEEL,,\ndemo-1.0.dist-info/RECORD,,\n"


def write_wheel(folder: Path) -> str:
    """Writes a wheel of nothing and returns its SHA-256."""
    folder.mkdir()
    path = folder / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("demo/__init__.py", "")
        wheel.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
        wheel.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("demo-1.0.dist-info/RECORD", RECORD)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_lock(root: Path, digest: str, comment: str = "") -> None:
    (root / "requirements").mkdir(exist_ok=True)
    (root / "requirements" / "runtime.txt").write_text(f"{comment}demo==1.0 --hash=sha256:{digest}\n")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    write_lock(tmp_path, write_wheel(tmp_path / "wheels"))
    return tmp_path


@pytest.mark.parametrize("target", ["aws", "local"])
def test_a_layer_is_built_once_and_the_synth_takes_it(root: Path, target: str) -> None:
    assert build(target, root) is True
    assert (root / ".build" / f"deps-{target}" / "python" / "demo" / "__init__.py").is_file()
    assert build(target, root) is False
    Sources(root).deps(target)


def test_a_changed_lock_builds_it_anew(root: Path) -> None:
    build("local", root)
    lock = root / "requirements" / "runtime.txt"
    lock.write_text(f"# another\n{lock.read_text()}")
    assert build("local", root) is True
    assert build("local", root) is False


def test_a_wheel_of_another_hash_is_refused_and_leaves_nothing_usable(root: Path) -> None:
    build("local", root)
    write_lock(root, "0" * 64)
    with pytest.raises(subprocess.CalledProcessError):
        build("local", root)
    assert not (root / ".build" / "deps-local.json").exists()
