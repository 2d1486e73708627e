"""Words templates speak: icons and figures."""
