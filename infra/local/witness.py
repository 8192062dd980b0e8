"""Introduces the log and its witness to each other, as two operators would: each is told the other's key."""

from urllib.parse import urlsplit

import httpx2

from infra.local.aws import LocalAws
from infra.local.resources import Resources


def introduce(aws: LocalAws, resources: Resources, log_keys: list[str]) -> str:
    """Tells the witness which keys the log signs with, and the log where its witness is.

    Returns the witness's verifier key. Raises httpx2.HTTPError if the witness does not answer.
    """
    parameters, url = aws.ssm(), _reachable(aws, resources.urls["witness"])
    parameters.put_parameter(
        Name=resources.parameters["logs"], Value="\n".join(log_keys), Type="String", Overwrite=True
    )
    key = httpx2.get(f"{url}/", timeout=30, trust_env=False).raise_for_status().text.strip()
    parameters.put_parameter(
        Name=resources.parameters["witnesses"], Value=f"{key} {url}", Type="String", Overwrite=True
    )
    return key


def _reachable(aws: LocalAws, url: str) -> str:
    """The path form of a function's URL: its host is AWS's, and names the URL's id."""
    host = urlsplit(url).hostname or ""
    return f"{aws.endpoint}/_aws/lambda-url/{host.split('.')[0]}"
