"""C2SP signed notes and checkpoints: the specification's example, the Go authors' example, and hostile ones."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.checkpoint import Checkpoint, open_checkpoint
from lacre.tlog.note import (
    MAXIMUM_BYTES,
    NoteError,
    UnknownKeyError,
    VerifierKey,
    add_signature,
    open_note,
    open_signatures,
    sign_note,
    signature_line,
)

# The example of https://c2sp.org/signed-note.
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The example of golang.org/x/mod/sumdb/note, where the format comes from; its private key is public.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
STRANGER = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG_KEY = VerifierKey("log.example.com", LOG.public_key().public_bytes_raw())


def go_note(signatures: str, text: str = GO_TEXT) -> bytes:
    return f"{text}\n{signatures}".encode()


def test_the_example_of_the_specification_opens() -> None:
    assert open_note(SPEC_NOTE.encode(), VerifierKey.decode(SPEC_KEY)) == "This is an example message.\n"
    assert VerifierKey.decode(SPEC_KEY).encode() == SPEC_KEY


def test_we_sign_the_bytes_that_the_reference_signs() -> None:
    key = VerifierKey.decode(GO_KEY)
    assert sign_note(GO_TEXT, key, Ed25519PrivateKey.from_private_bytes(GO_SEED).sign) == go_note(GO_SIGNATURE)


@pytest.mark.parametrize("signatures", [GO_SIGNATURE + STRANGER, STRANGER + GO_SIGNATURE, STRANGER * 16 + GO_SIGNATURE])
def test_signatures_of_other_keys_are_ignored(signatures: str) -> None:
    assert open_note(go_note(signatures), VerifierKey.decode(GO_KEY)) == GO_TEXT


def test_a_text_may_hold_empty_lines() -> None:
    text = "one\n\n\ntwo\n\n"
    assert open_note(sign_note(text, LOG_KEY, LOG.sign), LOG_KEY) == text


def test_a_note_without_our_signature_is_of_an_unknown_key() -> None:
    with pytest.raises(UnknownKeyError):
        open_note(go_note(STRANGER), VerifierKey.decode(GO_KEY))


HOSTILE = {
    "text alone": GO_TEXT.encode(),
    "no signature": go_note(""),
    "no last newline": go_note(GO_SIGNATURE[:-1]),
    "control character": b"\x01" + go_note(GO_SIGNATURE),
    "carriage returns": go_note(GO_SIGNATURE).replace(b"\n", b"\r\n"),
    "not UTF-8": b"\xff" + go_note(GO_SIGNATURE),
    "a name with a space": go_note(GO_SIGNATURE.replace("PeterNeumann", "Bad Name")),
    "a name with a plus": go_note(GO_SIGNATURE.replace("PeterNeumann", "Peter+Neumann")),
    "an unexpected line": go_note(GO_SIGNATURE + "unexpected\n"),
    "a hyphen for the dash": go_note(GO_SIGNATURE.replace("—", "-")),
    "no base64": go_note("— PeterNeumann x08go/ZJ!\n"),
    "no ASCII": go_note("— PeterNeumann é\n"),
    "only a key id": go_note("— PeterNeumann x08gow==\n"),
    "a short signature": go_note("— PeterNeumann x08go/ZJ\n"),
    "other last bits": go_note(GO_SIGNATURE.replace("JnAM=", "JnAN=")),
    "another text": go_note(GO_SIGNATURE, GO_TEXT.replace("answer", "cause")),
    "a wrong signature before the right one": go_note(GO_SIGNATURE.replace("ZJkuBS9U", "ABCDBS9U") + GO_SIGNATURE),
    "too large": go_note(GO_SIGNATURE + STRANGER * (MAXIMUM_BYTES // len(STRANGER))),
    "nothing": b"",
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_notes_are_refused(trick: str) -> None:
    with pytest.raises(NoteError):
        open_note(HOSTILE[trick], VerifierKey.decode(GO_KEY))


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_a_note_error(content: bytes) -> None:
    for note in (content, SPEC_NOTE.encode() + content, content + SPEC_NOTE.encode()[20:]):
        if note != SPEC_NOTE.encode():
            with pytest.raises(NoteError):
                open_note(note, VerifierKey.decode(SPEC_KEY))


def test_every_mangled_key_is_refused() -> None:
    # The table of the reference's own test: every slice, and every character changed.
    slices = [GO_KEY[i:j] for i in range(len(GO_KEY)) for j in range(i + 1, len(GO_KEY) + 1) if j - i < len(GO_KEY)]
    changed = [GO_KEY[:i] + chr(ord(GO_KEY[i]) + 1) + GO_KEY[i + 1 :] for i in range(len(GO_KEY))]
    wrong = [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+" + GO_KEY.split("+", 1)[1],
        "é+é+é",
        "",
    ]
    for text in (*slices, *changed, *wrong):
        with pytest.raises(NoteError):
            VerifierKey.decode(text)


def test_a_text_that_does_not_end_in_a_newline_is_not_signed() -> None:
    with pytest.raises(NoteError):
        sign_note("no newline", LOG_KEY, LOG.sign)


@pytest.mark.parametrize("size", [0, 1, 255, 2**63])
def test_a_checkpoint_survives_its_note(size: int) -> None:
    checkpoint = Checkpoint(LOG_KEY.name, size, bytes(range(32)))
    assert open_checkpoint(checkpoint.signed(LOG_KEY, LOG.sign), LOG_KEY) == checkpoint


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"other.example.com\n1\n{ROOT}\n",
        f"log.example.com\n01\n{ROOT}\n",
        f"log.example.com\n-1\n{ROOT}\n",
        f"log.example.com\n+1\n{ROOT}\n",
        f"log.example.com\n1 \n{ROOT}\n",
        f"log.example.com\n\n{ROOT}\n",
        f"log.example.com\n٣\n{ROOT}\n",
        f"log.example.com\n{10**19}\n{ROOT}\n",
        "log.example.com\n1\n",
        "log.example.com\n1\nnot base64\n",
        "log.example.com\n1\né\n",
        f"log.example.com\n1\n{ROOT[:-4]}\n",
        f"log.example.com\n1\n{ROOT[:-2]}B=\n",
        f"log.example.com\n1\n{ROOT}\n\n",
        f"log.example.com\n1\n{ROOT}\n\nextension\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        open_checkpoint(sign_note(text, LOG_KEY, LOG.sign), LOG_KEY)


ELSE = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
ELSE_KEY = VerifierKey("else.example.com", ELSE.public_key().public_bytes_raw())


def line_of(key: VerifierKey, signing: Ed25519PrivateKey, text: str) -> str:
    return signature_line(key.name, key.key_id, signing.sign(text.encode()))


def test_a_note_takes_further_signatures() -> None:
    text = "one\n\ntwo\n"
    note = sign_note(text, LOG_KEY, LOG.sign)
    both = add_signature(note, line_of(ELSE_KEY, ELSE, text))
    assert both.startswith(note)
    assert open_note(both, LOG_KEY) == open_note(both, ELSE_KEY) == text
    assert add_signature(both, line_of(ELSE_KEY, ELSE, text)) == both


def test_a_signature_line_is_that_of_a_signed_note() -> None:
    name, encoded = GO_SIGNATURE[2:].split()
    raw = base64.b64decode(encoded)
    assert signature_line(name, raw[:4], raw[4:]) == GO_SIGNATURE


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        STRANGER[:-1],
        STRANGER + STRANGER,
        STRANGER + "\n",
        "\n" + STRANGER,
        STRANGER[2:],
        STRANGER.replace(" ", "  "),
        "— EnochRoot AAAA\n",
    ],
)
def test_what_is_not_one_signature_line_is_not_added(line: str) -> None:
    with pytest.raises(NoteError):
        add_signature(go_note(GO_SIGNATURE), line)


def test_nothing_is_added_to_what_is_no_note() -> None:
    for content in (b"", b"text\n", b"text\n\nunexpected\n", go_note(GO_SIGNATURE)[:-1]):
        with pytest.raises(NoteError):
            add_signature(content, STRANGER)


def test_of_several_keys_those_that_signed_are_told() -> None:
    keys = [LOG_KEY, ELSE_KEY, VerifierKey.decode(GO_KEY)]
    text = "text\n"
    own, other = line_of(LOG_KEY, LOG, text), line_of(ELSE_KEY, ELSE, text)
    note = f"{text}\n{STRANGER}{other}{own}".encode()
    assert open_signatures(note, keys) == (text, [(ELSE_KEY, other), (LOG_KEY, own)])
    assert open_signatures(note, []) == (text, [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_each_signature_of_a_known_key_is_checked(order: tuple[int, int]) -> None:
    wrong = line_of(ELSE_KEY, ELSE, "another text\n")
    right = line_of(LOG_KEY, LOG, "text\n"), line_of(ELSE_KEY, ELSE, "text\n")
    for good in right:
        note = "text\n\n" + "".join((good, wrong)[at] for at in order)
        with pytest.raises(NoteError):
            open_signatures(note.encode(), [LOG_KEY, ELSE_KEY])
