"""UUID version 7 (RFC 9562): ids that sort by the time they were made, so that their index grows at one end."""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    stamp = time.time_ns() // 1_000_000
    return UUID(int=(stamp << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62))
