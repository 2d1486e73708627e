"""One file a family of things; a new file here is found by itself."""
