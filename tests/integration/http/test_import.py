"""Importing a handler needs no network, and makes nothing that a snapshot must not hold."""

import os
import subprocess
import sys

import pytest

from functions.hedge.settings import Settings as HedgeSettings
from functions.identity.settings import Settings as IdentitySettings
from functions.network.settings import Settings as NetworkSettings
from lacre.settings import MissingSettingError
from tests.integration.http.conftest import Cloud

OFFLINE = """
import os, socket, importlib

def refuse(*_, **__):
    raise AssertionError("the import opened a connection, or took randomness")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import lacre.aws.ambient
lacre.aws.ambient.SystemEntropy.take = refuse
importlib.import_module("functions.{function}.handler").handler
"""


@pytest.mark.parametrize("function", ["identity", "network", "hedge"])
def test_a_handler_is_imported_without_network(cloud: Cloud, function: str) -> None:
    environment = {**os.environ, **cloud.environment}
    run = subprocess.run(
        [sys.executable, "-c", OFFLINE.format(function=function)], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("settings", [IdentitySettings, NetworkSettings, HedgeSettings])
def test_a_missing_setting_refuses_to_start(
    settings: type[IdentitySettings | NetworkSettings | HedgeSettings], cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.from_env().token.jwt_audience == "lacre"
    for name in ("JWT_ISSUER", "JWKS_URL", "JWT_AUDIENCE", "EVENTS_TABLE"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "")
            with pytest.raises(MissingSettingError, match=name):
                settings.from_env()
