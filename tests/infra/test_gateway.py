"""The API: its routes, its limits, and what it must not write down."""

import json
from typing import Any

from tests.e2e.routes import ROUTES as SERVED
from tests.infra.synthesis import Resource, Synthesis

ROUTES = {
    "/v1/bootstrap": "identity",
    "/v1/auth/{proxy+}": "identity",
    "/v1/users": "identity",
    "/v1/users/{proxy+}": "identity",
    "/.well-known/jwks.json": "identity",
    "/console/{proxy+}": "identity",
    "/v1/jurisdiction-changes": "identity",
    "/v1/jurisdiction-changes/{proxy+}": "identity",
    **dict.fromkeys(
        (
            f"/v1/{kind}{rest}"
            for kind in ("agents", "merchants", "markets", "pos", "transactions")
            for rest in ("", "/{proxy+}")
        ),
        "network",
    ),
    "/v1/sync": "network",
    **dict.fromkeys((f"/v1/{kind}{rest}" for kind in ("orders", "linkages") for rest in ("", "/{proxy+}")), "hedge"),
    **dict.fromkeys(
        (f"/v1/{part}/{{proxy+}}" for part in ("contracts", "market-data", "cashflow", "exposures", "mtm", "pl")),
        "hedge",
    ),
    "/v1/scenario/what-if/run": "hedge",
    "/v1/audit/events": "query",
    "POST /v1/audit/events": "ingest",
    "/v1/audit/events/{proxy+}": "query",
    "/v1/audit/{proxy+}": "query",
    **dict.fromkeys(
        (
            f"/{page}{rest}"
            for page in ("audit-logs", "dashboard", "alerts", "cases", "blocks", "exports", "deep-searches")
            for rest in ("", "/{proxy+}")
        ),
        "query",
    ),
    "/settings": "query",
    "/language/{proxy+}": "query",
    "/login": "query",
    "/static/{proxy+}": "query",
    **dict.fromkeys(
        (f"/v1/{kind}{rest}" for kind in ("alerts", "cases", "blocks", "rules") for rest in ("", "/{proxy+}")),
        "query",
    ),
    "/health": "query",
    "/ready": "query",
}


def test_every_served_path_is_routed() -> None:
    """By the template that its first parts fall under, to one function at most."""
    whole = {template.rpartition(" ")[2] for template in ROUTES}
    below = tuple(template.removesuffix("{proxy+}") for template in whole if template.endswith("/{proxy+}"))
    assert [one.path for one in SERVED if one.path not in whole and not one.path.startswith(below)] == []


def api_stage(stage: Synthesis) -> Resource:
    [found] = stage.stateless.find_resources("AWS::ApiGateway::Stage").values()
    properties: Resource = found["Properties"]
    return properties


def api(stage: Synthesis) -> Resource:
    [found] = stage.stateless.find_resources("AWS::ApiGateway::RestApi").values()
    properties: Resource = found["Properties"]
    return properties


def paths(stage: Synthesis) -> dict[str, str]:
    """The route templates by the logical id of their resource."""
    resources = stage.stateless.find_resources("AWS::ApiGateway::Resource")

    def path(name: str | None) -> str:
        if name is None:
            return ""
        properties = resources[name]["Properties"]
        return f"{path(properties['ParentId'].get('Ref'))}/{properties['PathPart']}"

    return {name: path(name) for name in resources}


def callee(integration: dict[str, Any]) -> str:
    [name] = [part["Ref"] for part in integration["Uri"]["Fn::Join"][1] if "Live" in str(part)]
    return str(name).split("Live")[0]


def test_every_route_goes_to_its_function(stage: Synthesis) -> None:
    templates = paths(stage)
    routes = {}
    for found in stage.stateless.find_resources("AWS::ApiGateway::Method").values():
        properties = found["Properties"]
        assert properties["Integration"]["Type"] == "AWS_PROXY"
        assert "RequestValidatorId" not in properties
        template, method = templates[properties["ResourceId"]["Ref"]], properties["HttpMethod"]
        routes[template if method == "ANY" else f"{method} {template}"] = callee(properties["Integration"])
    assert routes == ROUTES


def test_the_stage_is_throttled_and_traced(stage: Synthesis) -> None:
    found = api_stage(stage)
    [limits] = found["MethodSettings"]
    throttle = stage.settings.throttle
    assert (limits["HttpMethod"], limits["ResourcePath"]) == ("*", "/*")
    assert (limits["ThrottlingRateLimit"], limits["ThrottlingBurstLimit"]) == (throttle.rate, throttle.burst)
    assert (limits["DataTraceEnabled"], limits["LoggingLevel"]) == (False, "OFF")
    assert found["TracingEnabled"] is True


