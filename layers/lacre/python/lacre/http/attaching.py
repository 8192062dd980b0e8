"""A large body on its way into the archive: there before any event names it, and meanwhile nobody waits."""

from concurrent.futures import Executor, Future

from lacre.ports.attachments import Attachments
from lacre.ports.errors import StoreUnavailableError
from lacre.tlog.attachment import Attachment

WITHIN_S = 5.0
"""No longer is it waited for: what is left of a function's ten seconds is for the event that tells so."""


class Attaching:
    """One attachment of one request."""

    def __init__(self, attachment: Attachment, attachments: Attachments, pool: Executor) -> None:
        self.attachment = attachment
        self._attachments = attachments
        self._pool = pool
        self._put: Future[None] | None = None
        self._loss = ""

    def begin(self) -> "Future[None]":
        """Put it there beside whatever else is done; once, however often this is called."""
        if self._put is None:
            self._put = self._pool.submit(self._attachments.keep_first, self.attachment.name, self.attachment.content)
        return self._put

    def finish(self) -> None:
        """Wait until it is there. Raises StoreUnavailableError if it is not, each time, and waits for it once."""
        if self._loss:
            raise StoreUnavailableError(self._loss)
        try:
            self.begin().result(WITHIN_S)
        except Exception as error:
            # Whatever kept it away, a lost answer too: there or not, nothing names it, so that nothing was done.
            cause = str(error) if isinstance(error, StoreUnavailableError) else type(error).__name__
            self._loss = f"attachment: {cause}"
            raise StoreUnavailableError(self._loss) from error
