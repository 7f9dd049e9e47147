"""Memory kept still: what a zygote's children use of it is not copied, and what they make stands together."""

import subprocess
import sys

import pytest

from tests.serve import processes
from tui.serve.still import _can_be_immortal

GONE_THROUGH = """
import os, sys
from tui.serve.still import keep_still

def private():
    told = open("/proc/self/smaps_rollup").read()
    return int(told.split("Private_Dirty:")[1].split()[0])

shelf = [[str(n), {"n": n}] for n in range(100_000)]
keep_still()
if not os.fork():
    before = private()
    looked_at = [one for pair in shelf for one in pair]
    names = [one["n"] for one in looked_at[1::2]]
    shelf[0][0] = "another"
    shelf.pop()
    del shelf[10:20], looked_at
    print(private() - before, names[:3], shelf[0])
    sys.stdout.flush()
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""
"""A child looks at a hundred thousand things that it shares, and prints how many kilobytes of its own that took."""

HOLES = """
from itertools import pairwise
from tui.serve.still import keep_still

rows = [bytes(2000) for _ in range(2000)]
del rows[::2]
keep_still()
places = [id(one) for one in [bytes(1500) for _ in range(500)]]
print(sum(0 < after - before < 2000 for before, after in pairwise(places)))
"""
"""How many of five hundred things, made where there were a thousand holes, stand one after the other."""


def said_by(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    ).stdout


@pytest.mark.skipif(not processes.PROC.exists(), reason="Linux tells how much memory is a process's own")
def test_a_child_goes_on_with_what_it_shares_and_copies_little_of_it() -> None:
    copied, _, told = said_by(GONE_THROUGH).partition(" ")
    assert told == "[0, 1, 2] ['another', {'n': 0}]\n"
    if _can_be_immortal():
        # What it makes itself is 2.4 MB; what it looks at, 30 MB.
        assert int(copied) < 5_000


@pytest.mark.skipif(sys.platform != "linux", reason="other C libraries order their memory in another way")
def test_what_is_made_after_it_stands_together() -> None:
    assert int(said_by(HOLES)) > 450
