# test_digits.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of judging two trainings of one network."""

import unittest

from digits_result import Result, disagreements, largest_difference


class DisagreementTests(unittest.TestCase):
    """`disagreements` of `digits_result.py`."""

    def setUp(self) -> None:
        self.theirs = Result([2.0] * 60, [0.1], 340)

    def ours(self, step: int = 1, factor: float = 1, correct: int = 340) -> Result:
        """Their result with one loss multiplied, and another score."""
        losses = list(self.theirs.losses)
        losses[step - 1] *= factor
        return Result(losses, [0.1], correct)

    def test_the_same(self) -> None:
        self.assertEqual(disagreements(self.ours(), self.theirs), [])

    def test_a_loss_within_a_thousandth(self) -> None:
        self.assertEqual(disagreements(self.ours(50, 0.9991), self.theirs), [])

    def test_a_loss_further_off(self) -> None:
        for factor in (0.998, 1.002, float("nan")):
            found = disagreements(self.ours(50, factor), self.theirs)
            self.assertEqual(len(found), 1)
            self.assertTrue(found[0].startswith("loss of step 50:"), found)

    def test_later_losses_are_not_compared(self) -> None:
        self.assertEqual(disagreements(self.ours(51, 2), self.theirs), [])

    def test_the_score(self) -> None:
        self.assertEqual(disagreements(self.ours(correct=343), self.theirs), [])
        self.assertEqual(disagreements(self.ours(correct=337), self.theirs), [])
        for correct in (336, 344):
            self.assertEqual(len(disagreements(self.ours(correct=correct), self.theirs)), 1)

    def test_another_number_of_steps(self) -> None:
        self.assertEqual(len(disagreements(Result([2.0] * 59, [0.1], 340), self.theirs)), 1)

    def test_the_worst_step(self) -> None:
        difference, step = largest_difference(self.ours(7, 1.25), self.theirs)
        self.assertAlmostEqual(difference, 0.25)
        self.assertEqual(step, 7)


if __name__ == "__main__":
    unittest.main()
