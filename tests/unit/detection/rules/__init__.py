"""Each rule over events as the product itself records them: one that can never fire is a defect."""
