"""Users and their accounts: the first administrator, and everybody after."""
