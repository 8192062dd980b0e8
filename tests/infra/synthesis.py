"""Synthesises a stage in this process and answers questions about its templates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import App
from aws_cdk.assertions import Template

from infra.app import build
from infra.stage import StageSettings, stage_settings

CDK_JSON = Path(__file__).resolve().parents[2] / "cdk.json"
Resource = Mapping[str, Any]


def new_app(outdir: Path) -> App:
    """An app with the context that the CDK command line would hand to it."""
    flags = json.loads(CDK_JSON.read_text())["context"]
    return App(outdir=str(outdir), context=flags | {"aws:cdk:enable-path-metadata": True})


@dataclass(frozen=True)
class Synthesis:
    """One stage after synth: its settings, its templates, and where they were written."""

    settings: StageSettings
    stateful: Template
    stateless: Template
    outdir: Path

    @property
    def templates(self) -> list[Template]:
        return [self.stateful, self.stateless]

    def resource(self, template: Template, type_: str, path: str) -> Resource:
        """The one resource of a type whose construct path (without the stack) is or starts with `path`."""
        found: list[Resource] = [
            resource
            for resource in template.find_resources(type_).values()
            if (place(resource) + "/").startswith(path + "/")
        ]
        assert len(found) == 1, (path, [place(resource) for resource in found])
        return found[0]

    def all(self, type_: str) -> list[Resource]:
        return [resource for template in self.templates for resource in template.find_resources(type_).values()]


def place(resource: Resource) -> str:
    """Where a resource stands in its stack, such as `tables/events`: CDK's path without its own last words."""
    path: str = resource["Metadata"]["aws:cdk:path"]
    words = [word for word in path.split("/")[1:] if word not in {"Resource", "Table", "Secret"}]
    return "/".join(words)


def synthesise(stage: str, repository: Path, outdir: Path) -> Synthesis:
    """Synthesises the stacks of a stage; cdk-nag's findings raise. The witness's has tests of its own."""
    app = new_app(outdir)
    settings = stage_settings(stage)
    data, code, _ = build(app, settings, repository)
    app.synth()
    return Synthesis(settings, Template.from_stack(data), Template.from_stack(code), outdir)
