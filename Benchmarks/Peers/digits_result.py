# digits_result.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""What came of training one network twice, and whether the two agree."""

from __future__ import annotations

from dataclasses import dataclass

#: Steps whose losses are compared, and how far they may be apart, relative to their size. Rounding
#: errors grow from step to step: later losses differ more and mean no less.
COMPARED_STEPS, LOSS_TOLERANCE = 50, 1e-3
#: How many more test pictures one of the two may read right.
CORRECT_TOLERANCE = 3


@dataclass(frozen=True)
class Result:
    """What came of a training: the loss of every step, seconds of every epoch, the test's score."""

    losses: list[float]
    seconds: list[float]
    correct: int


def largest_difference(ours: Result, theirs: Result) -> tuple[float, int]:
    """How far the losses of the first steps are apart, relative to theirs, and in which step."""
    apart = [
        abs(mine - other) / other if mine == mine else float("inf")
        for mine, other in zip(ours.losses[:COMPARED_STEPS], theirs.losses[:COMPARED_STEPS])
    ]
    worst = max(range(len(apart)), key=apart.__getitem__)
    return apart[worst], worst + 1


def disagreements(ours: Result, theirs: Result) -> list[str]:
    """What the two do not have in common, as sentences."""
    found = []
    if len(ours.losses) != len(theirs.losses):
        found.append(f"steps: {len(ours.losses)} here, {len(theirs.losses)} in PyTorch")
    apart, step = largest_difference(ours, theirs)
    if not apart <= LOSS_TOLERANCE:
        found.append(
            f"loss of step {step}: {ours.losses[step - 1]:.6f} here,"
            f" {theirs.losses[step - 1]:.6f} in PyTorch"
        )
    if abs(ours.correct - theirs.correct) > CORRECT_TOLERANCE:
        found.append(
            f"test pictures read right: {ours.correct} here, {theirs.correct} in PyTorch"
        )
    return found
