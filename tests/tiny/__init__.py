"""Tiny models of true architectures, made when a test first needs them: no download, no files in the repository."""
