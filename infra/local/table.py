"""What the terminal shows when the stack is ready."""

from infra.local.layout import RUN, STACK_FILE, shown
from infra.local.stack_file import Stack

COLUMNS = ("role", "username", "pin", "province", "district")


def ready_text(stack: Stack) -> str:
    """Addresses, people and the log's public key."""
    places = {
        "console": stack["console"],
        "API": stack["api"],
        "log public key": stack["log_public_key"],
        "all names": shown(STACK_FILE),
        "logs": shown(RUN),
    }
    rows = [COLUMNS, *(tuple(user[column] for column in COLUMNS) for user in stack["users"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    people = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(
        [
            "",
            "Lacre runs on this machine.",
            "",
            *(f"  {name:<15} {place}" for name, place in places.items()),
            "",
            *(f"  {line}".rstrip() for line in people),
            "",
        ]
    )
