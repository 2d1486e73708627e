"""Pages of the catalogue: the shop, what is one's own, files, and pages to read."""
