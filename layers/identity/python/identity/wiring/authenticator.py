"""The authenticator of an HTTP function: asks nothing of the network until it is used."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from identity.authenticating.algorithm import Algorithm
from identity.authenticating.authenticator import TokenAuthenticator
from identity.authenticating.key_ring import KeyRing
from identity.authenticating.outside_sessions import of_outside_session
from identity.authenticating.own_sessions import of_own_session
from identity.authenticating.token_reader import Expected, TokenReader
from identity.aws.jwks_url import JwksUrl
from identity.aws.standing_table import StandingTable
from identity.ports.published_keys import PublishedKeys
from identity.settings import TokenSettings
from lacre.aws.ambient import SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def token_authenticator(
    settings: TokenSettings, database: "DynamoDBClient", published: PublishedKeys | None = None
) -> TokenAuthenticator:
    """`published` is for the issuer itself, which has its keys; everybody else fetches them by their URL."""
    clock, algorithm = SystemClock(), Algorithm(settings.jwt_algorithm)
    is_outside = settings.are_sessions_outside
    judge, session_claim = (of_outside_session, "jti") if is_outside else (of_own_session, "sid")
    keys = KeyRing(published or JwksUrl(settings.jwks_url), clock, algorithm)
    expected = Expected(settings.jwt_issuer, settings.jwt_audience, algorithm, session_claim)
    tables = settings.sessions_table, settings.users_table, settings.blocks_table
    standing = StandingTable(database, *tables, are_outside=is_outside)
    return TokenAuthenticator(TokenReader(keys, expected, clock), standing, judge, clock)


def keys_probe(settings: TokenSettings) -> Callable[[], None]:
    """Fetches the issuer's keys; what it returns raises KeysUnavailableError when they cannot be had."""
    published = JwksUrl(settings.jwks_url)

    def probe() -> None:
        published.fetch()

    return probe
