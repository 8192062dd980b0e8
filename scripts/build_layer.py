"""Builds the third-party layer without Docker: `python -m scripts.build_layer {aws|local}`.

Leaves `.build/deps-<target>/python/...` (the shape of a Lambda layer) and `.build/deps-<target>.json`
({"lock": SHA-256 of the lock, "digest": SHA-256 of everything the build depends on}). A layer whose digest is
unchanged is kept.
"""

import argparse
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = Path("requirements/runtime.txt")
FORMAT = "1"

# Lambda's python3.13 runs on Amazon Linux 2023, whose glibc 2.34 takes wheels made for 2.28.
AWS_TARGET = ["--python-version", "3.13", "--python-platform", "aarch64-manylinux_2_28"]


def target_arguments(target: str) -> list[str]:
    """uv's arguments that choose wheels for a target: `aws`, or `local`, which is this interpreter."""
    return AWS_TARGET if target == "aws" else ["--python", sys.executable]


def digest(target: str, lock: bytes) -> str:
    """What the content of the layer follows from: the lock and the interpreter it is for."""
    interpreter = (
        " ".join(AWS_TARGET)
        if target == "aws"
        else f"{platform.python_implementation()} {platform.python_version()} {sysconfig.get_platform()}"
    )
    return hashlib.sha256(b"\0".join([FORMAT.encode(), interpreter.encode(), lock])).hexdigest()


def install(target: str, lock: Path, folder: Path) -> None:
    """Installs the lock's wheels into the folder; a failure of uv ends the build with its own message."""
    subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-config",
            "--target", str(folder), "--require-hashes", "--only-binary", ":all:", "--no-compile-bytecode",
            "--link-mode", "copy", *target_arguments(target), "--requirements", str(lock),
        ],
        check=True,
    )  # fmt: skip
    # Launchers carry the path of the interpreter that built them and are of no use in a layer.
    shutil.rmtree(folder / "bin", ignore_errors=True)


def build(target: str, root: Path = ROOT) -> bool:
    """Builds the layer unless it is current, and says whether it did. Raises CalledProcessError when uv fails."""
    lock = root / LOCK
    folder = root / ".build" / f"deps-{target}"
    stamp = folder.with_name(f"{folder.name}.json")
    content = lock.read_bytes()
    wanted = {"lock": hashlib.sha256(content).hexdigest(), "digest": digest(target, content)}
    if folder.is_dir() and stamp.is_file() and json.loads(stamp.read_text()) == wanted:
        return False
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    install(target, lock, folder / "python")
    stamp.write_text(json.dumps(wanted) + "\n")
    return True


def main() -> int:
    """Returns uv's exit status when the layer cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("target", choices=["aws", "local"])
    target = parser.parse_args().target
    try:
        built = build(target)
    except subprocess.CalledProcessError as failure:
        return int(failure.returncode)
    print(f"deps-{target}: {'built' if built else 'unchanged'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
