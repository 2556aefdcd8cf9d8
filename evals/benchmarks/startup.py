"""How long does the command take before it does anything, and for the five seed articles?

python -m crossexam.evals.benchmarks.startup
"""

import sys
import tempfile
from pathlib import Path

from .measure import CROSSEXAM, compare

_SEEDS = Path(__file__).parents[2] / "seeds" / "libya-2019"
_RUNS = 15


def main() -> None:
    """Print each command beside what it is measured against."""
    typer = (sys.executable, "-c", "import typer")
    libraries = (sys.executable, "-c", "import pydantic, typer, jinja2, rapidfuzz")
    print(f"whole processes, in turn, median of {_RUNS}")
    print(f"{'':<34}{'wall':>9}{'cpu':>9}{'peak':>10}")
    with tempfile.TemporaryDirectory() as here:
        for name, arguments, against, base in (
            ("crossexam --help", ["--help"], "import typer", typer),
            ("crossexam --version", ["--version"], "import typer", typer),
            ("check, five seeds", ["check", str(_SEEDS), "--again"], "import pydantic ... rapidfuzz", libraries),
            ("check, nothing changed", ["check", str(_SEEDS), "--json"], "import pydantic ... rapidfuzz", libraries),
        ):
            own, other, ratio = compare((*CROSSEXAM, *arguments), base, _RUNS, Path(here))
            for label, cost in ((name, own), (against, other)):
                print(f"{label:<34}{cost.wall * 1000:>6.0f} ms{cost.cpu * 1000:>6.0f} ms{cost.peak:>6.0f} MiB")
            print(f"{'ratio':<34}{ratio.wall:>6.2f}{ratio.cpu:>9.2f}{ratio.peak:>9.2f}\n")


if __name__ == "__main__":
    main()
