"""What FastAPI finds out anew for each route of each application, although it never differs: here it is kept.

It looks at the parameters of every endpoint twice, and has pydantic build a validator for each of them. Nothing of a
request is kept: these are fields, as annotations describe them, and nobody changes a field that is made.
"""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import routing
from fastapi.dependencies import utils
from fastapi.utils import create_model_field

_analyze = utils.analyze_param
_kept: dict[Any, Any] = {}


def remember_routes(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone; what was kept stays for the next time."""
    patch.setattr(utils, "analyze_param", _parameter)
    patch.setattr(routing, "create_model_field", _field)


def _parameter(*, param_name: str, annotation: Any, value: Any, path_param_names: set[str]) -> Any:
    key = (param_name, annotation, type(value), value, frozenset(path_param_names))
    return _once(
        key,
        lambda: _analyze(param_name=param_name, annotation=annotation, value=value, path_param_names=path_param_names),
    )


def _field(**given: Any) -> Any:
    """Of an answer."""
    return _once(tuple(given.items()), lambda: create_model_field(**given))


def _once(key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
    try:
        known = key in _kept
    except TypeError:
        # Something in it can be changed.
        return make()
    if not known:
        _kept[key] = make()
    return _kept[key]
