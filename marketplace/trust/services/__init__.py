"""Commands about reports, cases and appeals."""
