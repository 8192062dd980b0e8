"""How deep searches end."""

from lacre.exporting.sealed_tree import DamagedLogError
from lacre.exporting.work_off import Endings
from lacre.model.actor import system_actor
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.ports.deep_searches import ArchiveQueryError, DeepSearch, Found, TooMuchError, TooSlowError


def told_of(search: DeepSearch) -> Draft:
    """In the correlation of the event by which it was asked for."""
    return Draft(
        action="DEEP_SEARCH_AUDIT",
        actor=system_actor("export"),
        source=EventSource.SYSTEM,
        entity_id=search.id,
        entity_type=EntityType.DEEP_SEARCH,
        ip_address="system",
        outcome=Outcome.FAILED if search.error else Outcome.SUCCEEDED,
        after=search.shown(),
        reason=search.error,
        correlation_id=search.asking.correlation_id,
        causation_id=search.asking.event_id,
    )


ENDINGS: Endings[DeepSearch, Found] = Endings(
    DeepSearch.done,
    told_of,
    # The first class that an error is of: those that say more come first.
    {
        TooSlowError: Reason("TOO_SLOW", "The search took too long and was stopped. Choose a shorter period."),
        TooMuchError: Reason("TOO_MUCH", "The search would have read more than it may. Choose a shorter period."),
        ArchiveQueryError: Reason("QUERY_FAILED", "The archive could not be searched. Ask for it again later."),
        DamagedLogError: Reason("LOG_DAMAGED", "A file of the archive is missing or was changed."),
    },
    nothing=Reason("NOTHING_COMPACTED", "Nothing was compacted yet when the search began. Ask for it again later."),
    gave_up=Reason("GAVE_UP", "The search broke off each time that it was begun."),
)

TO_ACT_ON = frozenset({"LOG_DAMAGED", "QUERY_FAILED", "GAVE_UP"})
"""Failures that whoever runs the product acts on; of the others whoever asked can get rid."""
