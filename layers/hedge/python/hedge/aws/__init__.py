"""The desk on DynamoDB."""
