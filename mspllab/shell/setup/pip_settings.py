"""What pip is configured to do, in uv's words: uv does not read pip's settings."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SECTIONS = ("global", "install", ":env:")
"""The sections of pip's settings that count for an installation; later ones win."""
VARIABLE_OF = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
}


class UvSettings(NamedTuple):
    """What to hand to uv."""

    variables: dict[str, str]
    options: tuple[str, ...] = ()


def read_pip_settings(python: Path) -> str:
    """What `pip config list` prints, "" without a pip. It may hold passwords."""
    for one in (sys.executable, python):
        command = [str(one), "-m", "pip", "config", "list"]
        listed = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if listed.returncode == 0:
            return listed.stdout.decode("utf-8", "replace")
    return ""


def in_words_of_uv(listing: str, given: Mapping[str, str] = os.environ) -> UvSettings:
    """`listing`, as pip prints it, for uv; what `given` says already stays as it is."""
    settings = _settings(listing)
    variables = {
        VARIABLE_OF[key]: " ".join(value.split())
        for key, value in settings.items()
        if key in VARIABLE_OF
    }
    if "UV_FIND_LINKS" in variables:  # the one list that uv wants with commas
        variables["UV_FIND_LINKS"] = variables["UV_FIND_LINKS"].replace(" ", ",")
    if "UV_INDEX" in variables:  # pip takes the best version of all indexes
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if not variables.get("UV_HTTP_TIMEOUT", "0").isdigit():
        del variables["UV_HTTP_TIMEOUT"]
    without_index = settings.get("no-index", "0").lower() in ("1", "true", "yes", "on")
    return UvSettings(
        {name: value for name, value in variables.items() if name not in given},
        ("--no-index",) if without_index else (),
    )


def _settings(listing: str) -> dict[str, str]:
    lines = sorted(_lines(listing), key=lambda line: SECTIONS.index(line[0]))
    return {key: value for _, key, value in lines}


def _lines(listing: str) -> Iterator[tuple[str, str, str]]:
    """Section, key and value of lines such as "global.index-url='https://…'"."""
    for line in listing.splitlines():
        section, _, rest = line.partition(".")
        key, _, value = rest.lstrip(".").partition("=")
        if section in SECTIONS and value.startswith(("'", '"')):
            yield section, key, str(ast.literal_eval(value))
