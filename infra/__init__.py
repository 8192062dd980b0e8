"""What deploys Lacre: CDK stages, stacks and constructs. It imports none of the code that it deploys."""
