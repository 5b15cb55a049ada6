"""`python3 -m mspllab VERB`: asks for the right Python, then reads the command line.

This file and `__init__.py` keep to what every Python can parse, so that an old one can
still say what is wrong.
"""

import os
import sys

if sys.version_info < (3, 11):
    found = [
        name
        for name in ("python3.14", "python3.13", "python3.12", "python3.11")
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if os.access(os.path.join(folder, name), os.X_OK)
    ]
    sys.stderr.write(
        "mspllab needs Python 3.11 or newer, and this is Python %s (%s): %s\n"
        % (
            sys.version.split()[0],
            sys.executable,
            "start it with %s instead" % found[0]
            if found
            else "install a newer one from https://www.python.org/downloads/",
        )
    )
    sys.exit(2)

from mspllab.shell.commands import main

if __name__ == "__main__":
    sys.exit(main())
