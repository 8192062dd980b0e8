"""The own time zone: by the API and by the console's form, and what the caller is known by from then on."""

import hmac

import pytest
from httpx2 import Response

from identity.model.role import PERSONS, Role
from identity.model.user import User
from lacre.http.trail import Credentials
from tests.unit.identity.worlds import Bearer, IdentityWorld

PATH, FORM = "/v1/auth/zone", "/console/zone"
MAPUTO = "Africa/Maputo"
NO_ZONES = [
    *("Africa/Nowhere", "Africa", "africa/maputo", "localtime", "../../etc/passwd", "/usr/share/zoneinfo/UTC", "CAT-2"),
    *("", " ", "Africa/Maputo\n", "\u202eAfrica/Maputo", "Africa/Maputo\x00", "+02:00"),
]


def token_of(bearer: Bearer) -> str:
    return bearer["Authorization"].removeprefix("Bearer ")


def change(world: IdentityWorld, bearer: Bearer, zone: object) -> Response:
    return world.client.post(PATH, json={"zone": zone}, headers=bearer)


def form_token(bearer: Bearer) -> str:
    """What a form of the session's own page carries."""
    return hmac.new(token_of(bearer).encode(), b"lacre console form v1", "sha256").hexdigest()


def send(world: IdentityWorld, bearer: Bearer, zone: str, **headers: str) -> Response:
    own = {"Cookie": f"lacre_session={token_of(bearer)}", "Sec-Fetch-Site": "same-origin", **headers}
    return world.client.post(FORM, data={"csrf": form_token(bearer), "zone": zone}, headers=own)


def zone_of(world: IdentityWorld, bearer: Bearer) -> str | None:
    """What the caller is known by at the next request."""
    return world.authenticator.authenticate(Credentials(token_of(bearer))).zone


@pytest.fixture
def world() -> IdentityWorld:
    return IdentityWorld()


@pytest.fixture
def user(world: IdentityWorld) -> User:
    return world.person()


@pytest.fixture
def bearer(world: IdentityWorld, user: User) -> Bearer:
    return world.bearer_of(user)


def test_whoever_has_chosen_none_has_none(world: IdentityWorld, bearer: Bearer) -> None:
    assert zone_of(world, bearer) is None


def test_it_is_changed_told_and_known_at_once(world: IdentityWorld, user: User, bearer: Bearer) -> None:
    answer = change(world, bearer, MAPUTO)
    assert (answer.status_code, answer.text) == (204, "")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_type) == ("UPDATE_USER", "SUCCEEDED", "USER")
    assert (event.entity_id, event.actor_id) == (user.id, user.id)
    before, after = world.only_body["before"], world.only_body["after"]
    assert after == {**before, "zone": MAPUTO, "version": 2}
    assert before["zone"] is None
    assert zone_of(world, bearer) == MAPUTO, "and the session goes on"
    assert world.client.get(f"/v1/users/{user.id}", headers=bearer).json()["zone"] == MAPUTO


def test_it_is_taken_back(world: IdentityWorld, bearer: Bearer) -> None:
    assert change(world, bearer, MAPUTO).status_code == 204
    assert change(world, bearer, "UTC").status_code == 204
    assert zone_of(world, bearer) is None
    assert world.body_of(world.events[-1])["before"]["zone"] == MAPUTO


def test_no_event_tells_of_what_a_caller_has_chosen_but_that_of_the_choice(
    world: IdentityWorld, bearer: Bearer
) -> None:
    assert change(world, bearer, MAPUTO).status_code == 204
    world.trail.events.rows.clear()
    assert world.client.post("/v1/auth/logout", headers=bearer).status_code == 204
    assert MAPUTO not in world.kept


@pytest.mark.parametrize("role", PERSONS)
def test_every_person_may(world: IdentityWorld, role: Role) -> None:
    bearer = world.bearer(role)
    assert change(world, bearer, MAPUTO).status_code == 204
    assert zone_of(world, bearer) == MAPUTO


