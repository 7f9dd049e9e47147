"""What a visitor's process may not ask of the kernel: another program, another process, a network, other processes' lives.

A filter of system calls (seccomp), which no code that a visitor might smuggle in can take off again. What it refuses
looks like a lack of permission (EPERM). Elsewhere than on Linux on x86-64 and arm64 there is none.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass
from errno import EINVAL, ENOSYS, EPERM


@dataclass(frozen=True, slots=True)
class _Machine:
    """A kind of processor: its number in the kernel, and the numbers of its system calls."""

    number: int
    clone: int
    clone3: int
    of_self: tuple[int, ...]
    """Calls whose first argument must be this process: kill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo."""
    limits: int
    """prlimit64, whose first argument must be 0, which means this process."""
    refused: tuple[int, ...]


# Of all machines: pidfd_send_signal, io_uring_setup, io_uring_enter, io_uring_register, pidfd_open, pidfd_getfd,
# open_tree, move_mount, fsopen, fsmount, mount_setattr.
_REFUSED_EVERYWHERE = (424, 425, 426, 427, 434, 438, 428, 429, 430, 432, 442)

# In each: execve, execveat, (fork, vfork,) ptrace, tkill, process_vm_readv, process_vm_writev, socket, connect, bind,
# listen, accept, accept4, unshare, setns, mount, umount2, pivot_root, chroot, bpf, perf_event_open, userfaultfd, keyctl,
# add_key, request_key, init_module, finit_module, kexec_load, reboot, swapon, personality, (mknod,) mknodat,
# open_by_handle_at, fanotify_init.
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E, 56, 435, (62, 234, 129, 297), 302,
        (59, 322, 57, 58, 101, 200, 310, 311, 41, 42, 49, 50, 43, 288, 272, 308, 165, 166, 155, 161, 321, 298, 323, 250,
         248, 249, 175, 313, 246, 169, 167, 135, 133, 259, 304, 300, *_REFUSED_EVERYWHERE),
    ),
    "aarch64": _Machine(
        0xC00000B7, 220, 435, (129, 131, 138, 240), 261,
        (221, 281, 117, 130, 270, 271, 198, 203, 200, 201, 202, 242, 97, 268, 40, 39, 41, 51, 280, 241, 282, 219,
         217, 218, 105, 273, 104, 142, 224, 92, 33, 265, 262, *_REFUSED_EVERYWHERE),
    ),
}  # fmt: skip

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _MACHINE, _FIRST_LOW = 0, 4, 16
_THREAD = 0x10000
_OTHER_ABI = 0x40000000


def enter() -> bool:
    """Give up these calls for good, in this thread and those that it starts; false where the kernel has no filter.

    The process must have given up new privileges before. Raises `OSError` where the kernel refuses.
    """
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    program = _program(machine)
    steps = ctypes.create_string_buffer(program)
    filter = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps)))
    libc = ctypes.CDLL(None, use_errno=True)
    if not libc.prctl(_SET_SECCOMP, _FILTER, filter, 0, 0):
        return True
    if ctypes.get_errno() in (EINVAL, ENOSYS):
        return False
    raise OSError(ctypes.get_errno(), "the filter of system calls was refused")


def probe() -> int:
    """Try it in this process; 0 if it works, for an exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)
    try:
        return 0 if enter() else 1
    except OSError:
        return 1


def _program(machine: _Machine) -> bytes:
    """The filter: each step is a code, how many steps to skip if so and if not, and a number."""
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 1, 0, machine.number),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 0, 1, _OTHER_ABI),
        (_RETURN, 0, 0, _KILL),
    ]
    for number in machine.refused:
        steps += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | EPERM)]
    # What it is asked to make stands in memory, where a filter cannot look; libraries then ask with `clone`.
    steps += [(_IF_EQUAL, 0, 1, machine.clone3), (_RETURN, 0, 0, _REFUSE | ENOSYS)]
    for number, check in (
        (machine.clone, (_IF_ANY, 0, 1, _THREAD)),
        (machine.limits, (_IF_EQUAL, 0, 1, 0)),
        *((number, (_IF_EQUAL, 0, 1, os.getpid())) for number in machine.of_self),
    ):
        steps += [
            (_IF_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _FIRST_LOW),
            check,
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE | EPERM),
        ]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)
