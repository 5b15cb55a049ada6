"""The command line itself: verbs, statuses, and errors that are sentences."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mspllab.shell.commands import VERBS

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., object]


def test_no_words_show_every_verb(command: Command) -> None:
    said = command()
    assert said.status == 0
    assert all(f"  {verb} " in said.out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_knows_json(command: Command, verb: str) -> None:
    said = command(verb, "--help")
    assert said.status == 0
    assert "--json" in said.out


def test_an_unknown_verb_is_told_the_nearest_one(command: Command) -> None:
    said = command("paly")
    assert said.status == 2
    assert said.err == "mspllab: there is no verb 'paly': did you mean 'play'?\n"
    assert said.out == ""


def test_a_verb_like_no_other_is_told_all_of_them(command: Command) -> None:
    assert "there are lab, test," in command("zzz").err


def test_an_unknown_option_is_bad_usage_and_shows_the_usage(command: Command) -> None:
    said = command("parse", "--jsn", "x.sip")
    assert said.status == 2
    assert "--jsn" in said.err
    assert "usage: python3 -m mspllab parse" in said.err


def test_an_error_is_still_one_document_where_json_is_asked_for(
    command: Command,
) -> None:
    said = command("play", "--json", "nowhere.toml")
    assert said.status == 2
    assert "nowhere.toml" in json.loads(said.out)["error"]


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    message = ROOT / "data" / "messages" / "invite.sip"
    process = subprocess.Popen(
        [sys.executable, "-m", "mspllab", "parse", *[str(message)] * 400],
        cwd=ROOT,
        # Unbuffered, Python forgets the rest of a write that was cut off.
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 2
    process.stderr.close()


def test_a_closed_standard_input_is_named() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys; os.close(0); os.execv(sys.executable, "
            "[sys.executable, '-m', 'mspllab', 'parse', '-'])",
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        done.stderr == b"mspllab: standard input is closed: give a file instead of -\n"
    )


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_the_first_files_can_be_parsed_by_every_python(name: str) -> None:
    text = (ROOT / "mspllab" / name).read_text("utf-8")
    assert text.isascii()
    for sign in ('f"', "f'", "->", ":=", "match "):
        assert sign not in text
