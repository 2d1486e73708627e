"""Writing campaigns, sending them, and hearing what became of them."""
