"""Providers' servers as their documentation describes them: real HTTP on a free port, with every way to misbehave."""
