"""What can go wrong behind a port, in the words of the use cases."""


class StoreUnavailableError(Exception):
    """The store did not answer, throttled, or refused for a reason that passes: nothing is known to be written."""


class OutcomeUnknownError(StoreUnavailableError):
    """The store did not answer in time, and what was asked of it could not be found done: it may still be."""


class DuplicateEventError(Exception):
    """An event with this id, but with other bytes, is already recorded."""


class StateConflictError(Exception):
    """The state was not what the write expected: somebody else changed it first. Nothing was written."""


class SignerUnavailableError(Exception):
    """The key's keeper did not sign."""
