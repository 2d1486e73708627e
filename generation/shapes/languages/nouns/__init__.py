"""Nouns of things and parts in other languages: one table for each group of families."""
