"""Readers: each takes a file of one format, believes nothing of it, and gives an assembly; GLB is the room's own."""
