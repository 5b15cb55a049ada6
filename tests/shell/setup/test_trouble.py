"""Every common failure of an installation is told in one sentence."""

from pathlib import Path

import pytest

from mspllab.shell.setup.trouble import last_lines, sentence, trouble_in

CASES = {
    "error: Failed to fetch: …\n  cause: tcp connect error\n": "cannot be reached",
    "WARNING: Retrying … Temporary failure in name resolution'": "cannot be reached",
    "ProxyError('Cannot connect to proxy.')": "cannot be reached",
    "  cause: dns error\n": "cannot be reached",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
    "device": "disk is full",
    "error: failed to write: Read-only file system (os error 30)": "not be written",
    "  cause: invalid peer certificate: UnknownIssuer": "PIP_CERT",
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_": "PIP_CERT",
    "ERROR: No matching distribution found for jupyterlab": "no fitting version",
}


@pytest.mark.parametrize("output", CASES)
def test_what_a_command_printed_becomes_a_sentence(output: str) -> None:
    assert CASES[output] in trouble_in(output).sentence


def test_a_full_disk_ends_it_but_a_distrusted_index_does_not() -> None:
    assert trouble_in("No space left on device").ends_it
    assert trouble_in("network is unreachable").ends_it
    assert not trouble_in("invalid peer certificate").ends_it


def test_a_known_trouble_is_one_line_and_names_the_log() -> None:
    text = sentence("getaddrinfo failed", Path("build/lab.log"))
    assert "\n" not in text
    assert "build/lab.log" in text


def test_an_unknown_trouble_shows_the_last_words() -> None:
    text = sentence("one\n\ntwo\n", Path("log"))
    assert text.endswith("    one\n    two")


def test_of_many_lines_the_last_five_are_shown() -> None:
    assert last_lines("\n".join("abcdefgh")) == "    d\n    e\n    f\n    g\n    h"
