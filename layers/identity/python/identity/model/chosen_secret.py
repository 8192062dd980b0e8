"""PINs and passwords that a person chose: the refusals of those that are guessed first."""

from identity.model.password import fault_of
from identity.model.pin import is_trivial
from lacre.model.refusal import Fault, Ground, Refusal


def require_good_pin(pin: str, at: str) -> None:
    """Raises Refusal INVALID for a PIN that everybody tries; `at` is where it stands in the request."""
    if is_trivial(pin):
        fault = Fault(at, "Six equal digits, or digits in a row, are guessed first.")
        raise Refusal(Ground.INVALID, "PIN_TRIVIAL", "This PIN is too easy to guess.", faults=(fault,))


def require_good_password(password: str, username: str, at: str) -> None:
    """Raises Refusal INVALID for a password against the rules."""
    if (what := fault_of(password, username)) is not None:
        raise Refusal(Ground.INVALID, "PASSWORD_WEAK", "This password does not fit.", faults=(Fault(at, what),))
