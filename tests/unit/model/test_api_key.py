"""API keys: what they look like, what proves them; and callers with several roles."""

from hashlib import sha256

import pytest

from lacre.model.actor import Actor
from lacre.model.api_key import SECRET_BYTES, digest_of, new_key, read_key
from lacre.model.caller import Caller
from lacre.model.redaction import looks_secret
from lacre.model.vocabulary import ActorType

HOLDER = "01a1ee56-5e00-75b1-a522-0123456789ab"
SECRET = bytes(range(SECRET_BYTES))
KEY = new_key("pos", HOLDER, SECRET)


@pytest.mark.parametrize("kind", ["pos", "producer"])
def test_a_key_names_its_holder_and_is_proven_by_its_digest(kind: str) -> None:
    key = new_key(kind, HOLDER, SECRET)
    read = read_key(key)
    assert read is not None
    assert (read.kind, read.holder_id, read.digest) == (kind, HOLDER, sha256(key.encode()).hexdigest())
    assert read.proves(digest_of(key))
    assert key not in repr(read)
    assert read.digest not in repr(read)


def test_every_key_looks_secret() -> None:
    assert looks_secret(KEY)
    assert looks_secret(f"a note with {KEY} in it")


def test_another_secret_or_holder_or_kind_proves_nothing() -> None:
    other_holder = HOLDER.replace("ab", "ac")
    others = [new_key("pos", HOLDER, SECRET[::-1]), new_key("pos", other_holder, SECRET), new_key("po", HOLDER, SECRET)]
    for other in others:
        read = read_key(other)
        assert read is not None
        assert not read.proves(digest_of(KEY))
        assert not read.proves(None)
        assert not read.proves("")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lcr_",
        KEY[:-1],
        KEY + "A",
        KEY + "\n",
        " " + KEY,
        KEY.upper(),
        KEY.replace("lcr", "key"),
        KEY.replace("_pos_", "_p_"),
        KEY.replace("_pos_", "_p0s_"),
        KEY.replace("_pos_", "__"),
        KEY.replace(HOLDER.replace("-", ""), HOLDER),
        KEY[:-1] + "é",
        KEY[:-1] + "=",
    ],
)
def test_what_has_not_the_form_is_no_key(text: str) -> None:
    assert read_key(text) is None


@pytest.mark.parametrize(
    ("kind", "holder", "secret"),
    [
        ("pos", "p-1", SECRET),
        ("pos", HOLDER.upper(), SECRET),
        ("pos", HOLDER, SECRET[1:]),
        ("pos", HOLDER, b""),
        ("", HOLDER, SECRET),
        ("POS", HOLDER, SECRET),
        ("p_s", HOLDER, SECRET),
    ],
)
def test_a_key_is_made_only_so_that_it_can_be_read(kind: str, holder: str, secret: bytes) -> None:
    with pytest.raises(ValueError, match="a k"):
        new_key(kind, holder, secret)


CLERK = Actor(ActorType.FUNCIONARIO, "u-1", "Ana Clerk", "FUNCIONARIO", "Nampula", "Centro", "s-1", "a-1")


@pytest.mark.parametrize(
    ("further", "roles", "role"),
    [
        ((), {"FUNCIONARIO", "ADMIN"}, "FUNCIONARIO"),
        ((), {"ADMIN"}, None),
        (("AUDITOR",), {"AUDITOR"}, "AUDITOR"),
        (("AUDITOR", "ADMIN"), {"ADMIN", "AUDITOR"}, "AUDITOR"),
        (("ADMIN",), {"ADMIN", "FUNCIONARIO"}, "FUNCIONARIO"),
        (("ADMIN",), set[str](), None),
    ],
)
def test_a_caller_acts_in_the_first_role_that_may(further: tuple[str, ...], roles: set[str], role: str | None) -> None:
    actor = Caller(CLERK, further).acting_as(roles)
    if role is None:
        assert actor is None
    else:
        assert actor is not None
        assert (actor.type.value, actor.role) == (role, role)
        assert (actor.id, actor.session_id, actor.entity_id) == ("u-1", "s-1", "a-1")


def test_who_has_no_role_acts_in_none() -> None:
    assert Caller(Actor(ActorType.UNKNOWN, "x", "Nobody")).acting_as({"ADMIN"}) is None
