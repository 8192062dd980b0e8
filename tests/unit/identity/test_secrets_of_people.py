"""Nothing that proves who somebody is can be read by the way."""

from dataclasses import replace

from identity.http.bodies import LoginBody, NewUserBody, PasswordChangeBody, PinChangeBody, RefreshBody
from identity.model.credential import Credential, SecretKind
from identity.model.refresh_token import RefreshToken
from identity.model.role import Role
from identity.model.session import Session
from identity.people.user_draft import UserDraft
from tests.unit.identity.worlds import PASSWORD, PIN, IdentityWorld

WHOLE = Credential("u-1", "$argon2id$pin", "$argon2id$password", "d1" * 32)


def test_no_text_of_a_credential_shows_it() -> None:
    for text in (repr(WHOLE), str(WHOLE)):
        assert text == "Credential(user_id='u-1', version=1)"


def test_a_credential_is_changed_one_secret_at_a_time() -> None:
    assert WHOLE.with_hash(SecretKind.PIN, "other") == replace(WHOLE, pin_hash="other", version=2)
    assert WHOLE.with_hash(SecretKind.PASSWORD, "other") == replace(WHOLE, password_hash="other", version=2)
    assert WHOLE.with_only(SecretKind.PIN, "other") == replace(WHOLE, pin_hash="other", password_hash=None, version=2)
    assert WHOLE.with_key("other") == replace(WHOLE, key_digest="other", version=2)
    assert [WHOLE.hash_of(kind) for kind in SecretKind] == ["$argon2id$pin", "$argon2id$password"]


def test_no_text_of_a_request_or_a_draft_shows_its_secret() -> None:
    given = [
        LoginBody.model_validate({"username": "ana", "pin": PIN}),
        LoginBody.model_validate({"username": "ana", "password": PASSWORD}),
        PinChangeBody.model_validate({"old_pin": PIN, "new_pin": "739164"}),
        PasswordChangeBody.model_validate({"current_secret": PIN, "new_password": PASSWORD}),
        RefreshBody.model_validate({"refresh_token": PASSWORD}),
        NewUserBody.model_validate({"username": "ana", "name": "Ana", "role": "ADMIN", "pin": PIN}),
        UserDraft("ana", "Ana", Role.ADMIN, PIN, PASSWORD),
    ]
    for one in given:
        assert not any(secret in repr(one) + str(one) for secret in (PIN, PASSWORD, "739164"))


def test_no_text_of_sessions_and_tokens_shows_them() -> None:
    world = IdentityWorld()
    user = world.person()
    refresh = RefreshToken.first("01a1ee56-5e00-75b1-a522-4a58b791df00", world.entropy)
    session = Session.of(user, refresh, world.clock.now())
    tokens = world.tokens.tokens(session, user, refresh)
    shown = repr(session) + repr(tokens) + repr(refresh) + str(user.shown()) + str(session.shown(session.state))
    hidden = (session.refresh, session.family, refresh.text, refresh.family, tokens.access, "argon2")
    assert not any(one in shown for one in hidden)
