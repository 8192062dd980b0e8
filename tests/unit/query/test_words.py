"""The console's languages: every text of every template and view is there in both, and who chooses one gets it."""

import pytest
from fastapi.testclient import TestClient

from functions.query.language import LANGUAGE_COOKIE
from scripts.compile_words import catalogues, compiled, said, translated
from tests.unit.query.console import Console


def test_every_text_is_translated_and_nothing_else() -> None:
    assert said() > {"Sign in", "Audit log"}
    assert said() - translated("pt") == set()


def test_no_text_is_translated_in_two_ways() -> None:
    told: dict[object, set[object]] = {}
    for _, catalogue in catalogues():
        for message in catalogue:
            if message.id:
                told.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: ways for text, ways in told.items() if len(ways) > 1} == {}


def test_what_the_function_reads_is_what_is_written() -> None:
    for path, catalogue in catalogues():
        assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "python -m scripts.compile_words"


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("pt-MZ,pt;q=0.9,en;q=0.8", "Iniciar sessão"),
        ("en;q=0.3,pt;q=0.4", "Iniciar sessão"),
        ("fr,en", "Sign in"),
        ("pt;q=0,en;q=0.1", "Sign in"),
        ("", "Sign in"),
        ("*;q=x,;;q=,pt;q=nan,\x7f", "Sign in"),
    ],
)
def test_the_browsers_preference_is_followed(client: TestClient, accepted: str, title: str) -> None:
    page = client.get("/login", headers={"Accept-Language": accepted}).text
    assert f"<h1>{title}</h1>" in page
    assert f'<html lang="{"pt" if title != "Sign in" else "en"}">' in page


def test_a_choice_is_kept_and_leads_back(client: TestClient, console: Console) -> None:
    answer = client.get("/language/pt", params={"back": "audit-logs?action=LOGIN_FAILED&text=a%20b"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("../audit-logs?action=LOGIN_FAILED")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{LANGUAGE_COOKIE}=pt;")
    page = client.get("/login", headers={"Cookie": f"{LANGUAGE_COOKIE}=pt", "Accept-Language": "en"}).text
    assert "Iniciar sessão" in page
    assert console.actions == []


@pytest.mark.parametrize(
    "back",
    [
        "",
        "https://evil.example.com",
        "//evil.example.com",
        "audit-logs//evil.example.com",
        "\\evil",
        "audit-logs\r\nX: y",
    ],
)
def test_a_choice_leads_to_no_other_site(client: TestClient, back: str) -> None:
    location = client.get("/language/en", params={"back": back}).headers["Location"]
    assert location.startswith("../")
    assert "evil" not in location
    assert "\n" not in location


def test_a_language_that_there_is_not_is_ignored(client: TestClient) -> None:
    assert client.get("/language/xx").status_code == 404
    assert "<h1>Sign in</h1>" in client.get("/login", headers={"Cookie": f"{LANGUAGE_COOKIE}=xx"}).text
