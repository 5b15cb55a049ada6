"""Counts, read from what the tools print."""

from mspllab.shell.testing.tally import Tally, of_pytest, of_tool

PYTEST = """\
..F.s                                                                    [100%]
=========================== short test summary info ============================
SKIPPED [1] tests/sip/test_via.py:12: no such file
FAILED tests/sip/test_via.py::test_it - assert 1 == 2
1 failed, 3 passed, 1 skipped in 0.21s
"""


def test_every_test_of_pytest_counts() -> None:
    tally = of_pytest(PYTEST, 1)
    assert (tally.passed, tally.failed, tally.skipped) == (3, 1, 1)


def test_failures_and_skips_say_which_and_why() -> None:
    tally = of_pytest(PYTEST, 1)
    assert tally.failures == ("tests/sip/test_via.py::test_it - assert 1 == 2",)
    assert tally.skips == ("tests/sip/test_via.py:12: no such file",)


def test_colours_are_no_part_of_a_failure() -> None:
    output = "FAILED a.ipynb::Cell 4 - \x1b[91mfailed\x1b[0m\n1 failed in 2.00s\n"
    assert of_pytest(output, 1).failures == ("a.ipynb::Cell 4 - failed",)


def test_an_error_while_collecting_is_a_failure() -> None:
    output = "ERROR tests/sip/test_via.py - ImportError: no\n1 error in 0.10s\n"
    tally = of_pytest(output, 2)
    assert tally.failed == 1
    assert tally.failures == ("tests/sip/test_via.py - ImportError: no",)


def test_a_pytest_that_dies_is_a_failure_with_its_last_words() -> None:
    tally = of_pytest("Segmentation fault\n", -11)
    assert tally.failed == 1
    assert tally.failures == ("Segmentation fault",)


def test_no_tests_are_no_failure() -> None:
    assert of_pytest("no tests ran in 0.01s\n", 5) == Tally()


def test_a_run_that_passed_but_did_not_end_well_is_a_failure() -> None:
    assert of_pytest("3 passed in 0.20s\n", 3).failed == 1


def test_a_tool_is_one_check() -> None:
    assert of_tool("All checks passed!\n", 0) == Tally(passed=1)
    assert of_tool("x.py:1:1: E501\nFound 1 error.\n", 1).failed == 1


def test_the_last_line_is_the_plain_count() -> None:
    assert str(Tally(passed=12, failed=3)) == "12 passed, 3 failed"
    assert str(Tally(passed=1, skipped=2)) == "1 passed, 0 failed, 2 skipped"


def test_counts_add_up() -> None:
    total = Tally(1, 2, 3, ("a",), ("b",)).plus(Tally(1, 1, 1, ("c",), ("d",)))
    assert total == Tally(2, 3, 4, ("a", "c"), ("b", "d"))
