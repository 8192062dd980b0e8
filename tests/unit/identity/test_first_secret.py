"""The PIN or password of whom an administrator made: the maker knows it, so it is good for choosing another alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response

from identity.model.role import OF_ENTITIES, PERSONS, Role
from lacre.http.documented import audited_routes
from tests.unit.identity.administration import Administration
from tests.unit.identity.worlds import SECRET, Bearer, by

FIRST: Mapping[str, str] = {"pin": "759153", "password": "a good password 7"}
OWN: Mapping[str, str] = {"pin": "264718", "password": "nine blue herons 9"}
OTHER: Mapping[str, str] = {"pin": "password", "password": "pin"}
OPEN = {"POST /v1/auth/pin", "POST /v1/auth/password", "POST /v1/auth/logout"}

kinds = pytest.mark.parametrize("kind", ["pin", "password"])


@dataclass
class Made:
    """Eva, made an administrator by Ana, with a first secret of a kind."""

    kind: str
    role: Role = Role.ADMIN
    desk: Administration = field(default_factory=Administration)

    def __post_init__(self) -> None:
        place = {"province": "Nampula", "district": "Centro"}
        body = {"username": "eva", "name": "Eva Nova", "role": self.role.value, **place, self.kind: FIRST[self.kind]}
        self.answer = self.desk.world.client.post("/v1/users", json=body, headers=self.desk.by_ana)
        assert self.answer.status_code == 201, self.answer.text

    def log_in(self, secrets: Mapping[str, str] = FIRST) -> Response:
        return self.desk.log_in("eva", secrets[self.kind], self.kind)

    def session(self) -> Bearer:
        return by(self.log_in().json()["access_token"])

    def choose(self, bearer: Bearer, kind: str = "") -> Response:
        """Another secret for the first one; of the other kind, if that is asked for."""
        names = {"pin": ("old_pin", "new_pin"), "password": ("current_secret", "new_password")}
        old, new = names[kind or self.kind]
        body = {old: FIRST[self.kind], new: OWN[kind or self.kind]}
        return self.desk.world.client.post(f"/v1/auth/{kind or self.kind}", json=body, headers=bearer)

    def refused(self, bearer: Bearer) -> set[str]:
        """Of all that are open to the role, those that are not before the change."""
        asking = self.desk.world.client.request
        answers = {one: asking(*one.split(" "), headers=bearer) for one in self.taken()}
        return {one for one, answer in answers.items() if code_of(answer) == "SECRET_CHANGE_REQUIRED"}

    def taken(self) -> set[str]:
        """All operations that are open to the role, but for those that are before the change too."""
        app: Any = self.desk.world.client.app
        assert isinstance(app, FastAPI)
        found = {
            f"{method} {context.path_format}"
            for context, route in audited_routes(app)
            for method in context.methods or ()
            if self.role in route.audit.roles and not route.audit.is_page
        }
        assert found >= OPEN
        return found - OPEN


def code_of(answer: Response) -> object:
    return answer.json().get("code") if answer.content else None


@kinds
@pytest.mark.parametrize("role", [role for role in PERSONS if role not in OF_ENTITIES])
def test_whom_an_administrator_makes_has_a_secret_to_change(kind: str, role: Role) -> None:
    made = Made(kind, role)
    assert made.answer.json()["must_change"] == kind.upper()
    assert made.desk.world.only_body["after"]["must_change"] == kind.upper()
    login = made.log_in()
    assert (login.status_code, login.json()["must_change"]) == (200, kind.upper())


@kinds
def test_nothing_else_is_open_before_and_everything_after(kind: str) -> None:
    made = Made(kind)
    bearer = made.session()
    assert {"POST /v1/users", "POST /v1/jurisdiction-changes/{change_id}/approve"} <= made.taken()
    assert made.refused(bearer) == made.taken()
    assert made.choose(bearer).status_code == 204
    assert made.refused(bearer) == set()
    assert made.desk.world.client.get("/v1/users", headers=bearer).status_code == 200
    assert made.log_in(OWN).json()["must_change"] is None


@kinds
def test_a_secret_of_the_other_kind_is_no_way_around(kind: str) -> None:
    made = Made(kind)
    bearer = made.session()
    assert code_of(made.choose(bearer, OTHER[kind])) == "SECRET_CHANGE_REQUIRED"
    assert made.desk.log_in("eva", OWN[OTHER[kind]], OTHER[kind]).status_code == 401
    assert made.refused(bearer) == made.taken()


@kinds
def test_refreshing_is_no_way_around(kind: str) -> None:
    made = Made(kind)
    body = {"refresh_token": made.log_in().json()["refresh_token"]}
    refreshed = made.desk.world.client.post("/v1/auth/refresh", json=body).json()
    assert refreshed["must_change"] == kind.upper()
    assert made.refused(by(refreshed["access_token"])) == made.taken()


@kinds
@pytest.mark.parametrize(
    "asked",
    [
        ("PATCH", "", {"name": "Eva Velha"}),
        ("PATCH", "", {"state": "ACTIVE"}),
        ("PUT", "/role", {"role": "AUDITOR"}),
        ("POST", "/force-logout", None),
    ],
)
def test_nothing_that_administrators_do_makes_it_good_for_more(kind: str, asked: tuple[str, str, object]) -> None:
    made = Made(kind)
    (eva,) = [one for one in made.desk.world.users.rows.values() if one.username == "eva"]
    assert made.desk.ask(*asked, user=eva).status_code == 200
    assert made.log_in().json()["must_change"] == kind.upper()


@kinds
def test_who_made_the_user_is_out_once_another_is_chosen(kind: str) -> None:
    made = Made(kind)
    by_the_maker, by_eva = made.session(), made.session()
    assert made.choose(by_eva).status_code == 204
    assert made.log_in().status_code == 401
    assert not made.desk.is_let_in(by_the_maker)
    assert made.choose(by_the_maker).status_code == 401
    assert made.desk.is_let_in(by_eva)


@kinds
def test_the_first_one_is_not_chosen_again(kind: str) -> None:
    made = Made(kind)
    names = {"pin": ("old_pin", "new_pin"), "password": ("current_secret", "new_password")}
    body = dict.fromkeys(names[kind], FIRST[kind])
    answer = made.desk.world.client.post(f"/v1/auth/{kind}", json=body, headers=made.session())
    assert (answer.status_code, code_of(answer)) == (422, "SECRET_UNCHANGED")
    assert made.log_in().json()["must_change"] == kind.upper()


def test_who_chose_the_own_secret_and_who_has_none_need_not_change_it() -> None:
    desk = Administration()
    first = {"secret": SECRET, "username": "first", "pin": "246801"}
    assert desk.world.client.post("/v1/bootstrap", json=first).json()["must_change"] is None
    assert desk.log_in("first", "246801").json()["must_change"] is None
    machine = {"username": "ledger", "name": "The ledger", "role": "PRODUCER"}
    assert desk.world.client.post("/v1/users", json=machine, headers=desk.by_ana).json()["must_change"] is None
