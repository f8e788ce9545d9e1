"""make bench: every figure that the README quotes, as ratios in one run. `python -m benchmarks rules screen http` runs a part."""

from __future__ import annotations

import os
import platform
import sys
from datetime import date
from importlib import import_module
from importlib.metadata import version

PARTS = ("rules", "screen", "extract", "http")

os.environ["VERIFIER_ALLOW_TEST_IDS"] = "1"
print(f"{date.today()}  Python {platform.python_version()}  {os.cpu_count()} cores  " +
      "  ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "pyarrow", "polars", "pandera", "xlsxwriter", "python-calamine")))
for part in sys.argv[1:] or PARTS:
    import_module(f"benchmarks.{part}").run()
