"""All of the API, as the contract has it; tests/api/test_description.py holds it equal to what is served."""

from tests.api.of_deep_searches import DEEP_SEARCHES
from tests.api.of_exports import EXPORTS
from tests.api.of_figures import FIGURES
from tests.api.of_hedge import HEDGE
from tests.api.of_identity import IDENTITY
from tests.api.of_investigation import INVESTIGATION
from tests.api.of_network import NETWORK
from tests.api.of_pages import PAGES
from tests.api.of_query import INGEST, QUERY
from tests.api.operation import Operation

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest")
OPERATIONS = (
    *(*IDENTITY, *NETWORK, *HEDGE, *FIGURES, *QUERY, *EXPORTS, *DEEP_SEARCHES),
    *(*INVESTIGATION, *PAGES, *INGEST),
)
MUTATIONS = tuple(one for one in OPERATIONS if one.mutates and not one.is_page)
FORMS = tuple(one for one in OPERATIONS if one.mutates and one.is_page)
"""What a page's form changes."""

DERIVING = ("POST /v1/scenario/what-if/run",)
"""What is asked by POST and changes nothing: no answer of it is kept for an idempotency key."""


def operation(name: str) -> Operation:
    """By method and path."""
    return next(one for one in OPERATIONS if one.name == name)
