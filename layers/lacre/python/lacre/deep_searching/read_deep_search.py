"""Reading one deep search."""

from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.ports.deep_searches import DeepSearch, DeepSearches


class ReadDeepSearch:
    def __init__(self, searches: DeepSearches) -> None:
        self._searches = searches

    def __call__(self, search_id: str) -> DeepSearch:
        """Raises Refusal NOT_FOUND."""
        found = self._searches.find(search_id) if is_uuid(search_id) else None
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_DEEP_SEARCH", "There is no such deep search.")
        return found
