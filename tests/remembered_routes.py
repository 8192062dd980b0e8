"""What FastAPI finds out anew for each route of each application, although it never differs: here it is kept.

It looks at the signature of every endpoint and at each of its parameters twice, and has pydantic build a validator for
each of them. Nothing of a request is kept: these are descriptions of endpoints, as their code and annotations have
them, and nobody changes a field that is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from types import FunctionType
from typing import Annotated, Any, get_args, get_origin

import pytest
from fastapi import routing
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies import utils
from fastapi.dependencies.models import Dependant
from fastapi.utils import create_model_field
from pydantic.fields import FieldInfo
from starlette.routing import compile_path

_analyze = utils.analyze_param
_depend = routing._build_dependant_with_parameterless_dependencies
_body_of = utils._get_body_field
_LISTS = ("path_params", "query_params", "header_params", "cookie_params", "body_params")
_kept: dict[Any, Any] = {}


def remember_routes(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone; what was kept stays for the next time."""
    patch.setattr(routing, "compile_path", cache(compile_path))
    patch.setattr(routing, "_build_dependant_with_parameterless_dependencies", _dependant)
    patch.setattr(routing, "_get_body_field", _body)
    patch.setattr(utils, "analyze_param", _parameter)
    patch.setattr(routing, "create_model_field", _field)


def _dependant(*, path: str, call: Callable[..., Any], dependencies: Sequence[Any]) -> Any:
    """Of an endpoint: what its parameters are filled from. One of the same code and annotations has the same."""

    def make() -> tuple[Any, Any, Any]:
        made, body, is_embedded = _depend(path=path, call=call, dependencies=dependencies)
        return _twin(made, None), body, is_embedded

    if dependencies or not isinstance(call, FunctionType) or hasattr(call, "__wrapped__"):
        return _depend(path=path, call=call, dependencies=dependencies)
    named = {**call.__annotations__, "the defaults": call.__defaults__, "and others": call.__kwdefaults__}
    key = (path, call.__code__, id(call.__globals__), *((name, _told(value)) for name, value in named.items()))
    kept, body, is_embedded = _once(key, make)
    return _twin(kept, call), list(body), is_embedded


def _twin(dependant: Dependant, call: Callable[..., Any] | None) -> Dependant:
    """The same for another endpoint, which may add to it; what it depends on is not the endpoint's own."""
    lists: dict[str, Any] = {name: list(getattr(dependant, name)) for name in _LISTS}
    return replace(dependant, call=call, dependencies=[_twin(one, one.call) for one in dependant.dependencies], **lists)


def _told(value: Any) -> Any:
    """An annotation or default in a form that is equal for what is written alike; what has none cannot be hashed."""
    if get_origin(value) is Annotated:
        return (Annotated, *map(_told, get_args(value)))
    if isinstance(value, FieldInfo):
        return (type(value), _told(value._attributes_set), _told(value.metadata), _told(vars(value)))
    if isinstance(value, DefaultPlaceholder):
        return (DefaultPlaceholder, _told(value.value))
    if isinstance(value, dict):
        return (dict, *((name, _told(of)) for name, of in value.items()))
    if isinstance(value, set):
        return (set, frozenset(value))
    return (type(value), *map(_told, value)) if isinstance(value, list | tuple) else value


def _body(*, body_params: Any, name: str, embed_body_fields: bool) -> Any:
    """Of a request. Its parameters are kept with it, so that no others come to have their ids."""

    def make() -> tuple[Any, Any]:
        return body_params, _body_of(body_params=body_params, name=name, embed_body_fields=embed_body_fields)

    return _once(("body", name, embed_body_fields, *map(id, body_params)), make)[1]


def _parameter(*, param_name: str, annotation: Any, value: Any, path_param_names: set[str]) -> Any:
    key = (param_name, _told(annotation), type(value), _told(value), frozenset(path_param_names))
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
