"""Which tests a worker takes together, and in which order: a file at a time, as the command line names the folders.

The templates are synthesised once a worker, which takes longer than to ask them everything: one worker asks it all. Of
the other folders whatever takes long to set up comes first, and files that end soon at the end.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # xdist tells its types to nobody

TOGETHER = "tests/infra/"


class ByWorld(LoadFileScheduling):  # type: ignore[misc]  # its parent is untyped
    """Workers take files; those of TOGETHER are one."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else str(super()._split_scope(nodeid))


def by_world(config: pytest.Config, log: Any) -> ByWorld | None:
    """The scheduler of `--dist loadfile`."""
    return ByWorld(config, log) if config.getoption("dist") == "loadfile" else None
