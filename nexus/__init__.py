"""The project: wiring on top, foundation below."""
