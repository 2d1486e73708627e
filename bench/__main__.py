"""`python -m bench [P2 P4 …]`: runs the named benches, or all, one after another; each is a process with a time limit."""

import os
import signal
import subprocess
import sys
import time

from bench.ground import Ground, ground
from bench.processes import ROOT

# name: (module, seconds at most, whether it uses the common servers). Two free cores need a third of these seconds.
BENCHES: dict[str, tuple[str, int, bool]] = {
    "P1": ("bench.p1_catalogue", 600, True),
    "P2": ("bench.p2_pages", 180, True),
    "P4": ("bench.p4_jobs", 240, True),
    "P5": ("bench.p5_models", 900, True),
    "P10": ("bench.p10_shap_e", 900, False),
    "P6": ("bench.p6_scad", 900, True),
    "P7": ("bench.p7_sockets", 180, True),
    "P8": ("bench.p8_purchases", 300, True),
    "P9": ("bench.p9_uploads", 300, True),
    "P11": ("bench.p11_start", 300, False),
    "P12": ("bench.p12_growth", 600, True),
    "PAGE": ("bench.page_weight", 20, False),
}


def run(name: str, on: Ground) -> bool:
    module, seconds, common = BENCHES[name]
    env = on.env(f"bench_{name.lower()}") if common else on.bare_env()
    started = time.monotonic()
    bench = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, env=env, start_new_session=True)
    try:
        code = bench.wait(seconds)
    except subprocess.TimeoutExpired:
        print(f"{name} took longer than {seconds} s and was ended.")
        code = 1
    except KeyboardInterrupt:
        bench.send_signal(signal.SIGINT)
        bench.wait(20)
        raise
    finally:
        if bench.poll() is None:
            os.killpg(bench.pid, signal.SIGKILL)
            bench.wait()
    print(f"  {name}: {time.monotonic() - started:.0f} s{'' if code == 0 else ', FAILED'}", flush=True)
    return code == 0


def main(arguments: list[str]) -> int:
    names = [name.upper() for name in arguments] or list(BENCHES)
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"There is no bench {', '.join(unknown)}. There are: {', '.join(BENCHES)}.")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    with ground() as on:
        return 0 if all([run(name, on) for name in names]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
