"""What is packed into functions and layers, and whether the third-party layer is built."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import AssetHashType, IgnoreMode
from aws_cdk import aws_lambda as lambda_

LOCK = Path("requirements/runtime.txt")
LEFTOVERS = ["**/__pycache__", "**/*.pyc"]


class DepsLayerError(RuntimeError):
    """The third-party layer is missing, or was built from another lock."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The repository that is deployed."""

    root: Path

    def function(self, name: str) -> lambda_.Code:
        """The slice of the repository that holds one function, under its own dotted path."""
        kept = ["!functions", "!functions/__init__.py", f"!functions/{name}", f"!functions/{name}/**"]
        return lambda_.Code.from_asset(
            str(self.root),
            exclude=["*", *kept[:1], "functions/*", *kept[1:], *LEFTOVERS],
            ignore_mode=IgnoreMode.GIT,
            display_name=f"functions/{name}",
        )

    def layer(self, name: str) -> lambda_.Code:
        """One of our own packages: its source folder already has Lambda's shape."""
        return lambda_.Code.from_asset(
            str(self.root / "layers" / name),
            exclude=LEFTOVERS,
            ignore_mode=IgnoreMode.GIT,
            display_name=f"layers/{name}",
        )

    def deps(self, target: str) -> lambda_.Code:
        """The third-party layer for a target, hashed by what it was built from rather than by its files."""
        folder, digest = self._built(target)
        return lambda_.Code.from_asset(
            str(folder), asset_hash=digest, asset_hash_type=AssetHashType.CUSTOM, display_name="layers/deps"
        )

    def _built(self, target: str) -> tuple[Path, str]:
        folder = self.root / ".build" / f"deps-{target}"
        stamp = folder.with_name(f"{folder.name}.json")
        if not stamp.is_file() or not folder.is_dir():
            raise DepsLayerError(f"{folder.name} is not built: run `python -m scripts.build_layer {target}`")
        built = json.loads(stamp.read_text())
        if built["lock"] != hashlib.sha256((self.root / LOCK).read_bytes()).hexdigest():
            raise DepsLayerError(f"{LOCK} changed: run `python -m scripts.build_layer {target}`")
        return folder, str(built["digest"])
