"""The one role that may change the definition of the events table and of the archive bucket."""

from aws_cdk import DefaultStackSynthesizer, Duration, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct


class BreakGlassRole(iam.Role):
    """CloudFormation's service role for the rare update of what is immutable.

    `aws cloudformation update-stack --role-arn <this role>`, by somebody who holds iam:PassRole on it. It can touch
    the definition of tables and buckets, never their content: it holds no action on items or objects.
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(
            scope,
            name,
            description="Changes the definition of the events table and the archive bucket; each use raises an alarm",
            assumed_by=iam.ServicePrincipal("cloudformation.amazonaws.com"),
            max_session_duration=Duration.hours(1),
        )

    def may_redefine(self, table_arn: str, bucket_arn: str) -> None:
        """Grants what CloudFormation needs to update the two, and no deletion of either."""
        self._allow(
            table_arn,
            "dynamodb:DescribeTable",
            "dynamodb:DescribeContinuousBackups",
            "dynamodb:DescribeTimeToLive",
            "dynamodb:DescribeContributorInsights",
            "dynamodb:DescribeKinesisStreamingDestination",
            "dynamodb:ListTagsOfResource",
            "dynamodb:GetResourcePolicy",
            "dynamodb:UpdateTable",
            "dynamodb:UpdateContinuousBackups",
            "dynamodb:PutResourcePolicy",
        )
        self._allow(
            bucket_arn,
            "s3:GetBucketPolicy",
            "s3:GetBucketObjectLockConfiguration",
            "s3:GetBucketVersioning",
            "s3:GetEncryptionConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetBucketLogging",
            "s3:PutBucketPolicy",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutEncryptionConfiguration",
        )
        # Every template of a bootstrapped account reads the version of its bootstrap.
        version = f"cdk-bootstrap/{DefaultStackSynthesizer.DEFAULT_QUALIFIER}/version"
        parameter = Stack.of(self).format_arn(service="ssm", resource="parameter", resource_name=version)
        self._allow(parameter, "ssm:GetParameters")

    def _allow(self, arn: str, *actions: str) -> None:
        self.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=[arn]))
