"""`python3 -m mspllab VERB`: asks for the right Python, then reads the command line.

This file and `__init__.py` keep to what every Python can parse, so that an old one can
still say what is wrong.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "mspllab needs Python 3.11 or newer, and this is Python %s (%s): "
        "install a newer one and start that.\n"
        % (sys.version.split()[0], sys.executable)
    )
    sys.exit(2)

from mspllab.shell.commands import main

if __name__ == "__main__":
    sys.exit(main())