@pytest.mark.parametrize("zone", NO_ZONES)
def test_what_names_no_zone_is_refused(world: IdentityWorld, user: User, bearer: Bearer, zone: str) -> None:
    answer = change(world, bearer, zone)
    assert (answer.status_code, answer.json()["code"]) == (422, "UNKNOWN_ZONE")
    assert [one["at"] for one in answer.json()["errors"]] == ["body.zone"]
    assert zone.strip() == "" or zone not in answer.json()["errors"][0]["what"]
    assert (world.only_event.action, world.only_event.outcome) == ("UPDATE_USER", "FAILED")
    assert world.users.rows[user.id] == user


@pytest.mark.parametrize(
    "body", [{}, {"zone": None}, {"zone": 2}, {"zone": "A" * 65}, {"zone": MAPUTO, "user_id": "x"}, []]
)
def test_a_body_that_does_not_fit_is_refused(world: IdentityWorld, bearer: Bearer, body: object) -> None:
    answer = world.client.post(PATH, json=body, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert (world.only_event.action, world.only_event.outcome) == ("UPDATE_USER", "FAILED")


def test_a_pin_in_the_wrong_field_is_not_kept(world: IdentityWorld, bearer: Bearer) -> None:
    answer = change(world, bearer, "482913112233")
    assert answer.status_code == 422
    assert "482913112233" not in world.kept + answer.text


def test_the_form_changes_it_and_leads_back(world: IdentityWorld, bearer: Bearer) -> None:
    answer = send(world, bearer, f" {MAPUTO} ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "../settings")
    assert (world.only_event.action, world.only_body["after"]["zone"]) == ("UPDATE_USER", MAPUTO)
    assert form_token(bearer) not in world.kept
    assert zone_of(world, bearer) == MAPUTO
    assert send(world, bearer, "UTC").headers["Location"] == "../settings"
    assert zone_of(world, bearer) is None


def test_the_forms_page_tells_what_is_wrong(world: IdentityWorld, user: User, bearer: Bearer) -> None:
    answer = send(world, bearer, "Africa/Nowhere")
    assert (answer.status_code, answer.headers["Location"]) == (303, "../settings?refused=UNKNOWN_ZONE")
    assert (world.only_event.action, world.only_event.outcome) == ("UPDATE_USER", "FAILED")
    assert world.only_body["reason"]["code"] == "UNKNOWN_ZONE"
    assert world.users.rows[user.id] == user


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}],
)
def test_a_form_of_another_site_is_refused(
    world: IdentityWorld, user: User, bearer: Bearer, headers: dict[str, str]
) -> None:
    answer = send(world, bearer, MAPUTO, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "FOREIGN_ORIGIN")
    assert (world.only_event.action, world.only_event.outcome) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")
    assert world.users.rows[user.id] == user


@pytest.mark.parametrize("csrf", ["", "0" * 64])
def test_a_form_of_another_session_is_refused(world: IdentityWorld, user: User, bearer: Bearer, csrf: str) -> None:
    cookie = {"Cookie": f"lacre_session={token_of(bearer)}", "Sec-Fetch-Site": "same-origin"}
    answer = world.client.post(FORM, data={"csrf": csrf, "zone": MAPUTO}, headers=cookie)
    assert (answer.status_code, answer.json()["code"]) == (403, "FOREIGN_FORM")
    assert world.users.rows[user.id] == user


def test_who_is_not_signed_in_is_sent_to_the_login_page(world: IdentityWorld) -> None:
    answer = world.client.post(FORM, data={"csrf": "", "zone": MAPUTO}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "../login")


def test_of_two_changes_at_once_one_wins(
    world: IdentityWorld, user: User, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, answers = world.users.by_id, []

    def find_and_be_overtaken(user_id: str) -> object:
        found = find(user_id)
        monkeypatch.setattr(world.users, "by_id", find)
        answers.append(change(world, bearer, "Europe/Lisbon"))
        return found

    admitted = world.authenticator.authenticate(Credentials(token_of(bearer)))
    monkeypatch.setattr(world.authenticator, "authenticate", lambda _: admitted)
    monkeypatch.setattr(world.users, "by_id", find_and_be_overtaken)
    answers.append(change(world, bearer, MAPUTO))
    assert [one.status_code for one in answers] == [204, 409]
    assert world.users.rows[user.id].zone == "Europe/Lisbon"
