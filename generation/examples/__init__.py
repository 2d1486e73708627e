"""OpenSCAD sources that authors can start from; each is measured by its test."""
