"""What a limited child may not do: system calls, files, limits. Runs inside the child before its work; stdlib only.

Three walls, none of which needs a privilege or a program: a seccomp filter (no sockets of any kind, so neither the
network nor the machine's own servers; no tracing, no mounting, no signals to others, no links, and unless asked for no
new program), Landlock (only the named folders), and resource limits. A kernel that lacks one is told by `in_force`.
"""

import contextlib
import ctypes
import errno
import fcntl
import math
import os
import platform
import resource
import select
import signal
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 22, 38
_CLONE_THREAD, _CLONE_NEWUSER, _CLONE_NEWNET = 0x10000, 0x10000000, 0x40000000
_KEPT_CAPABILITIES = 1 << 1 | 1 << 2  # reading files of another owner; which files, Landlock says

# Numbers of the calls: x86-64, arm64 (0: the call does not exist there).
_NEVER: dict[str, tuple[int, int]] = {
    "socket": (41, 198),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "tkill": (200, 130),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fsconfig": (431, 431),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "setsid": (112, 157),  # a process that leaves its group outlives the kill of the group
    "setpgid": (109, 154),
    "open_by_handle_at": (304, 265),
    "mknod": (133, 0),
    "mknodat": (259, 33),
    "symlink": (88, 0),  # whoever reads the folder afterwards must not be led out of it
    "symlinkat": (266, 36),
    "link": (86, 0),
    "linkat": (265, 37),
    "iopl": (172, 0),
    "ioperm": (173, 0),
    "modify_ldt": (154, 0),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
}
_PROGRAMS: dict[str, tuple[int, int]] = {"fork": (57, 0), "vfork": (58, 0), "execve": (59, 221), "execveat": (322, 281)}
_OWN_ONLY: dict[str, tuple[int, int]] = {"kill": (62, 129), "tgkill": (234, 131)}
_CLONE, _CLONE3, _PRLIMIT = (56, 220), (435, 435), (302, 261)
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_AT_NUMBER, _AT_ARCHITECTURE, _AT_FIRST = 0, 4, 16


class _Filter:
    """A small program for the kernel: each rule ends in its own verdict, so that no jump is longer than two steps."""

    def __init__(self) -> None:
        self.steps: list[bytes] = []

    def add(self, code: int, k: int, yes: int = 0, no: int = 0) -> None:
        self.steps.append(struct.pack("=HBBI", code, yes, no, k))

    def refuse(self, number: int, error: int) -> None:
        self.add(_JEQ, number, 0, 1)
        self.add(_RET, _ERRNO | error)

    def refuse_unless_first_is(self, number: int, allowed: Sequence[int]) -> None:
        """The call is refused unless its first argument is one of the allowed; the program ends here for this call."""
        self.add(_JEQ, number, 0, len(allowed) * 2 + 2)
        self.add(_LD, _AT_FIRST)
        for value in allowed:
            self.add(_JEQ, value, 0, 1)
            self.add(_RET, _ALLOW)
        self.add(_RET, _ERRNO | errno.EPERM)


def _program(machine: str, *, programs: bool) -> bytes:
    column, architecture = _ARCHITECTURES[machine]
    wall = _Filter()
    wall.add(_LD, _AT_ARCHITECTURE)
    wall.add(_JEQ, architecture, 1, 0)
    wall.add(_RET, _KILL)
    wall.add(_LD, _AT_NUMBER)
    if machine == "x86_64":
        wall.add(_JGE, 0x40000000, 0, 1)  # the second door to the same calls (x32)
        wall.add(_RET, _ERRNO | errno.ENOSYS)
    for numbers in _NEVER.values():
        if numbers[column]:
            wall.refuse(numbers[column], errno.EACCES)
    if not programs:
        for numbers in _PROGRAMS.values():
            if numbers[column]:
                wall.refuse(numbers[column], errno.EACCES)
        for numbers in _OWN_ONLY.values():
            wall.refuse_unless_first_is(numbers[column], [os.getpid(), 0])
        wall.refuse(_CLONE3[column], errno.ENOSYS)  # its flags lie in memory; the C library then takes clone
        wall.add(_JEQ, _CLONE[column], 0, 4)
        wall.add(_LD, _AT_FIRST)
        wall.add(_JSET, _CLONE_THREAD, 0, 1)
        wall.add(_RET, _ALLOW)
        wall.add(_RET, _ERRNO | errno.EACCES)
    wall.refuse_unless_first_is(_PRLIMIT[column], [os.getpid(), 0])
    wall.add(_RET, _ALLOW)
    return b"".join(wall.steps)