def test_access_logs_name_the_route_and_never_the_path(stage: Synthesis) -> None:
    written = json.loads(api_stage(stage)["AccessLogSetting"]["Format"])
    assert written["route"] == "$context.resourcePath"
    for variable in written.values():
        assert variable not in {"$context.path", "$context.protocol"}
        assert not any(word in variable for word in ("querystring", "params", "header", "caller", "userAgent"))


def test_bodies_may_be_compressed(stage: Synthesis) -> None:
    assert api(stage)["BinaryMediaTypes"] == ["*/*"]
    assert api(stage)["EndpointConfiguration"]["Types"] == ["REGIONAL"]


def test_on_aws_the_api_answers_under_its_own_name_only(dev: Synthesis) -> None:
    assert api(dev)["DisableExecuteApiEndpoint"] is True
    [domain] = dev.all("AWS::ApiGateway::DomainName")
    assert domain["Properties"]["DomainName"] == dev.settings.domain
    assert domain["Properties"]["SecurityPolicy"] == "TLS_1_2"
    [mapping] = dev.all("AWS::ApiGateway::BasePathMapping")
    assert "BasePath" not in mapping["Properties"]


def test_locally_the_api_has_the_id_that_its_url_says(local: Synthesis) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in api(local)["Tags"]}
    url = local.settings.public_url
    assert url.endswith(f"/_aws/execute-api/{tags['ms-custom-id']}/{api_stage(local)['StageName']}")
    assert local.all("AWS::ApiGateway::DomainName") == []


def test_the_firewall_limits_addresses_and_logins_more(stage: Synthesis) -> None:
    [acl] = stage.all("AWS::WAFv2::WebACL")
    rules = {rule["Name"]: rule for rule in acl["Properties"]["Rules"]}
    limits = {name: rule["Statement"]["RateBasedStatement"]["Limit"] for name, rule in rules.items()}
    wanted = stage.settings.address_limits
    assert limits == {"logins": wanted.logins, "requests": wanted.requests}
    for rule in rules.values():
        assert rule["Action"] == {"Block": {}}
        assert rule["VisibilityConfig"]["SampledRequestsEnabled"] is False


def guessable(stage: Synthesis) -> list[str]:
    """What a path holds that falls under the limit of logins, whatever stands before it."""
    [acl] = stage.all("AWS::WAFv2::WebACL")
    [rule] = [rule for rule in acl["Properties"]["Rules"] if rule["Name"] == "logins"]
    scope = rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]
    matches = [statement["ByteMatchStatement"] for statement in scope["OrStatement"]["Statements"]]
    for match in matches:
        assert match["PositionalConstraint"] == "CONTAINS"
        assert match["FieldToMatch"] == {"UriPath": {}}
        assert [one["Type"] for one in match["TextTransformations"]] == ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]
    return [match["SearchString"] for match in matches]


def test_what_takes_a_pin_or_a_secret_is_limited_as_a_login(stage: Synthesis) -> None:
    # An administrator gives a new user a PIN there: none is compared with what is known, so none can be guessed.
    takes_and_compares_nothing = {"/v1/users"}
    proofs = {"pin", "password", "secret", "old_pin", "current_secret", "refresh_token"}
    taking = {route.path for route in SERVED if proofs & set(route.body)}
    assert {"/v1/auth/login", "/v1/auth/pin", "/v1/auth/refresh", "/console/session", "/v1/bootstrap"} <= taking
    limited = {route.path for route in SERVED if any(part in route.path for part in guessable(stage))}
    assert taking - takes_and_compares_nothing <= limited
    acting = {"/v1/auth/logout", "/v1/auth/zone"}
    assert limited - taking == acting, "reading and acting are not held to the limit of logins"


def test_every_path_of_the_limit_of_logins_is_served(stage: Synthesis) -> None:
    for part in guessable(stage):
        assert [route for route in SERVED if route.method == "POST" and route.path.startswith(part)], part


def test_the_firewall_stands_before_the_stage_on_aws(dev: Synthesis, local: Synthesis) -> None:
    [association] = dev.all("AWS::WAFv2::WebACLAssociation")
    assert "DeploymentStagelive" in json.dumps(association["Properties"]["ResourceArn"])
    assert local.all("AWS::WAFv2::WebACLAssociation") == []
