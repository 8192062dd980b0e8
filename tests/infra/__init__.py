"""What would be deployed: assertions on the synthesised templates."""
