"""Edits, reviews and new texts by several people in any order: the rules of proposals hold.

`KB_SEQUENCE_STEPS=10000 script/test tests/events/editing/proposals/test_sequences.py -n 0 -s` is
the long run. It prints how often each action was done and refused.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.events.editing.proposals.machine import Sequence
from tests.events.editing.proposals.world import World

STEPS = int(os.environ.get("KB_SEQUENCE_STEPS", "90"))
STEPS_OF_ONE = 50 if "KB_SEQUENCE_STEPS" in os.environ else 30


@pytest.mark.slow
def test_any_sequence_keeps_the_rules_of_proposals(db, tmp_path):
    world, counts = World(tmp_path), Counter()
    try:
        while (done := sum(counts.values())) < STEPS:
            run_state_machine_as_test(
                lambda: Sequence(world, counts),
                settings=settings(
                    max_examples=max(1, (STEPS - done) // STEPS_OF_ONE),
                    stateful_step_count=STEPS_OF_ONE,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    finally:
        for name in sorted({name for name, _result in counts}):
            done, refused = counts[name, "done"], counts[name, "refused"]
            print(f"{name:26} {done:6} done {refused:6} refused")
        print(f"{'steps':26} {sum(counts.values()):6}")
