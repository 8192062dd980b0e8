"""cdk-nag: the checks that run at synth, and how a finding is acknowledged."""

from aws_cdk import Acknowledgment, App, Stack, Validations
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks, ServerlessChecks
from constructs import IConstruct


def check(app: App) -> None:
    """Fails the synth on any finding of AwsSolutions or Serverless that nobody acknowledged."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))


def acknowledge(scope: IConstruct, reason: str, *findings: str) -> None:
    """Accepts findings on everything under a construct, for a stated reason."""
    for finding in findings:
        Validations.of(scope).acknowledge(Acknowledgment(id=finding, reason=reason))


def objects_of(bucket: s3.IBucket, prefix: str = "") -> str:
    """cdk-nag's name for a grant, made in another stack, on every object of a bucket under a prefix."""
    owner = Stack.of(bucket)
    export = owner.resolve(owner.export_value(bucket.bucket_arn))["Fn::ImportValue"]
    return f"AwsSolutions-IAM5[Resource::{export}/{prefix}*]"
