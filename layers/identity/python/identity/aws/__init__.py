"""Adapters: DynamoDB, KMS, Secrets Manager, argon2, and the keys that the issuer publishes."""
