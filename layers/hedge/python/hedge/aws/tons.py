"""Quantities as the counters of DynamoDB keep them: whole thousandths of a ton."""

from decimal import Decimal

from hedge.model.amounts import write_quantity


def thousandths(quantity: Decimal) -> int:
    """Raises decimal.Inexact for a quantity of more than three decimals."""
    return int(write_quantity(quantity).replace(".", ""))


def tons(count: str) -> Decimal:
    """The quantity of a counter's text, with three decimals."""
    whole, rest = divmod(int(count), 1000)
    return Decimal(f"{whole}.{rest:03d}")
