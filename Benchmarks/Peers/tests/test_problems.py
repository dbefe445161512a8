# test_problems.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Tests of reading lists of problems."""

import unittest

from problems import COLUMNS, FOLDER, ProblemError, load, parse

HEADER = ",".join(COLUMNS)
ROW = "net,conv,2,6,10,12,8,3,5,1,2,1,2,1,1,2,4"


class ProblemsTests(unittest.TestCase):
    """`problems.py`."""

    def test_reads_every_column(self) -> None:
        (problem,) = parse(f"{HEADER}\n{ROW}\n", "list.csv")
        self.assertEqual(problem.title, "net/conv")
        self.assertEqual(problem.input_shape, (2, 6, 10, 12))
        self.assertEqual(problem.weight_shape, (8, 3, 3, 5))
        self.assertEqual(problem.stride, (1, 2))
        self.assertEqual(problem.padding, (1, 2))
        self.assertEqual(problem.dilation, (1, 1))
        self.assertEqual((problem.groups, problem.repeat), (2, 4))
        self.assertEqual(problem.kernel, "random")
        self.assertEqual(problem.row(), ROW)

    def test_columns_may_stand_in_any_order(self) -> None:
        def reverse(line: str) -> str:
            return " , ".join(reversed(line.split(",")))

        text = f"\ufeff{reverse(HEADER)}\r\n\r\n{reverse(ROW)}\r\n"
        self.assertEqual([problem.row() for problem in parse(text, "list.csv")], [ROW])

    def test_kernel_is_optional(self) -> None:
        (problem,) = parse(f"{HEADER},kernel\n{ROW},gaussian", "list.csv")
        self.assertEqual(problem.kernel, "gaussian")

    def test_refuses_with_the_place(self) -> None:
        for text, message in [
            ("", "list.csv: empty"),
            (HEADER, "list.csv: has no problems"),
            (f"{HEADER},color\n{ROW},red", "unknown: ['color']"),
            (f"{HEADER},kh\n{ROW},3", "list.csv: the columns must be"),
            (HEADER.replace(",kh", "") + f"\n{ROW}", "missing: ['kh']"),
            (f"{HEADER}\n\n{ROW},1", "list.csv:3: 18 fields where there are 17 columns"),
            (f"{HEADER}\n{ROW[:-1]}0", 'list.csv:2: column repeat: "0" is not a whole number of 1'),
            (f"{HEADER}\n{ROW.replace('conv,2', 'conv,two')}", 'list.csv:2: column n: "two"'),
            (f"{HEADER},kernel\n{ROW},round", 'column kernel: "round" is none of random, gaussian'),
        ]:
            with self.subTest(text), self.assertRaises(ProblemError) as caught:
                parse(text, "list.csv")
            self.assertIn(message, str(caught.exception))

    def test_lists_by_name_take_a_batch(self) -> None:
        self.assertEqual({problem.batch for problem in load("resnet50_v1_5", 1)}, {1})
        self.assertEqual({problem.batch for problem in load("lenet@64", 1)}, {64})
        self.assertEqual({problem.batch for problem in load(str(FOLDER / "lenet.csv"), 3)}, {3})
        with self.assertRaisesRegex(ProblemError, "none of the lists alexnet"):
            load("lenet@many", 1)

    def test_every_list_can_be_read(self) -> None:
        for file in FOLDER.glob("*.csv"):
            self.assertTrue(load(file.stem, 1))

    def test_image_filters_are_recognized(self) -> None:
        for name, expected in [("images", True), ("gaussians", True), ("lenet", False)]:
            self.assertEqual({problem.is_image_filter for problem in load(name, 1)}, {expected})
        for line, expected in [
            ("s,n,1,1,9,9,1,3,3,1,1,1,1,1,1,1,1", True),
            ("s,n,1,1,9,9,1,3,3,2,1,1,1,1,1,1,1", False),
            ("s,n,1,1,9,9,1,3,3,1,1,0,0,1,1,1,1", False),
            ("s,n,1,1,9,9,1,3,3,1,1,1,1,2,2,1,1", False),
            ("s,n,1,1,9,9,1,2,2,1,1,1,1,1,1,1,1", False),
        ]:
            (problem,) = parse(f"{HEADER}\n{line}", "list.csv")
            self.assertEqual(problem.is_image_filter, expected, line)


if __name__ == "__main__":
    unittest.main()
