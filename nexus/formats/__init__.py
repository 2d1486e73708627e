"""How dates are written where a page names no form of its own, the console included; other languages keep Django's."""
