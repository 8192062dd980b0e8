"""Writes docs/api/openapi.json, the API of all functions in one document: `python -m scripts.export_openapi`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from lacre.http.documented import openapi_of
from scripts.applications import applications

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api" / "openapi.json"


class TwoMeaningsError(Exception):
    """Two functions describe different things by one name."""


def text(apps: Mapping[str, FastAPI]) -> str:
    """The whole file: sorted, so that a change of the API is a change of few lines."""
    return json.dumps(document(apps), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def document(apps: Mapping[str, FastAPI]) -> dict[str, Any]:
    """All functions' operations, each with its function's name as its tag. Raises TwoMeaningsError."""
    merged: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Lacre", "version": "1"}}
    for function, app in apps.items():
        one = openapi_of(app)
        for operations in one["paths"].values():
            for operation in operations.values():
                operation["tags"] = [function]
        _merge(merged, {"paths": one["paths"], "components": one["components"]}, "")
    return merged


def _merge(into: dict[str, Any], more: Mapping[str, Any], at: str) -> None:
    for name, value in more.items():
        if name not in into:
            into[name] = value
        elif at.count("/") < 2 and isinstance(value, dict):
            _merge(into[name], value, f"{at}/{name}")
        elif into[name] != value:
            raise TwoMeaningsError(f"{at}/{name}")


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(applications()), "utf-8")
    print(PAGE.relative_to(PAGE.parents[2]))


if __name__ == "__main__":
    main()
