"""The published contracts: thin translations of one core. No rule, no query, no model lives here."""
