"""Chromium, for the checks that drive one: where it is, and how it is started."""

import shutil
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
"""Where systems keep it that have no command for it."""
NONE_FOUND = "no Chromium was found; where there is apt: apt-get install chromium"
SWITCHES = (
    "--headless",
    "--no-sandbox",  # what it opens is ours alone, and containers allow no sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
)


def find_chromium() -> str | None:
    """The path of a Chromium, or of a browser made from it; None without one."""
    for name in COMMANDS:
        path = shutil.which(name)
        if path is not None:
            return path
    return next((path for path in ELSEWHERE if Path(path).is_file()), None)
