"""Design by talking without a network: words → requirements document → parametric OpenSCAD → measured mesh.

`plan` answers a message, `drawn` writes the source of a document; `measuring.measured` puts what the mesh measures
beside what the document wants.
"""

from conversations.planning.planner import Plan, drawn, plan

__all__ = ["Plan", "drawn", "plan"]
