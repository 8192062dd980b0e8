"""Adapters to AWS: DynamoDB, S3, KMS, SQS."""
