# results.py, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0
"""What all comparisons write: the commit that was measured, and files that are whole."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


def commit() -> str:
    """The commit of this repository."""
    here = Path(__file__).resolve().parent
    description = subprocess.run(
        ["git", "-C", str(here), "describe", "--always", "--dirty", "--tags"],
        capture_output=True,
        text=True,
        check=False,
    )
    return description.stdout.strip() or "unknown"


def write(path: Path, document: dict[str, Any]) -> None:
    """Writes the file whole, or leaves the one that was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
