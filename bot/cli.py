"""The command line: `kortelijn …`. Thin: each command is a module of bot.commands, imported when it is asked for.

What cannot be done is one line on stderr and exit status 2 (what was asked is wrong) or 1 (something else is).
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from bot.commands.errors import Wrong

#: Command to what it is for; each is bot/commands/<command>.py.
COMMANDS = {
    "run": "start de assistent: Telegram, de webapp en de klok",
    "chat": "praat in de terminal met de assistent",
    "tick": "laat de klok één keer tikken",
    "outbox": "toon wat er verstuurd is of wordt, zonder inhoud",
    "import": "lees partners, teams, mensen en roosters in",
    "sample": "de voorbeeldgemeente laden of tonen",
    "invite": "maak een koppelcode voor iemand",
    "unlink": "maak iemand los, meteen en overal",
    "nlu": "laat zien hoe een zin begrepen wordt",
    "check": "kijk na of alles in orde is",
    "train": "leer het taalmodel, als dat nodig is",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="kortelijn", description="De assistent die de lijnen kort houdt.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="opdracht")
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        if given and given[0] == name:
            importlib.import_module(f"bot.commands.{name}_command").add_arguments(command)
    chosen = parser.parse_args(given)
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    from bot.log import set_up_log
    from bot.model import TrainingFailed
    from bot.settings import SettingsProblem, load_settings, unknown_settings
    from knowledge.store import KeyProblem

    module = importlib.import_module(f"bot.commands.{chosen.command}_command")
    set_up_log()
    for unknown in unknown_settings():
        print(f"kortelijn: {unknown}", file=sys.stderr)
    try:
        settings = load_settings()
        if settings.spacy_model:
            # Also from the settings file: the language side, which knows no settings, and the training look here.
            os.environ["KORTELIJN_SPACY_MODEL"] = settings.spacy_model
        return int(module.run(chosen, settings) or 0)
    except Wrong as wrong:
        print(f"kortelijn: {wrong}", file=sys.stderr)
        return 2
    except (SettingsProblem, KeyProblem, TrainingFailed) as problem:
        print(f"kortelijn: {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); Python must not complain when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
