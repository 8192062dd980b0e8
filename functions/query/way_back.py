"""Where one comes back to after a form or a choice: a page of the console, and no other site."""

import re

_PAGE = re.compile(
    r"(audit-logs|dashboard|alerts|cases|blocks|exports|settings|login)(/[\w.-]+)?(\?[^\s\\]*)?", re.ASCII
)


def way_back(wished: str, otherwise: str) -> str:
    """The page wished for, relative to the console's root, if it is one."""
    return wished if _PAGE.fullmatch(wished) else otherwise
