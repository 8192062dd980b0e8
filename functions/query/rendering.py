"""Templates: Jinja2 with everything escaped, and an error for a name that is not given."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.query.static_files import SEAL, STYLE

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.globals.update(style=STYLE.address, seal=SEAL.address)


def render(template: str, *, root: str, **context: object) -> str:
    """`root` leads from the page to the console's root (`../` per level), so that links hold behind any prefix."""
    return _PAGES.get_template(template).render(root=root, **context)
