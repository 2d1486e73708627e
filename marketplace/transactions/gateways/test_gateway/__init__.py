"""The built-in gateway: a provider of its own with its own rows, card page and signed events; no real card works."""
