"""A target for a limited child that takes its time to start."""

import time

time.sleep(4)


def do(request: dict, report) -> dict:
    return {}
