"""Signing in and out with a browser."""

import hmac
from http.cookies import SimpleCookie

import pytest

from identity.model.credential import SecretKind
from identity.model.session import SessionState
from tests.unit.identity.worlds import PASSWORD, PIN, IdentityWorld

START, END = "/console/session", "/console/logout"
OURS = {"Origin": "https://lacre.example.com"}


def form(**other: str) -> dict[str, str]:
    return {"username": "ana", "secret": PIN, **other}


def own(token: str) -> dict[str, str]:
    """What a form of the session's own page carries."""
    return {"csrf": hmac.new(token.encode(), b"lacre console form v1", "sha256").hexdigest()}


def test_signing_in_sets_the_cookie_and_goes_to_the_trail() -> None:
    world = IdentityWorld()
    user = world.person()
    answer = world.client.post(START, data=form(), headers=OURS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "../audit-logs")
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["lacre_session"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (True, True, "lax", "/")
    assert cookie["max-age"] == "900"
    assert world.authenticator.authenticate(_Presented(cookie.value)).actor.id == user.id
    assert (world.only_event.action, world.only_event.actor_id) == ("LOGIN_SUCCESS", user.id)
    assert PIN not in world.kept


def test_whoever_has_a_one_time_pin_signs_in_to_nothing_but_signing_out() -> None:
    world = IdentityWorld()
    world.person(must_change=SecretKind.PIN)
    answer = world.client.post(START, data=form(), headers=OURS)
    assert answer.headers["Location"] == "../audit-logs"
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["lacre_session"].value
    assert world.authenticator.authenticate(_Presented(cookie)).must_change_secret, "so that every page refuses"
    out = world.client.post(END, data=own(cookie), headers={**OURS, "Cookie": f"lacre_session={cookie}"})
    assert (out.status_code, world.events[-1].action) == (303, "LOGOUT")


def test_a_password_signs_in_too() -> None:
    world = IdentityWorld()
    world.person(pin=None, password=PASSWORD)
    answer = world.client.post(START, data={"username": "ana", "secret": PASSWORD}, headers=OURS)
    assert answer.headers["Location"] == "../audit-logs"
    assert "lcr_refresh" not in str(answer.headers), "a browser does not go on without a login"


def test_too_soon_is_said_and_recorded() -> None:
    world = IdentityWorld()
    for _ in range(6):
        assert (
            world.client.post(START, data=form(), headers=OURS).headers["Location"] == "../login?refused=LOGIN_FAILED"
        )
    answer = world.client.post(START, data=form(), headers=OURS)
    assert (answer.headers["Location"], answer.headers["Retry-After"]) == ("../login?refused=LOGIN_DELAYED", "2")


class _Presented:
    def __init__(self, token: str) -> None:
        self.token = token


@pytest.mark.parametrize(
    "wrong", [{"secret": "000000"}, {"username": "nobody"}, {"username": "482913112233", "secret": "482913112233"}]
)
def test_a_wrong_attempt_goes_back_to_the_page_and_is_recorded_exactly_once(wrong: dict[str, str]) -> None:
    world = IdentityWorld()
    world.person()
    answer = world.client.post(START, data=form(**wrong), headers=OURS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "../login?refused=LOGIN_FAILED")
    assert "Set-Cookie" not in answer.headers
    assert (world.only_event.action, world.only_event.outcome) == ("LOGIN_FAILED", "DENIED")
    assert "482913112233" not in world.kept


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Origin": "https://lacre.example.com.evil.example.com"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", **OURS},
        {"Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("path", [START, END])
def test_a_form_of_another_site_is_refused_and_recorded_once(headers: dict[str, str], path: str) -> None:
    world = IdentityWorld()
    token = world.bearer()["Authorization"].removeprefix("Bearer ")
    cookie = {"Cookie": f"lacre_session={token}"} if path == END else {}
    answer = world.client.post(path, data=form() if path == START else own(token), headers={**headers, **cookie})
    assert (answer.status_code, answer.json()["code"]) == (403, "FOREIGN_ORIGIN")
    assert (world.only_event.action, world.only_event.outcome) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")
    assert all(session.state is SessionState.ACTIVE for session in world.sessions.rows.values())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "https://console.example.com", "X-Forwarded-Host": "console.example.com"},
    ],
)
def test_own_forms_and_plain_clients_are_taken(headers: dict[str, str]) -> None:
    world = IdentityWorld()
    world.person()
    assert world.client.post(START, data=form(), headers=headers).headers["Location"] == "../audit-logs"


def test_a_malformed_form_is_refused_and_recorded_once() -> None:
    world = IdentityWorld()
    answer = world.client.post(START, data={"username": "ana", "482913112233": "x"}, headers=OURS)
    assert answer.status_code == 422
    assert "482913112233" not in world.kept + answer.text
    assert len(world.trail.events.rows) == 1


def test_signing_out_ends_the_session_and_the_cookie() -> None:
    world = IdentityWorld()
    token = world.bearer()["Authorization"].removeprefix("Bearer ")
    answer = world.client.post(END, data=own(token), headers={**OURS, "Cookie": f"lacre_session={token}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "../login")
    assert SimpleCookie(answer.headers["Set-Cookie"])["lacre_session"]["max-age"] == "0"
    assert world.only_event.action == "LOGOUT"
    assert [session.state for session in world.sessions.rows.values()] == [SessionState.ENDED]


def test_signing_out_without_a_session_goes_to_the_page() -> None:
    world = IdentityWorld()
    answer = world.client.post(END, headers=OURS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "../login")
    assert world.only_event.action == "TOKEN_INVALID"


@pytest.mark.parametrize("csrf", ["", "0" * 64, own("another session's token")["csrf"], "é"])
def test_a_form_without_the_sessions_own_token_signs_nobody_out(csrf: str) -> None:
    world = IdentityWorld()
    token = world.bearer()["Authorization"].removeprefix("Bearer ")
    answer = world.client.post(END, data={"csrf": csrf}, headers={**OURS, "Cookie": f"lacre_session={token}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "FOREIGN_FORM")
    assert [session.state for session in world.sessions.rows.values()] == [SessionState.ACTIVE]
    assert csrf == "" or csrf not in world.kept
