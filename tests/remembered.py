"""What boto3 and moto work out anew with every world or call, although it never differs: here it is kept.

Nothing of a request or of its answer is: these are names, the descriptions of services, and moto's list of addresses.
"""

from functools import cache
from typing import Any

import boto3
import pytest
from botocore import useragent
from moto.core import custom_responses_mock, models, responses, utils
from moto.core.model import StructureShape
from moto.core.serialize import DEFAULT_ALIAS_PROVIDERS, AttributePicker, AttributePickerContext, BaseJSONSerializer

_ADDRESSES = cache(custom_responses_mock.CallbackResponse)
_METHODS = cache(utils.method_names_from_class)
_TEXT_OF = cache(useragent.UserAgentComponent.to_string)
_picked = AttributePicker.__call__
_told = BaseJSONSerializer._serialize_type_structure
_names: dict[tuple[type, str, Any], tuple[str, ...]] = {}


def remember(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone; what was kept stays for the next time."""
    patch.setattr(models, "CallbackResponse", _ADDRESSES)
    patch.setattr(responses, "method_names_from_class", _METHODS)
    patch.setattr(useragent.UserAgentComponent, "to_string", lambda component: _TEXT_OF(component))
    patch.setattr(AttributePicker, "__call__", _pick)
    patch.setattr(BaseJSONSerializer, "_serialize_type_structure", _tell)


@cache
def session() -> boto3.Session:
    """One for all worlds: each `mock_aws` begins without, and every new one reads the services' descriptions again."""
    return boto3.Session()


def _pick(picker: AttributePicker, context: AttributePickerContext) -> Any:
    """A member of what is to be told, by whichever of its names it is there."""
    if type(context.obj) is not dict or picker.alias_providers is not DEFAULT_ALIAS_PROVIDERS:
        return _picked(picker, context)
    name = next((one for one in _names_of(picker, context) if one in context.obj), None)
    value = None if name is None else context.obj[name]
    path = f"{context.key_path}.{context.key}"
    transforms = (transform for end, transform in picker.response_transformers.items() if path.endswith(end))
    return next(transforms, lambda same: same)(value)


def _names_of(picker: AttributePicker, context: AttributePickerContext) -> tuple[str, ...]:
    known = (type(picker), context.key, context.shape)
    if known not in _names:
        _names[known] = tuple(dict.fromkeys(picker.get_possible_keys(context)))
    return _names[known]


def _tell(serializer: Any, told: dict[str, Any], value: Any, shape: StructureShape, key: str) -> None:
    """An attribute of an item has one of ten members, and by that name: moto looks for each, by three names."""
    if shape.name != "AttributeValue" or type(value) is not dict or not value.keys() <= shape.members.keys():
        _told(serializer, told, value, shape, key)
        return
    attribute: dict[str, Any] = {}
    for name, held in value.items():
        if name in ("S", "N") and type(held) is str:
            attribute[name] = held
        elif held is not None:
            serializer._serialize(attribute, held, shape.members[name], name)
    serializer._default_serialize(told, attribute, shape, key)
