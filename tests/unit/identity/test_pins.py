"""PINs: six digits, hashed by argon2id, random where they are shown once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.aws.argon2_pins import Argon2Pins
from identity.model.pin import TRIVIAL, is_pin, is_trivial, random_pin
from identity.model.username import is_username
from tests.fakes.ambient import SeededEntropy
from tests.unit.identity.worlds import CHEAP_PINS


class FixedEntropy:
    def __init__(self, taken: bytes) -> None:
        self._taken = taken

    def take(self, length: int) -> bytes:
        assert length == len(self._taken)
        return self._taken


@given(st.binary(min_size=8, max_size=8))
def test_every_randomness_makes_a_pin(taken: bytes) -> None:
    pin = random_pin(FixedEntropy(taken))
    assert is_pin(pin)
    assert not is_trivial(pin)


def test_random_pins_are_all_pins_but_the_trivial_ones() -> None:
    numbers = range(10**6 - len(TRIVIAL))
    drawn = {random_pin(FixedEntropy(number.to_bytes(8, "big"))) for number in [*numbers[:600_000:997], *numbers[-9:]]}
    assert "000001" in drawn, "the first"
    assert "999998" in drawn, "the last"
    assert drawn.isdisjoint(TRIVIAL)
    assert random_pin(FixedEntropy((0).to_bytes(8, "big"))) == "000001"
    assert random_pin(FixedEntropy((12_344 - 1).to_bytes(8, "big"))) == "012344"
    assert random_pin(FixedEntropy((12_345 - 1).to_bytes(8, "big"))) == "012346", "012345 is passed over"


@pytest.mark.parametrize("pin", ["000000", "999999", "012345", "123456", "456789", "987654", "543210"])
def test_equal_digits_and_runs_are_trivial(pin: str) -> None:
    assert is_trivial(pin)


@pytest.mark.parametrize("pin", ["482913", "112233", "123455", "135790", "890123", "246801", "102030"])
def test_others_are_not(pin: str) -> None:
    assert not is_trivial(pin)
    assert len(TRIVIAL) == 20


def test_random_pins_differ() -> None:
    entropy = SeededEntropy()
    assert len({random_pin(entropy) for _ in range(100)}) > 95


@given(st.text())
def test_only_six_ascii_digits_are_a_pin(text: str) -> None:
    assert is_pin(text) == (len(text) == 6 and all(one in "0123456789" for one in text))


@given(st.text(alphabet="abz019._-A \n", max_size=45))
def test_user_names_have_their_form(text: str) -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    has_form = 3 <= len(text) <= 40 and set(text) <= allowed and text[0] in "abz"
    assert not is_username(text) or has_form


def test_ordinary_user_names_are_ones() -> None:
    names = ("ana", "clerk-mocuba", "rui.m_2", "agent-00123")
    assert all(is_username(name) for name in names)
    assert not is_username("a482913112233"), "a twelve-digit number is a PIN or a card in the wrong field"


def test_a_hash_is_argon2id_salted_and_matches_its_pin_alone() -> None:
    one, two = CHEAP_PINS.hash("482913"), CHEAP_PINS.hash("482913")
    assert one.startswith("$argon2id$v=19$")
    assert one != two
    assert CHEAP_PINS.matches("482913", one)
    assert not CHEAP_PINS.matches("482914", one)
    assert not CHEAP_PINS.matches("482913", None)


def test_the_hash_of_nobody_costs_as_much_as_a_real_one() -> None:
    pins = Argon2Pins()
    real = pins.hash("482913").rsplit("$", 2)[0]
    assert real == pins._nobodys.rsplit("$", 2)[0] == "$argon2id$v=19$m=19456,t=2,p=1"
