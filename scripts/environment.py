"""Makes `.venv` from the lock file: complete or not at all.

Run by `scripts/setup` with a Python 3.10 from outside `.venv`; uses nothing but the standard library. A stamp inside
`.venv` says what it was made from. The stamp goes before anything changes and comes back when all is done, so an
interrupted set-up is never taken for a finished one.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "kortelijn-stamp.json"
LOG = ROOT / ".setup.log"
LOCK = ROOT / "requirements" / "lock.txt"
MADE_FROM = (LOCK, ROOT / "pyproject.toml", Path(__file__))
PROGRESS_EVERY_SECONDS = 5
LOG_LINES_SHOWN = 30


class SetupError(Exception):
    """The environment could not be made; the message says why."""


def main() -> int:
    """Brings `.venv` up to date. Returns the exit status: 1, with the reason on stderr, when it cannot."""
    try:
        with only_one_at_a_time():
            if not is_up_to_date():
                make()
    except SetupError as error:
        print(f"Set-up failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; the next try starts afresh.", file=sys.stderr)
        return 130
    return 0


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Holds the set-up's lock; another `make` in the same folder waits here."""
    with (ROOT / ".setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up in this folder …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wanted_stamp() -> dict[str, str]:
    """What the environment ought to be made from. The folder counts: scripts in `.venv` hold its path."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in MADE_FROM))
    return {"folder": str(ROOT), "made_from": digest.hexdigest()}


def found_stamp() -> dict[str, str]:
    """What the environment was made from; empty when there is none or it was never finished."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def is_up_to_date() -> bool:
    """Whether `.venv` is finished, of this lock file and in working order."""
    return found_stamp() == wanted_stamp() and (VENV / "bin" / "kortelijn").exists() and python_runs()


def python_runs() -> bool:
    """Whether the interpreter in `.venv` still starts: the one it was made from may have been removed."""
    try:
        return subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def make() -> None:
    """Makes `.venv`, or brings a finished one to the lock file."""
    started = time.monotonic()
    LOG.write_text("")
    prepare_folder()
    environment = with_index_settings_of_pip()
    install(environment)
    partial = STAMP.with_suffix(".partial")
    partial.write_text(json.dumps(wanted_stamp()))
    partial.replace(STAMP)
    say(f"Environment ready in .venv ({time.monotonic() - started:.0f} s).")


def prepare_folder() -> None:
    """Leaves a `.venv` with pip and no stamp: the old one if it was finished here, else a new one."""
    reusable = found_stamp().get("folder") == str(ROOT) and python_runs()
    STAMP.unlink(missing_ok=True)
    if not reusable:
        shutil.rmtree(VENV, ignore_errors=True)
        run(f"Making .venv with Python {sys.version.split()[0]}", [sys.executable, "-m", "venv", str(VENV)])


def install(environment: dict[str, str]) -> None:
    """Installs the lock file and the project with uv, or with pip where uv is not to be had or fails."""
    count = len(re.findall(r"^[\w.-]+==", LOCK.read_text(), re.MULTILINE))
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    try:
        run("Fetching uv", [*pip(), "install", "--no-deps", locked_uv()], environment)
        to_venv = ["--python", str(PYTHON)]
        run(
            f"Installing {count} packages (half a minute to a few minutes)",
            [str(UV), "pip", "sync", "--compile-bytecode", *to_venv, str(LOCK)],
            environment,
        )
        compat = ["--config-setting", "editable_mode=compat"]
        run("Installing Kortelijn", [str(UV), "pip", "install", *to_venv, *compat, *project], environment)
    except SetupError as error:
        say(f"Not with uv ({error}); with pip, which takes longer.")
        run(f"Installing {count} packages with pip", [*pip(), "install", "--no-deps", "-r", str(LOCK)], environment)
        compat = ["--config-settings", "editable_mode=compat"]
        run("Installing Kortelijn", [*pip(), "install", *compat, *project], environment)


def pip() -> list[str]:
    """The pip of `.venv`, as the start of a command. It is wanted again at each refresh, so it repairs itself."""
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]


def locked_uv() -> str:
    """The requirement for uv, as locked."""
    found = re.search(r"^uv==\S+", LOCK.read_text(), re.MULTILINE)
    if not found:
        raise SetupError("uv is not in the lock file")
    return found.group()


def with_index_settings_of_pip() -> dict[str, str]:
    """The process environment, with what the user's pip is set to, said in uv's words.

    uv does not read pip's files. What the user set for uv itself goes before.
    """
    found = pip_settings()
    index, extra = found.get("index-url", ""), found.get("extra-index-url", "")
    for_uv = {
        "UV_DEFAULT_INDEX": index,
        "UV_INDEX": " ".join(url for url in extra.split() if url.startswith("http")),
        "UV_FIND_LINKS": ",".join(found.get("find-links", "").split()),
        "UV_INSECURE_HOST": found.get("trusted-host", ""),
        "UV_HTTP_TIMEOUT": found.get("timeout") or found.get("default-timeout", ""),
        "SSL_CERT_FILE": found.get("cert", ""),
        "SSL_CLIENT_CERT": found.get("client-cert", ""),
        "ALL_PROXY": found.get("proxy", ""),
        # pip looks in all places and takes the best; so does uv when told.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    return {**{name: value for name, value in for_uv.items() if value}, **os.environ}


def pip_settings() -> dict[str, str]:
    """Settings of pip from its files and from `PIP_` variables, the latter winning."""
    listing = subprocess.run([*pip(), "config", "list"], check=False, capture_output=True, text=True).stdout
    pairs = re.findall(r"^(global|install|:env:)\.([\w-]+)='(.*)'$", listing, re.MULTILINE)
    order = ("global", "install", ":env:")
    return {name: text.replace("\\n", " ") for section in order for place, name, text in pairs if place == section}


def run(label: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Runs a command with its output in the log, and says every few seconds that it is still at it.

    Raises SetupError, with the end of the log on stderr, when the command fails.
    """
    say(f"{label} …")
    started = time.monotonic()
    with LOG.open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            wait_with_progress(process, started)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if process.returncode:
        print("\n".join(LOG.read_text().splitlines()[-LOG_LINES_SHOWN:]), file=sys.stderr)
        raise SetupError(f"'{Path(command[0]).name}' stopped with status {process.returncode}; more in {LOG.name}")


def wait_with_progress(process: "subprocess.Popen[bytes]", started: float) -> None:
    """Waits for the process to end, with a line every few seconds."""
    while True:
        try:
            process.wait(PROGRESS_EVERY_SECONDS)
            return
        except subprocess.TimeoutExpired:
            say(f"  … {time.monotonic() - started:.0f} s")


def say(text: str) -> None:
    """Tells the user, at once also when the output is a file."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
