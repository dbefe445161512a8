# digits.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""Trains the network of Examples/Sources/Digits in PyTorch too, from the same parameters with the same batches.

`make compare-digits` runs it. The two train in turn, on one thread, several times. Their losses in the
first steps must agree, and so must what they have learned in the end.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from environment import remove_settings

# Before any library reads them.
REMOVED = remove_settings(os.environ)

import numpy as np
import torch

from digits_result import COMPARED_STEPS, Result, disagreements, largest_difference
from processors import kept_to
from safetensors_file import Contents, read
from timing import wait_until_idle

#: The most of PyTorch's time that ours may take.
BAR = 0.5
TRAINING_PICTURES = 1437


def train_ours(program: str, folder: Path, epochs: int) -> tuple[Result, Contents]:
    """Runs the example, which notes what it started from and did."""
    subprocess.run(
        [program, "--threads", "1", "--epochs", str(epochs), "--dump", str(folder)],
        check=True, stdout=subprocess.DEVNULL,
    )
    record = read(folder / "digits.safetensors")
    tensors = record.tensors
    losses, seconds = tensors["losses"].tolist(), tensors["seconds"].tolist()
    return Result(losses, seconds, int(record.metadata["correct"])), record


def network(record: Contents) -> torch.nn.Sequential:
    """The same layers with the same parameters."""
    layers = torch.nn.Sequential(
        torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(8, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(64, 64), torch.nn.ReLU(),
        torch.nn.Linear(64, 10),
    )
    with torch.no_grad():
        for index, name in ((0, "edges"), (3, "shapes"), (7, "hidden"), (9, "digits")):
            layer = layers[index]
            weight = torch.from_numpy(record.tensors[f"{name}.weight"])
            layer.weight.copy_(weight.reshape(layer.weight.shape))
            layer.bias.copy_(torch.from_numpy(record.tensors[f"{name}.bias"]))
    return layers


def train_torch(record: Contents, pictures: torch.Tensor, labels: torch.Tensor) -> Result:
    """Takes the same steps."""
    settings = {key: float(value) for key, value in record.metadata.items()}
    layers = network(record)
    optimizer = torch.optim.SGD(
        layers.parameters(), lr=settings["learning_rate"], momentum=settings["momentum"],
        weight_decay=settings["weight_decay"],
    )
    order = torch.from_numpy(record.tensors["order"]).long()
    losses, seconds = [], []
    for epoch, indices in enumerate(order):
        optimizer.param_groups[0]["lr"] = settings["learning_rate"] * (1 - epoch / len(order))
        start = time.perf_counter()
        for batch in indices.split(int(settings["batch_size"])):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(layers(pictures[batch]), labels[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        seconds.append(time.perf_counter() - start)
    with torch.inference_mode():
        answers = layers(pictures[TRAINING_PICTURES:]).argmax(dim=1)
    correct = int((answers == labels[TRAINING_PICTURES:]).sum())
    return Result(losses, seconds, correct)


def main() -> int:
    """Compares, and returns 1 where the two differ or ours takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digits", required=True, help="the program of Examples/Sources/Digits")
    parser.add_argument("--data", required=True, help="digits.csv")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=20)
    options = parser.parse_args()

    torch.set_num_threads(1)
    table = np.loadtxt(options.data, delimiter=",", dtype=np.float32)
    pictures = torch.from_numpy(table[:, :64] / 16).reshape(-1, 1, 8, 8)
    labels = torch.from_numpy(table[:, 64]).long()

    ours, theirs = [], []
    with kept_to(1), tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            result, record = train_ours(options.digits, Path(folder), options.epochs)
            ours.append(result)
            theirs.append(train_torch(record, pictures, labels))
            wait_until_idle([os.getpid()])
    failures = disagreements(ours[0], theirs[0])

    apart, _ = largest_difference(ours[0], theirs[0])
    mine, others = (
        statistics.median(time for result in results for time in result.seconds)
        for results in (ours, theirs)
    )
    print(f"removed from the environment: {', '.join(REMOVED) or 'nothing'}")
    print(f"loss, first {COMPARED_STEPS} steps   at most {apart:.1e} apart, relative")
    print(f"test pictures right    {ours[0].correct} here, {theirs[0].correct} in PyTorch")
    print(f"an epoch, one thread   {mine * 1e3:.1f} ms here, {others * 1e3:.1f} ms in PyTorch"
          f" {torch.__version__}: {mine / others:.2f} of its time")
    if mine > BAR * others:
        failures.append(f"an epoch takes {mine / others:.2f} of PyTorch's time, more than {BAR}")
    for failure in failures:
        print(f"ERROR: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
