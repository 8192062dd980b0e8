"""Fields whose change deserves a look: rights, secrets, whom one reaches, where one belongs, and money."""

from collections.abc import Iterator, Mapping, Sequence

from lacre.model.canonical import JsonObject, JsonValue

SENSITIVE = frozenset(
    (
        *("role", "roles", "username", "pin", "password", "api_key", "key_id", "phone", "email"),
        *("province", "district", "owner", "agent_id", "merchant_id", "account", "iban", "nuit"),
        *("amount", "limit", "commission", "price", "quantity", "counterparty"),
    )
)


def sensitive_changes(before: JsonObject | None, after: JsonObject | None) -> list[str]:
    """The sensitive names under which something differs, in order. What is new altogether, or gone, was not changed."""
    if before is None or after is None:
        return []
    left, right = set(_named(before)), set(_named(after))
    return sorted({name for name, *_ in left ^ right})


def _named(value: JsonValue) -> Iterator[tuple[str, str, str]]:
    """Each scalar that stands below a sensitive name: the name, its path, and its type and text."""
    pending: list[tuple[str, str, JsonValue]] = [("", "", value)]
    while pending:
        name, path, found = pending.pop()
        if isinstance(found, Mapping):
            pending += [(key if key in SENSITIVE else name, f"{path}/{key}", one) for key, one in found.items()]
        elif isinstance(found, Sequence) and not isinstance(found, str):
            pending += [(name, path, one) for one in found]
        elif name:
            yield name, path, f"{type(found).__name__} {found}"
