"""`make benchmark`: prints JSON lines, the machine first; ratios are of one run."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.app import open_knowledge
from bot.benchmark import clock, stock
from bot.benchmark.measure import machine, show
from bot.benchmark.town import people, settings_in
from bot.model import ROOT, environment, up_to_date_model

#: Turns that are timed one by one; each of fifty people says four things at once besides.
_TURNS = 100


def main() -> None:
    """Measure ours and the stock set-up on one database and one model."""
    show("machine", **machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = settings_in(folder)
        up_to_date_model(settings)
        code = people(open_knowledge(settings))
        ours = _ours(folder, code, one_core=False)
        show("ours", **ours)
        show("ours on one core", **_ours(folder, code, one_core=True))
        theirs = stock.measure(folder, code, _TURNS)
        show("stock rasa run and action server", **theirs)
        show("ratio", turns_per_second=round(ours["turns_per_second"] / theirs["turns_per_second"], 2))
        show("one tick of the clock", **clock.measure(folder))


def _ours(folder: Path, code: str, *, one_core: bool) -> dict[str, float]:
    pinned = ["taskset", "-c", "0"] if one_core else []
    command = [*pinned, sys.executable, "-m", "bot.benchmark.ours", str(folder), code, str(_TURNS), str(time.time())]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
