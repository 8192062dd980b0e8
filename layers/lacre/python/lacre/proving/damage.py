"""What a reader of the log calls broken."""


class BrokenLogError(Exception):
    """The public log lacks, or garbles, what is published, or its checkpoint is not one that the log signed."""


class BrokenIndexError(BrokenLogError):
    """The row of an event in the log's index is not what the log holds."""
