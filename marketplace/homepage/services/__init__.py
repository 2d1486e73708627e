"""What staff may do to the shop window."""
