"""The web application firewall: how much one address may ask."""

from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.stage import AddressLimits

WINDOW_SECONDS = 300
# Where a PIN or a secret can be guessed. `/login` is a page: what it shows is posted to `/console/session`.
GUESSABLE_PATHS = ("/v1/auth/", "/console/session", "/v1/bootstrap")


class Firewall(Construct):
    """A regional WebACL: a limit for everything, and a tighter one for what checks a PIN or a secret."""

    def __init__(self, scope: Construct, name: str, limits: AddressLimits) -> None:
        super().__init__(scope, name)
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow=waf.CfnWebACL.AllowActionProperty()),
            visibility_config=_visibility("all"),
            rules=[
                _limit("logins", 0, limits.logins, _guessable_paths()),
                _limit("requests", 1, limits.requests, None),
            ],
        )

    def guard(self, stage_arn: str) -> None:
        """Puts the firewall in front of a stage of a REST API."""
        waf.CfnWebACLAssociation(self, "Association", resource_arn=stage_arn, web_acl_arn=self.acl.attr_arn)


def _limit(
    name: str, priority: int, limit: int, only: waf.CfnWebACL.StatementProperty | None
) -> waf.CfnWebACL.RuleProperty:
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=waf.CfnWebACL.RuleActionProperty(block=waf.CfnWebACL.BlockActionProperty()),
        visibility_config=_visibility(name),
        statement=waf.CfnWebACL.StatementProperty(
            rate_based_statement=waf.CfnWebACL.RateBasedStatementProperty(
                aggregate_key_type="IP",
                evaluation_window_sec=WINDOW_SECONDS,
                limit=limit,
                scope_down_statement=only,
            )
        ),
    )


def _guessable_paths() -> waf.CfnWebACL.StatementProperty:
    return waf.CfnWebACL.StatementProperty(
        or_statement=waf.CfnWebACL.OrStatementProperty(statements=[_holds(path) for path in GUESSABLE_PATHS])
    )


def _holds(path: str) -> waf.CfnWebACL.StatementProperty:
    # Undone before the comparison, or a client would spell the path another way.
    spellings = ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]
    return waf.CfnWebACL.StatementProperty(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            search_string=path,
            # Not STARTS_WITH: the path that a stage shows to its WebACL may begin with the stage's own name.
            positional_constraint="CONTAINS",
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            text_transformations=[
                waf.CfnWebACL.TextTransformationProperty(priority=order, type=spelling)
                for order, spelling in enumerate(spellings)
            ],
        )
    )


def _visibility(metric: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    # Sampled requests would keep paths and headers outside the trail.
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, sampled_requests_enabled=False, metric_name=metric
    )
