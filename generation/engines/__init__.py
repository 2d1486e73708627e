"""Engines: each turns a brief into model files; plain values in, files out."""
