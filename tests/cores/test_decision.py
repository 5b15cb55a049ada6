import pytest

from mspllab.cores.decision import (
    Decision,
    Drop,
    Fork,
    Forward,
    Pass,
    Reply,
    Target,
    targets_of,
)

DESK, MOBILE = Target("sip:desk@h"), Target("sip:mobile@h")


@pytest.mark.parametrize(
    ("decision", "targets"),
    [
        (Forward(DESK), (DESK,)),
        (Fork((DESK, MOBILE)), (DESK, MOBILE)),
        (Fork(()), ()),
        (Reply(404), ()),
        (Pass(), ()),
        (Drop("no"), ()),
    ],
)
def test_only_forward_and_fork_have_targets(
    decision: Decision, targets: tuple[Target, ...]
) -> None:
    assert targets_of(decision) == targets
