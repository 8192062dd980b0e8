"""Under which names the archive keeps RFC 3161 timestamps of its checkpoints."""

import re

PREFIX = "timestamps/"
_NAME = re.compile(r"timestamps/([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{20})\.tsr")


def timestamp_name(day: str, size: int) -> str:
    """Where the stamp of a day (YYYY-MM-DD, UTC) lies, which stamps the checkpoint of a size."""
    return f"{PREFIX}{day}-{size:020d}.tsr"


def is_timestamp_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def stamped_size(name: str) -> int:
    """The size of the checkpoint that the stamp of this name stamps."""
    return int(name.removeprefix(PREFIX)[11:31])
