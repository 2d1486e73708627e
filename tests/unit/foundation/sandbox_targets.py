"""What the sandbox's tests run inside limited children: honest work, and every mischief worth trying."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


class Foreseen(Exception):  # noqa: N818
    def __init__(self):
        super().__init__("The wheel has no spokes.")
        self.code, self.message = "no_spokes", "The wheel has no spokes."
        self.suggestions, self.retry = ["Add spokes."], True


def answer(request, report):
    return DEEDS[request["deed"]](request, report)


def _echo(request, report):
    return {"echo": request.get("value"), "pid": os.getpid()}


def _progress(request, report):
    for step in range(5):
        report(step / 4, f"step {step}")
    return {"steps": 5}


def _chatter(request, report):
    print("\x00\x00\x00\x05hello, I look like a frame")
    sys.stderr.write("and so do I\n")
    os.write(1, b"\xff" * 5000)
    return {"fine": True}


def _foreseen(request, report):
    raise Foreseen


def _unforeseen(request, report):
    raise ZeroDivisionError("secret of the inside")


def _sleep(request, report):
    time.sleep(request.get("seconds", 60))
    return {}


def _spin(request, report):
    while True:
        pass


def _spin_in_c(request, report):
    sum(range(10**12))  # never gives the interpreter's lock away for long


def _hog(request, report):
    return {"size": len(bytearray(request.get("megabytes", 4000) * 2**20))}


def _die(request, report):
    os.kill(os.getpid(), request["signal"])
    return {}


def _leave(request, report):
    os._exit(3)


def _fault(request, report):
    ctypes.string_at(0)


def _flood(request, report):
    while True:
        report(0.5, "x" * 1000)


def _huge(request, report):
    return {"text": "x" * (65 * 2**20)}


def _connect(request, report):
    family = getattr(socket, request["family"])
    address = tuple(request["address"]) if isinstance(request["address"], list) else request["address"]
    with socket.socket(family, socket.SOCK_STREAM) as link:
        link.connect(address)
    return {"connected": True}


def _read(request, report):
    return {"text": Path(request["path"]).read_text()[:100]}


def _write(request, report):
    Path(request["path"]).write_text("x" * request.get("size", 1))
    return {}


def _spawn(request, report):
    return {"said": subprocess.run(["/bin/echo", "hi"], capture_output=True, check=True).stdout.decode()}


def _fork(request, report):
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    return {"pid": pid}


def _kill(request, report):
    os.kill(request["pid"], request.get("signal", signal.SIGKILL))
    return {}


def _symlink(request, report):
    Path(request["path"]).symlink_to("/etc/passwd")
    return {}


def _escape(request, report):
    os.setsid()
    return {}


def _environment(request, report):
    return {"names": sorted(os.environ)}


def _thread(request, report):
    import threading

    box = []
    thread = threading.Thread(target=lambda: box.append(1))
    thread.start()
    thread.join()
    return {"ran": box}


DEEDS = {name[1:]: deed for name, deed in list(globals().items()) if name.startswith("_") and callable(deed)}


def main():
    deed, *words = sys.argv[1:]
    if deed == "say":
        print(*words)
    elif deed == "refuse":
        sys.exit("The source is empty.")
    elif deed == "print_much":
        for _ in range(10_000):
            print("x" * 1000)
    else:
        pairs = dict(word.split("=", 1) for word in words)
        print(
            DEEDS[deed](
                {key: int(value) if value.isdigit() else value for key, value in pairs.items()}, lambda *_: None
            )
        )


if __name__ == "__main__":
    main()
