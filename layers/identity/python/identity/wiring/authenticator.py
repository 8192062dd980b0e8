"""The authenticator of an HTTP function: asks nothing of the network until it is used."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from identity.authenticating.authenticator import TokenAuthenticator
from identity.authenticating.key_ring import KeyRing
from identity.authenticating.token_reader import TokenReader
from identity.aws.jwks_url import JwksUrl
from identity.aws.sessions_table import SessionsTable
from identity.ports.published_keys import PublishedKeys
from identity.settings import TokenSettings
from lacre.aws.ambient import SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def token_authenticator(
    settings: TokenSettings, database: "DynamoDBClient", published: PublishedKeys | None = None
) -> TokenAuthenticator:
    """`published` is for the issuer itself, which has its keys; everybody else fetches them by their URL."""
    clock = SystemClock()
    keys = KeyRing(published or JwksUrl(settings.jwks_url), clock)
    reader = TokenReader(keys, settings.jwt_issuer, settings.jwt_audience, clock)
    return TokenAuthenticator(reader, SessionsTable(database, settings.sessions_table), clock)


def keys_probe(settings: TokenSettings) -> Callable[[], None]:
    """Fetches the issuer's keys; what it returns raises KeysUnavailableError when they cannot be had."""
    published = JwksUrl(settings.jwks_url)

    def probe() -> None:
        published.fetch()

    return probe
