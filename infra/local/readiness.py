"""Whether the API, and with it the function that serves the console, is ready."""

import httpx2

from infra.local.errors import NotReadyError

# The first call of a function loads it.
TIMEOUT_SECONDS = 30


def require_ready(api: str) -> None:
    """Raises NotReadyError with the API's own words when `/ready` is not answered with 200."""
    answer = httpx2.get(f"{api}/ready", timeout=TIMEOUT_SECONDS, trust_env=False)
    if answer.status_code != httpx2.codes.OK:
        raise NotReadyError(f"GET /ready was answered {answer.status_code}: {answer.text}")
