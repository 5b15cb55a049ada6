"""The speed goals against other libraries, which get an environment of their own.

    python3 tests/benchmarks/peers.py [ID…]

It is made anew each time and thrown away afterwards; nothing is installed elsewhere.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("opensip", "sipmessage", "sippy", "simpy")


def main(wanted: list[str]) -> int:
    """Install the peers and print the table; the exit status is the harness's."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            python = environment(Path(folder))
        except subprocess.CalledProcessError:
            sys.stderr.write(f"{', '.join(PEERS)} could not be installed by pip\n")
            return 2
        command = [str(python), str(HERE / "harness.py"), *wanted]
        places = (HERE.parents[1], HERE)
        return subprocess.run(
            command,
            check=False,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(map(str, places)),
                "MSPLLAB_BENCHMARKS": str(HERE / "peers"),
            },
        ).returncode


def environment(folder: Path) -> Path:
    """The Python of a new environment that has the peers."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([str(python), *install, *PEERS], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
