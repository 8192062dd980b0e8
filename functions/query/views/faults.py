"""What the examination of a row says, listed for translators: its sentences are made where no language is known."""


def N_(sentence: str) -> str:  # noqa: N802 - the name by which catalogues are extracted
    return sentence


FAULTS = (
    N_("The row was removed from the table; the log still holds its leaf."),
    N_("The header is not the one that was sealed."),
    N_("The header is no longer an event's header."),
    N_("The header is that of another event."),
    N_("The body is not the one that the header was sealed with."),
    N_("The receipt is not the one that was given for this header."),
    N_("The leaf does not lead to the root of the checkpoint."),
)
