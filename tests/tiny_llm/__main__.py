"""`python -m tests.tiny_llm FOLDER` trains the tiny language model into a folder."""

import sys
import time
from pathlib import Path

from tests.tiny_llm import train

began = time.monotonic()
print(f"{train(Path(sys.argv[1]))} steps, {time.monotonic() - began:.0f} s")
