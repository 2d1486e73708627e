"""Says in one sentence that this Python does not fit."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"Nexus needs Python 3.11 to 3.13; this is {sys.version.split()[0]}. Name another with PYTHON=python3.11.")
