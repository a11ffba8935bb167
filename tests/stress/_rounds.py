"""What every stress test has around it: how often, what was done and found, and how it ends."""

import argparse
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random


def run(title: str, a_round: Callable[[Random], str], rounds: int) -> bool:
    """Do so many rounds, unless the arguments say how many `--rounds`, or for how many `--minutes`.

    A round says in a few words what happened; how often it said so is printed. One that fails is a fault, told as it
    is found. Says whether there was none.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    chance = Random(wanted.seed)
    happened: Counter[str] = Counter()
    faults = done = 0
    begun = time.monotonic()
    print(f"── {title}", flush=True)
    while time.monotonic() - begun < wanted.minutes * 60 if wanted.minutes else done < wanted.rounds:
        done += 1
        try:
            happened[a_round(chance)] += 1
        except Exception:  # noqa: BLE001 - whatever went wrong in a round is what is looked for
            faults += 1
            print(f"Round {done} with --seed {wanted.seed}:\n{traceback.format_exc(limit=-3)}", flush=True)
    for words, times in happened.most_common():
        print(f"{times:8,}  {words}")
    print(f"{done:8,}  rounds in {time.monotonic() - begun:.0f} s: {faults or 'no'} faults", flush=True)
    return not faults


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="rosterdesk-stress-") as name:
        yield Path(name)