def _forbid_calls(*, programs: bool) -> bool:
    """Install the filter; False where the kernel or the machine has none."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        return False
    steps = _program(machine, programs=programs)
    buffer = ctypes.create_string_buffer(steps, len(steps))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(steps) // 8, ctypes.addressof(buffer)))
    return bool(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(header), 0, 0) == 0)


_READ = 1 << 0 | 1 << 2 | 1 << 3  # execute (libraries), read a file, list a folder
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 14  # not: devices, sockets, pipes, links
_FILE_ONLY = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_ALL_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_READABLE_ANYWAY = ("/usr", "/lib", "/lib64", "/bin", "/sys/devices/system", "/proc", "/dev/urandom", "/dev/random")
_READABLE_OF_ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/OpenCL", "/etc/glvnd")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full")


def _confine_files(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Only these folders and files from now on; False where the kernel has no Landlock."""
    version = _libc.syscall(444, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = _ALL_BY_VERSION.get(version, (1 << 16) - 1)
    scoped = 0b11 if version >= 6 else 0  # abstract sockets and signals stay inside
    rules = struct.pack("=QQQ", handled, 0, scoped)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _libc.syscall(444, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return False
    wanted = [(path, _READ) for path in (*readable, *_READABLE_ANYWAY, *_READABLE_OF_ETC)]
    wanted += [(path, _READ | _WRITE) for path in (*writable, *_DEVICES)]
    for path, access in wanted:
        with contextlib.suppress(FileNotFoundError, PermissionError, NotADirectoryError):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = access & handled if Path(path).is_dir() else access & handled & _FILE_ONLY
            _libc.syscall(445, ruleset, 1, struct.pack("=Qi", allowed, place), 0)
            os.close(place)
    done: bool = _libc.syscall(446, ruleset, 0) == 0
    os.close(ruleset)
    return done


def _drop_capabilities() -> None:
    header = struct.pack("=Ii", 0x20080522, 0)
    kept = struct.pack("=IIIIII", _KEPT_CAPABILITIES, _KEPT_CAPABILITIES, 0, 0, 0, 0)
    _libc.capset(header, kept)


def limit(*, megabytes: int, cpu_seconds: float, file_megabytes: int, files: int) -> None:
    """The resource limits of this process and what it starts; 0 means none."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if file_megabytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_megabytes * 2**20,) * 2)
    if megabytes:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)
    if cpu_seconds:
        allow_cpu(cpu_seconds)


def allow_cpu(seconds: float) -> None:
    """So much more processor time from now on; at the end of it the system ends the process (SIGXCPU)."""
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(spent + seconds) + 1, resource.RLIM_INFINITY))


def raise_walls(*, readable: Sequence[str], writable: Sequence[str] | None, programs: bool) -> list[str]:
    """Put up every wall that this kernel has; returns the names of those that stand: calls, files, network.

    `writable=None` leaves files as they are. Cannot be undone.
    """
    standing = []
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if writable is not None and _confine_files(readable, writable):
        standing.append("files")
    _drop_capabilities()
    if _forbid_calls(programs=programs):
        standing += ["calls", "network"]
    elif (
        _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    ):  # an empty network, where the kernel allows it to everybody
        standing.append("network")
    return standing


def die_with(lifeline: int) -> None:
    """The kernel kills this process group when the other end of the pipe closes: when the starter dies, in any way.

    A death signal by `prctl` would be tied to the starter's thread, and a thread that waits for the end of the pipe
    would wait for the interpreter's lock.
    """
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgid(0))
    fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    watch = select.poll()
    watch.register(lifeline, 0)
    if watch.poll(0):
        os._exit(1)  # the starter was gone before the line was tied
