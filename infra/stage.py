"""Everything in which one stage differs from another."""

import platform
from dataclasses import dataclass
from typing import Literal

LOCAL_API_ID = "lacrelocal"
API_STAGE = "live"
LOCAL_PORT = 4566


class UnknownStageError(ValueError):
    """The context names a stage that does not exist."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """What the gateway lets through: requests a second, and how many at once."""

    rate: int
    burst: int


@dataclass(frozen=True, slots=True)
class AddressLimits:
    """What one client address may send in five minutes, all in all and to where a PIN or a secret is checked."""

    requests: int
    logins: int


@dataclass(frozen=True, slots=True)
class Runtime:
    """The interpreter that runs the functions; `deps` names the build of the third-party layer for it."""

    python: str
    architecture: Literal["arm64", "x86_64"]
    deps: Literal["aws", "local"]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose access tokens a stage accepts. `sessions` says who keeps the sessions: the product's own, or the issuer."""

    issuer: str
    audience: str
    jwks_url: str
    algorithm: Literal["ES256", "RS256"] = "ES256"
    sessions: Literal["own", "outside"] = "own"


@dataclass(frozen=True, slots=True)
class StageSettings:
    """One stage. Durations are days; `public_url` has no slash at its end.

    `http_concurrency` caps each HTTP function and is taken from what the account grants in all: five times that and
    100 more must fit into the account's quota (1,000 by default, 10 in a new account).

    `checkpoint_keys` is how many keys there are that checkpoints can be signed with: a further one is there before the
    log is told to rotate to it. `timestamp_authority_url` is that of an RFC 3161 authority, or the word none.
    `trading_zone` is the IANA name of the zone whose clocks trading hours go by. `organisation` is the one that
    official documents are of.

    `certificate_arn`, `alarm_email` and the authority's URL may be CloudFormation dynamic references, so that no
    account or address is written here and nothing is looked up at synth.
    """

    name: str
    public_url: str
    log_origin: str
    is_local: bool
    runtime: Runtime
    lock_mode: Literal["COMPLIANCE", "GOVERNANCE"]
    archive_lock_days: int
    log_retention_days: int
    http_concurrency: int
    throttle: Throttle
    address_limits: AddressLimits
    certificate_arn: str
    alarm_email: str
    checkpoint_keys: int
    timestamp_authority_url: str
    trading_zone: str
    organisation: str
    outside_issuer: Issuer | None = None

    @property
    def issuer(self) -> Issuer:
        """The identity function itself, unless an OIDC provider outside issues the tokens."""
        jwks_url = f"{self.public_url}/.well-known/jwks.json"
        return self.outside_issuer or Issuer(self.public_url, "lacre", jwks_url)

    @property
    def is_protected(self) -> bool:
        """Whether data outlives its stack: retained, deletion and termination protected."""
        return not self.is_local

    @property
    def domain(self) -> str:
        """The host of the public URL."""
        return self.public_url.removeprefix("https://")


ON_AWS = Runtime(python="3.13", architecture="arm64", deps="aws")


def _on_this_machine() -> Runtime:
    """The local AWS runs functions in the interpreter that runs it, whatever their runtime is called."""
    machine = platform.machine().lower()
    return Runtime(
        python=ON_AWS.python,
        architecture="arm64" if machine in {"arm64", "aarch64"} else "x86_64",
        deps="local",
    )


def _local() -> StageSettings:
    return StageSettings(
        name="local",
        public_url=f"http://127.0.0.1:{LOCAL_PORT}/_aws/execute-api/{LOCAL_API_ID}/{API_STAGE}",
        log_origin="lacre.example.com/local",
        is_local=True,
        runtime=_on_this_machine(),
        lock_mode="COMPLIANCE",
        archive_lock_days=1,
        log_retention_days=7,
        http_concurrency=20,
        throttle=Throttle(rate=500, burst=1000),
        address_limits=AddressLimits(requests=100_000, logins=10_000),
        certificate_arn="",
        alarm_email="",
        checkpoint_keys=2,
        timestamp_authority_url="none",
        trading_zone="Africa/Maputo",
        organisation="Example Bank",
    )


def _dev() -> StageSettings:
    return StageSettings(
        name="dev",
        public_url="https://dev.lacre.example.com",
        log_origin="lacre.example.com/dev",
        is_local=False,
        runtime=ON_AWS,
        lock_mode="COMPLIANCE",
        archive_lock_days=1,
        log_retention_days=30,
        http_concurrency=20,
        throttle=Throttle(rate=100, burst=200),
        address_limits=AddressLimits(requests=3_000, logins=100),
        certificate_arn="{{resolve:ssm:/lacre/dev/certificate-arn}}",
        alarm_email="{{resolve:ssm:/lacre/dev/alarm-email}}",
        checkpoint_keys=1,
        timestamp_authority_url="{{resolve:ssm:/lacre/dev/timestamp-authority-url}}",
        trading_zone="Africa/Maputo",
        organisation="Example Bank",
    )


def _prod() -> StageSettings:
    return StageSettings(
        name="prod",
        public_url="https://lacre.example.com",
        log_origin="lacre.example.com/prod",
        is_local=False,
        runtime=ON_AWS,
        lock_mode="COMPLIANCE",
        archive_lock_days=3653,
        log_retention_days=365,
        http_concurrency=100,
        throttle=Throttle(rate=500, burst=1000),
        address_limits=AddressLimits(requests=3_000, logins=100),
        certificate_arn="{{resolve:ssm:/lacre/prod/certificate-arn}}",
        alarm_email="{{resolve:ssm:/lacre/prod/alarm-email}}",
        checkpoint_keys=1,
        timestamp_authority_url="{{resolve:ssm:/lacre/prod/timestamp-authority-url}}",
        trading_zone="Africa/Maputo",
        organisation="Example Bank",
    )


STAGES = {"local": _local, "dev": _dev, "prod": _prod}


def stage_settings(name: str | None) -> StageSettings:
    """The settings of a stage by its name. Raises UnknownStageError with the names that exist."""
    if name not in STAGES:
        raise UnknownStageError(f"choose a stage with -c stage=<{'|'.join(STAGES)}>, not {name!r}")
    return STAGES[name]()
