"""What runs: one folder for each Lambda function."""
