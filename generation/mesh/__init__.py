"""Meshes: reading, checking, measuring and writing model files; pure, and run as a child where files are strange."""
