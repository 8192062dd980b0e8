"""`make locks`: the hash-pinned requirements, from pyproject.toml, without addresses."""

import subprocess
import sys
from pathlib import Path

OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
LOCKS = {
    "runtime": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group", "dev"],
    "local-aws": ["--group", "local-aws"],
    "setup": ["--group", "setup"],
}


def main() -> int:
    uv = str(Path(sys.executable).with_name("uv"))
    for name, sources in LOCKS.items():
        target = f"requirements/{name}.txt"
        subprocess.run([uv, "pip", "compile", *sources, *OPTIONS, "--no-emit-index-url", "-o", target], check=True)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
