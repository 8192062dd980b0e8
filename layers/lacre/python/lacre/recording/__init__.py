"""Recording: state and event in one transaction, refusals alone, each with a receipt."""
