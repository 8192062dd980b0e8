"""The console's pages of alerts, cases and blocks over fakes, with a browser's cookie and the forms of its pages."""

import hmac
import re
from dataclasses import dataclass

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.fakes.people import MemoryPeople
from tests.unit.investigating.worlds import World

PURPOSE = b"lacre console form v1"


def token_for(who: str) -> str:
    """What the forms of a session carry: the session's token is the name of who has it."""
    return hmac.new(who.encode(), PURPOSE, "sha256").hexdigest()


@dataclass
class PageWorld(World):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.client = TestClient(self.console.app, follow_redirects=False)
        people = self.console.investigation.people
        assert isinstance(people, MemoryPeople)
        people.roles |= {"u-auditor": "AUDITOR", "u-admin": "ADMIN"}
        people.names |= {"u-auditor": "Rui Auditor", "u-admin": "Eva Admin"}

    def page(self, path: str, who: str = "auditor", language: str = "en") -> Response:
        headers = {"Cookie": f"lacre_session={who}", "Accept-Language": language}
        return self.client.get(path, headers=headers)

    def send(self, path: str, who: str = "auditor", **fields: object) -> Response:
        """A form of the caller's own page, of the first version unless another is given."""
        given = {"csrf": token_for(who), "version": "1", **fields}
        return self.client.post(
            path,
            data={name: str(value) for name, value in given.items() if value is not None},
            headers={"Cookie": f"lacre_session={who}", "Sec-Fetch-Site": "same-origin"},
        )


def said(answer: Response) -> tuple[int, str | None]:
    """Status and code of a refusal that is a page."""
    found = re.search(r'<p class="code">\d+ <span class="muted">(\w+)</span>', answer.text)
    return answer.status_code, found and found[1]


def led(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.headers["Location"]
