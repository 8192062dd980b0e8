"""Telling of stored events that were changed or taken away, and that an export or a search met on its way."""

from aws_lambda_powertools import Logger


def tell_restored(logger: Logger, restored: list[str], **job: str) -> None:
    """Tell of them once. They are no secret of this job: reconciliation tells of them as events."""
    told, restored[:] = list(restored), []
    for event_id in told:
        logger.critical("a stored event was changed", extra={"event_id": event_id, **job})
