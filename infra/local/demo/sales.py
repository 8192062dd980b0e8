"""What is sold."""

from random import Random

from infra.local.demo.names import GOODS

CURRENCY = "MZN"


def sale(dice: Random) -> dict[str, str]:
    """A transaction as a POS sends it, without the wish for a receipt."""
    return {
        "amount": f"{dice.randint(5, 1500)}.{dice.choice(('00', '50', '25'))}",
        "currency": CURRENCY,
        "method": dice.choice(("CASH", "CASH", "CARD", "MOBILE")),
        "description": dice.choice(GOODS),
    }
