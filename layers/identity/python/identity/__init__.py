"""People, roles and sessions: who may act, and how they show who they are."""
