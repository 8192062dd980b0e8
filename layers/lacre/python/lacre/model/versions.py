"""A change is made to the version that its caller has read, or not at all."""

from lacre.model.refusal import Ground, Refusal


def require_version(found: int, expected: int) -> None:
    """Raises Refusal STALE_VERSION."""
    if found != expected:
        raise stale_version()


def stale_version() -> Refusal:
    return Refusal(Ground.CONFLICT, "STALE_VERSION", "Somebody else changed this first. Read it again and decide anew.")
