"""Cosignatures: held against a second writing of the specification, by `cryptography` and `struct` alone."""

import base64
import hashlib
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.tlog.cosignature import (
    CosignerKey,
    cosign,
    cosigned_message,
    cosigned_name,
    is_cosigned_name,
    open_cosignatures,
)
from lacre.tlog.note import MAXIMUM_BYTES, NoteError, VerifierKey, add_signature, open_note, sign_note

# The text of the example of https://c2sp.org/tlog-cosignature.
TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
TIME = 1679315147
MESSAGE = f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()

LOG, ONE, TWO = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
LOG_KEY = VerifierKey("example.com/behind-the-sofa", LOG.public_key().public_bytes_raw())
ONE_KEY = CosignerKey("witness.example.com/w1", ONE.public_key().public_bytes_raw())
TWO_KEY = CosignerKey("witness.example.com/w2", TWO.public_key().public_bytes_raw())
NOTE = sign_note(TEXT, LOG_KEY, LOG.sign)


def by_the_specification(name: str, key: Ed25519PrivateKey, time: int, message: bytes = MESSAGE) -> str:
    raw = key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\x0a\x04" + raw).digest()[:4]
    return f"— {name} {base64.b64encode(key_id + struct.pack('>Q', time) + key.sign(message)).decode()}\n"


GOOD = by_the_specification(ONE_KEY.name, ONE, TIME)


def test_the_message_is_that_of_the_specification() -> None:
    assert cosigned_message(TEXT, TIME) == MESSAGE


def test_we_cosign_the_bytes_that_the_specification_says() -> None:
    assert cosign(TEXT, ONE_KEY, TIME, ONE.sign) == GOOD


def test_a_cosigner_key_survives_its_text() -> None:
    text = ONE_KEY.encode()
    assert (
        text
        == f"witness.example.com/w1+{ONE_KEY.key_id.hex()}+" + base64.b64encode(b"\x04" + ONE_KEY.public_key).decode()
    )
    assert CosignerKey.decode(f" {text}\n") == ONE_KEY


def test_keys_of_the_two_types_are_not_taken_for_each_other() -> None:
    with pytest.raises(NoteError):
        CosignerKey.decode(LOG_KEY.encode())
    with pytest.raises(NoteError):
        VerifierKey.decode(ONE_KEY.encode())


def test_every_mangled_cosigner_key_is_refused() -> None:
    text = ONE_KEY.encode()
    changed = [text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))]
    for one in (*changed, *(text[:at] for at in range(len(text))), text + "A", text + "AAAA"):
        with pytest.raises(NoteError):
            CosignerKey.decode(one)


def test_several_witnesses_stand_on_one_note() -> None:
    note = add_signature(add_signature(NOTE, GOOD), cosign(TEXT, TWO_KEY, TIME + 9, TWO.sign))
    text, found = open_cosignatures(note, [ONE_KEY, TWO_KEY])
    assert text == TEXT
    assert [(one.key, one.time) for one in found] == [(ONE_KEY, TIME), (TWO_KEY, TIME + 9)]
    assert found[0].line == GOOD
    assert [one.key for one in open_cosignatures(note, [TWO_KEY])[1]] == [TWO_KEY]
    assert open_cosignatures(note, [])[1] == []
    assert open_note(note, LOG_KEY) == TEXT


def test_extension_lines_are_cosigned_too() -> None:
    text = TEXT + "an extension\n"
    line = cosign(text, ONE_KEY, TIME, ONE.sign)
    assert open_cosignatures(add_signature(sign_note(text, LOG_KEY, LOG.sign), line), [ONE_KEY])[1]
    with pytest.raises(NoteError):
        open_cosignatures(add_signature(NOTE, line), [ONE_KEY])


WRONG = {
    "another time": by_the_specification(ONE_KEY.name, ONE, TIME + 1),
    "a plain signature": f"— {ONE_KEY.name} "
    + base64.b64encode(ONE_KEY.key_id + ONE.sign(TEXT.encode())).decode()
    + "\n",
    "a time and no signature": f"— {ONE_KEY.name} " + base64.b64encode(ONE_KEY.key_id + bytes(8)).decode() + "\n",
    "less than a time": f"— {ONE_KEY.name} " + base64.b64encode(ONE_KEY.key_id + b"1").decode() + "\n",
    "time zero": by_the_specification(ONE_KEY.name, ONE, 0, f"cosignature/v1\ntime 0\n{TEXT}".encode()),
    "a time beyond 2^63 - 1": by_the_specification(
        ONE_KEY.name, ONE, 2**63, f"cosignature/v1\ntime {2**63}\n{TEXT}".encode()
    ),
}


@pytest.mark.parametrize("trick", WRONG)
def test_a_wrong_cosignature_of_a_known_key_spoils_the_note(trick: str) -> None:
    for note in (add_signature(NOTE, WRONG[trick]), add_signature(add_signature(NOTE, GOOD), WRONG[trick])):
        with pytest.raises(NoteError):
            open_cosignatures(note, [ONE_KEY])


def test_lines_of_unknown_keys_are_ignored_even_if_they_share_a_name() -> None:
    same_name = by_the_specification(ONE_KEY.name, TWO, TIME)
    assert open_cosignatures(add_signature(NOTE, same_name), [ONE_KEY])[1] == []


@pytest.mark.parametrize("time", [0, -1, 2**63])
def test_no_cosignature_without_a_time(time: int) -> None:
    with pytest.raises(NoteError):
        cosign(TEXT, ONE_KEY, time, ONE.sign)


def test_what_is_no_note_is_refused() -> None:
    for content in (b"", b"\xff\n\n" + GOOD.encode(), NOTE[:-1], NOTE + GOOD.encode() * (MAXIMUM_BYTES // len(GOOD))):
        with pytest.raises(NoteError):
            open_cosignatures(content, [ONE_KEY])


def test_where_the_archive_keeps_them() -> None:
    name = cosigned_name(17, ONE_KEY)
    assert name == f"cosigned/00000000000000000017-{ONE_KEY.key_id.hex()}"
    assert is_cosigned_name(name)
    assert not any(map(is_cosigned_name, (name + "0", name.upper(), "cosigned/17-00000000", f"x/{name}", "")))
