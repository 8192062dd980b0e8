"""The lists that an operator writes: witnesses with their addresses, and logs with their keys."""

import pytest

from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import VerifierKey
from lacre.witnessing.known_logs import KnownLogsError, read_known_logs
from lacre.witnessing.witness_list import WitnessAt, WitnessListError, is_allowed_url, read_witness_list

ONE, TWO = (CosignerKey(f"witness.example.com/w{number}", bytes([number]) * 32) for number in (1, 2))
LOG, NEXT, ELSE = (
    VerifierKey(name, bytes([number]) * 32)
    for number, name in enumerate(("log.example.com", "log.example.com", "else.example.com"))
)


def test_witnesses_stand_one_a_line() -> None:
    text = f"{ONE.encode()} https://one.example.com/path/\n\n  {TWO.encode()} http://127.0.0.1:8080  \n"
    assert read_witness_list(text) == [
        WitnessAt(ONE, "https://one.example.com/path"),
        WitnessAt(TWO, "http://127.0.0.1:8080"),
    ]


@pytest.mark.parametrize("text", ["none", " none\n"])
def test_none_is_said_by_a_word(text: str) -> None:
    assert read_witness_list(text) == ()
    assert read_known_logs(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "None",
        "none\nnone",
        ONE.encode(),
        f"{ONE.encode()} ",
        f"{ONE.encode()}\thttps://one.example.com",
        f"{ONE.encode()} http://one.example.com",
        f"{ONE.encode()} ftp://one.example.com",
        f"{ONE.encode()} https://one.example.com\n{ONE.encode()} https://two.example.com",
        f"{LOG.encode()} https://one.example.com",
        f"https://one.example.com {ONE.encode()}",
        "\n".join(f"{CosignerKey(str(at), bytes(32)).encode()} https://w.example.com" for at in range(17)),
    ],
)
def test_a_list_that_says_something_else_is_refused(text: str) -> None:
    with pytest.raises(WitnessListError):
        read_witness_list(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://witness.example.com",
        "https://witness.example.com:8443/a/b",
        "http://127.0.0.1:4566/x",
        "http://localhost:1",
        "http://[::1]:9/",
    ],
)
def test_addresses_that_are_asked(url: str) -> None:
    assert is_allowed_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "https:///path",
        "http://192.0.2.1/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@192.0.2.1/",
        "https://user@witness.example.com/",
        "https://witness.example.com/?query",
        "https://witness.example.com/#fragment",
        "https://witness.example.com:port/",
        "https://witness.example.com:99999/",
        "https://[::1",
        "file:///etc/passwd",
        "//witness.example.com",
        "https://witness.example.com/ x",
    ],
)
def test_addresses_that_are_not(url: str) -> None:
    assert not is_allowed_url(url)


def test_logs_have_several_keys_while_they_rotate() -> None:
    text = f"{LOG.encode()}\n{ELSE.encode()}\n\n{NEXT.encode()}\n"
    assert read_known_logs(text) == {LOG.name: (LOG, NEXT), ELSE.name: (ELSE,)}


@pytest.mark.parametrize("text", ["", "\n", "log", ONE.encode(), f"{LOG.encode()} {NEXT.encode()}", "none\nnone"])
def test_what_is_no_list_of_logs_is_refused(text: str) -> None:
    with pytest.raises(KnownLogsError):
        read_known_logs(text)
