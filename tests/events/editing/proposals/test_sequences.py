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

STEPS = int(os.environ.get("KB_SEQUENCE_STEPS", "150"))
STEPS_OF_ONE = 50 if "KB_SEQUENCE_STEPS" in os.environ else 30


@pytest.mark.slow
def test_any_sequence_keeps_the_rules_of_proposals(db, tmp_path):
    world, counts = World(tmp_path), Counter()
    while sum(counts.values()) < STEPS:
        run_state_machine_as_test(
            lambda: Sequence(world, counts),
            settings=settings(
                max_examples=max(1, (STEPS - sum(counts.values())) // STEPS_OF_ONE),
                stateful_step_count=STEPS_OF_ONE,
                suppress_health_check=list(HealthCheck),
            ),
        )
    for name in sorted({name for name, _result in counts}):
        print(f"{name:24} {counts[name, 'done']:6} done {counts[name, 'refused']:6} refused")
    print(f"{'steps':24} {sum(counts.values()):6}")
