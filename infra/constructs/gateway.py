"""The Regional REST API: one proxy integration a function, throttled, logged by route and never by path."""

import json
from collections.abc import Mapping, Sequence

from aws_cdk import CfnOutput, RemovalPolicy, Tags
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.function import Function, retention
from infra.nag import acknowledge
from infra.stage import API_STAGE, LOCAL_API_ID, StageSettings

# The route's template stands in for the path: a path, a query or a header may hold what must not be kept.
ACCESS_LOG = {
    "request_id": "$context.requestId",
    "time": "$context.requestTimeEpoch",
    "address": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "latency_ms": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "integration_error": "$context.integrationErrorMessage",
    "xray_trace_id": "$context.xrayTraceId",
}


class Gateway(Construct):
    """A REST API whose every route (a path, or a method and a path) goes to the alias of a function."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        routes: Mapping[str, Sequence[str]],
        functions: Mapping[str, Function],
    ) -> None:
        super().__init__(scope, name)
        self._log = logs.LogGroup(
            self,
            "AccessLog",
            retention=retention(settings.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY if settings.is_local else RemovalPolicy.RETAIN,
        )
        self.api = self._api(settings)
        for function, paths in routes.items():
            self._route(functions[function], paths)
        if settings.is_local:
            self._pin()
        self._acknowledge()

    def _api(self, settings: StageSettings) -> apigateway.RestApi:
        return apigateway.RestApi(
            self,
            "Api",
            description="Lacre",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            # A compressed body passes only as binary; Mangum decodes what arrives so, whatever its type.
            binary_media_types=["*/*"],
            # REST APIs write access logs with a role set on the whole account and region.
            cloud_watch_role=not settings.is_local,
            cloud_watch_role_removal_policy=None if settings.is_local else RemovalPolicy.RETAIN,
            disable_execute_api_endpoint=not settings.is_local,
            domain_name=None if settings.is_local else self._domain(settings),
            deploy_options=self._stage(settings),
        )

    def _domain(self, settings: StageSettings) -> apigateway.DomainNameOptions:
        return apigateway.DomainNameOptions(
            domain_name=settings.domain,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", settings.certificate_arn),
            endpoint_type=apigateway.EndpointType.REGIONAL,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )

    def _stage(self, settings: StageSettings) -> apigateway.StageOptions:
        return apigateway.StageOptions(
            stage_name=API_STAGE,
            throttling_rate_limit=settings.throttle.rate,
            throttling_burst_limit=settings.throttle.burst,
            tracing_enabled=True,
            metrics_enabled=True,
            data_trace_enabled=False,
            logging_level=apigateway.MethodLoggingLevel.OFF,
            access_log_destination=apigateway.LogGroupLogDestination(self._log),
            access_log_format=apigateway.AccessLogFormat.custom(json.dumps(ACCESS_LOG)),
        )

    def _route(self, function: Function, paths: Sequence[str]) -> None:
        # One permission for the whole API: one a method would outgrow the alias's resource policy.
        integration = apigateway.LambdaIntegration(function.alias, proxy=True, scope_permission_to_method=False)
        for route in paths:
            method, _, path = route.rpartition(" ")
            self.api.root.resource_for_path(path).add_method(method or "ANY", integration)

    def _pin(self) -> None:
        # The local AWS takes the API's id from this tag, so that its URL is known before the deployment.
        Tags.of(self.api).add("ms-custom-id", LOCAL_API_ID, include_resource_types=["AWS::ApiGateway::RestApi"])

    def _acknowledge(self) -> None:
        acknowledge(
            self.api,
            "callers authenticate in the function, where a refusal becomes an event; an authorizer would not record it",
            "AwsSolutions-APIG4",
            "AwsSolutions-COG4",
        )
        acknowledge(
            self.api,
            "API Gateway demands this managed policy on the role that writes access logs",
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
        )
        acknowledge(
            self.api,
            "requests are validated in the function, where a refusal becomes an event",
            "AwsSolutions-APIG2",
        )
        acknowledge(
            self.api,
            "execution logs hold raw paths, which may hold secrets; access logs by route are on",
            "AwsSolutions-APIG6",
        )

    def add_outputs(self, scope: Construct) -> None:
        """The API's id, and what the public name has to point to."""
        CfnOutput(scope, "ApiId", value=self.api.rest_api_id)
        if self.api.domain_name:
            CfnOutput(scope, "ApiDomainTarget", value=self.api.domain_name.domain_name_alias_domain_name)
