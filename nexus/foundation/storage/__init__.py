"""Files: what is stored (models), putting and dropping it (files), and who may fetch it (links)."""
