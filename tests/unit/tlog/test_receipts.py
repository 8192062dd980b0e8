"""Receipts: what is promised, and that nothing but the receipt key's own delegate can promise it."""

import base64
import uuid
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.tlog.receipt import (
    Delegation,
    Receipt,
    ReceiptError,
    claimed_receipt,
    delegation_message,
    is_claimed,
    read_receipt,
    write_receipt,
)

ROOT, DELEGATE, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
PUBLIC = ROOT.public_key().public_bytes_raw()
NOW = 1_790_000_000_000
RECEIPT = Receipt("019d0000-0000-7000-8000-000000000001", bytes(range(32)), NOW, NOW + 60_000)


def delegated(expires_at: int = NOW + 1000, root: Ed25519PrivateKey = ROOT) -> Delegation:
    public = DELEGATE.public_key().public_bytes_raw()
    return Delegation(public, expires_at, root.sign(delegation_message(public, expires_at)))


TEXT = write_receipt(RECEIPT, delegated(), DELEGATE)


def test_a_receipt_is_read_back() -> None:
    assert read_receipt(TEXT, PUBLIC) == RECEIPT
    assert claimed_receipt(TEXT) == RECEIPT
    assert len(TEXT) == 311


def test_the_layout_is_the_documented_one() -> None:
    raw = base64.urlsafe_b64decode(TEXT + "=")
    assert len(raw) == 233
    assert (raw[0], raw[17:49]) == (1, RECEIPT.leaf_hash)
    assert int.from_bytes(raw[49:57], "big") == NOW
    assert int.from_bytes(raw[57:65], "big") == NOW + 60_000
    assert raw[65:97] == DELEGATE.public_key().public_bytes_raw()
    assert int.from_bytes(raw[97:105], "big") == NOW + 1000
    ROOT.public_key().verify(raw[105:169], b"lacre receipt delegate v1\n" + raw[65:105])
    DELEGATE.public_key().verify(raw[169:], b"lacre receipt v1\n" + raw[:169])


def test_a_delegate_that_had_expired_promises_nothing() -> None:
    assert read_receipt(write_receipt(RECEIPT, delegated(NOW), DELEGATE), PUBLIC) == RECEIPT
    with pytest.raises(ReceiptError, match="expired"):
        read_receipt(write_receipt(RECEIPT, delegated(NOW - 1), DELEGATE), PUBLIC)


@pytest.mark.parametrize(
    "text",
    [
        write_receipt(RECEIPT, delegated(root=STRANGER), DELEGATE),
        write_receipt(RECEIPT, delegated(), STRANGER),
        write_receipt(
            RECEIPT, Delegation(STRANGER.public_key().public_bytes_raw(), NOW, delegated(NOW).signature), STRANGER
        ),
        write_receipt(RECEIPT, Delegation(delegated().public_key, NOW + 2000, delegated().signature), DELEGATE),
    ],
    ids=["delegated by a stranger", "signed by a stranger", "borrowed delegation", "prolonged delegation"],
)
def test_a_forged_receipt_is_refused(text: str) -> None:
    with pytest.raises(ReceiptError, match="does not stand behind"):
        read_receipt(text, PUBLIC)
    # What it claims can be read all the same; a claim is no promise.
    assert claimed_receipt(text) == RECEIPT


def test_another_receipt_key_is_refused() -> None:
    for key in (STRANGER.public_key().public_bytes_raw(), b"", bytes(31)):
        with pytest.raises(ReceiptError):
            read_receipt(TEXT, key)


@pytest.mark.parametrize("byte", range(233))
def test_every_changed_byte_is_noticed(byte: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(TEXT + "="))
    raw[byte] ^= 1
    with pytest.raises(ReceiptError):
        read_receipt(base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), PUBLIC)


LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.mark.parametrize(
    "text",
    ["", TEXT[:-1], TEXT[:-4], TEXT + "A", TEXT + "=", TEXT + "\n", " " + TEXT, "é" * 311, "+" + TEXT[1:]]
    + [TEXT[:-1] + LAST[LAST.index(TEXT[-1]) ^ bits] for bits in (1, 2, 3)],
)
def test_a_cut_or_respelt_receipt_is_refused(text: str) -> None:
    with pytest.raises(ReceiptError):
        read_receipt(text, PUBLIC)


@settings(max_examples=100)
@given(
    st.text(max_size=320)
    | st.binary(min_size=233, max_size=233).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
)
def test_no_text_makes_anything_but_a_receipt_error(text: str) -> None:
    with pytest.raises(ReceiptError):
        read_receipt(text, PUBLIC)


def other_texts() -> Iterator[str]:
    """Each letter left out, doubled, or another."""
    for at, letter in enumerate(TEXT):
        before, after = TEXT[:at], TEXT[at + 1 :]
        yield from (before + other + after for other in ("", letter * 2, *"AQB+/-_= \nç"))
    yield from ("", TEXT + "=", TEXT + "\n", TEXT * 2)


def test_what_a_receipt_claims_is_told_sooner_and_not_otherwise() -> None:
    raw = base64.urlsafe_b64decode(TEXT + "=")
    overdue = raw[:57] + (NOW - 1).to_bytes(8, "big") + raw[65:]
    texts = [TEXT, base64.urlsafe_b64encode(overdue).decode().rstrip("="), *other_texts()]
    asked = uuid.UUID(RECEIPT.event_id).bytes, RECEIPT.leaf_hash, RECEIPT.recorded_at
    for text in texts:
        assert is_claimed(text.encode(), *asked) == is_claim_of_that(text), text
    assert sum(map(is_claim_of_that, texts)) > 100  # whoever signed it


def is_claim_of_that(text: str) -> bool:
    try:
        claimed = claimed_receipt(text)
    except ReceiptError:
        return False
    return (claimed.event_id, claimed.leaf_hash, claimed.recorded_at) == (
        RECEIPT.event_id,
        RECEIPT.leaf_hash,
        RECEIPT.recorded_at,
    )


@pytest.mark.parametrize(
    "asked",
    [
        (bytes(16), RECEIPT.leaf_hash, NOW),
        (uuid.UUID(RECEIPT.event_id).bytes, bytes(32), NOW),
        (uuid.UUID(RECEIPT.event_id).bytes, RECEIPT.leaf_hash, NOW + 1),
        (uuid.UUID(RECEIPT.event_id).bytes, RECEIPT.leaf_hash, -1),
    ],
)
def test_a_receipt_of_another_event_claims_nothing_for_this(asked: tuple[bytes, bytes, int]) -> None:
    assert not is_claimed(TEXT.encode(), *asked)
