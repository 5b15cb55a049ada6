"""What went wrong, in one sentence, from what a failed command printed."""

import re
from pathlib import Path
from typing import NamedTuple


class Trouble(NamedTuple):
    """A reason why an installation fails, and what a person can do about it."""

    signs: re.Pattern[str]
    sentence: str
    is_ours: bool = False
    """It lies in this machine: no other installer would fare better."""
    is_unreachable: bool = False
    """It lies in the network, which pip has then tried with all its patience."""

    is_distrust: bool = False
    """It lies in the certificates that an installer trusts."""

    @property
    def ends_it(self) -> bool:
        """Nothing is worth trying after pip has failed with it."""
        return self.is_ours or self.is_unreachable


def _signs(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


TROUBLES = (
    Trouble(
        _signs(
            r"no space left on device", r"disk quota exceeded", r"not enough space on"
        ),
        "the disk is full: the environment needs about 500 MB",
        is_ours=True,
    ),
    Trouble(
        _signs(r"read-only file system", r"permission denied", r"access is denied"),
        "a file or folder may not be written to",
    ),
    Trouble(
        _signs(r"certificate.verify.failed", r"invalid peer certificate", r"SSLError"),
        "the package index shows a certificate that is not trusted: behind a company "
        "proxy set PIP_CERT to its certificate file",
        is_distrust=True,
    ),
    Trouble(
        _signs(
            r"name resolution",
            r"name or service not known",
            r"getaddrinfo failed",
            r"dns error",
            r"failed to (establish a new|create underlying) connection",
            r"connection (refused|reset|timed out)",
            r"tcp connect error",
            r"error sending request",
            r"network is unreachable",
            r"no route to host",
            r"read timed out|connect ?timeout",
            r"proxyerror|tunnel (error|connection failed)",
        ),
        "the package index cannot be reached: is there a network, and if it has a "
        "proxy, is HTTPS_PROXY set?",
        is_unreachable=True,
    ),
    Trouble(
        _signs(r"no matching distribution", r"no solution found", r"not found in the"),
        "the package index has no fitting version of a package",
    ),
)
UNKNOWN = Trouble(_signs(""), "the packages could not be installed")


def trouble_in(output: str) -> Trouble:
    """The first known trouble whose signs stand in `output`."""
    return next((one for one in TROUBLES if one.signs.search(output)), UNKNOWN)


def sentence(output: str, log: Path) -> str:
    """What to tell a person: the trouble, and where everything that was said stands."""
    trouble = trouble_in(output)
    text = f"{trouble.sentence[0].upper()}{trouble.sentence[1:]}"
    said = "" if trouble is not UNKNOWN else f"\n{last_lines(output)}"
    return f"{text} (all that was said: {log}){said}"


def last_lines(output: str, count: int = 5) -> str:
    """The last lines with something on them, indented."""
    lines = [line for line in output.splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:])
