"""mspl.md §5, variables, fields and constants."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.conformance.bench import REFUSED, answer, is_worth, says

OF_A_REQUEST = [
    ("sipRequest.Method", "INVITE"),
    ("sipRequest.StandardMethod", "INVITE"),
    ("sipRequest.RequestUri", "sip:bob@lab.example"),
    ("sipMessage.To", "<sip:bob@lab.example>"),
    ("sipRequest.From", '"Alice" <sip:alice@lab.example>;tag=a-77f1;epid=a1b2c3d4e5'),
    ("sipRequest.Content", ""),
    ("sipMessage.Stamp", "null"),
    ("sipMessage.StampPool", "null"),
    ("sipMessage.Origin", "NetworkUnknown"),
    ("sipRequest.Transaction.Request.Method", "INVITE"),
    ("sipRequest.Transaction.MarshalContent", "true"),
    ("sipResponse.StatusCode", "false"),
    ("sipResponse.StatusReasonPhrase", "false"),
    ("sipResponse.Transaction.Request.Method", "false"),
    ("dbEndpoint.EPID", "false"),
    ("FQDN", "fe01.lab.example"),
    ("ServerPool", "pool01.lab.example"),
    ("Role", "FrontEnd"),
    ("RequestSource.Aor", "alice@lab.example"),
    ("RequestSource.IsPhone", "false"),
    ("RequestTarget.Aor", "bob@lab.example"),
    ("RequestTarget.DomainSupported", "true"),
    ("RequestTarget.Uri", "sip:bob@lab.example"),
    ("sipRequest.StatusCode", REFUSED),
    ("sipMessage.Method", REFUSED),
    ("sipRequest.Body", REFUSED),
    ("dbEndpoint.HasPresence", REFUSED),
    ("StandardMethod.INVITE", REFUSED),
    ("UserOptions.UcEnabled", REFUSED),
    ("UserOption.RpAllowed", REFUSED),
]


@pytest.mark.parametrize(("field", "value"), OF_A_REQUEST)
def test_a_field_of_a_request(field: str, value: str) -> None:
    assert is_worth(field) == value


OF_AN_ANSWER = [
    ("sipResponse.StatusCode", "200"),
    ("sipResponse.StatusClass", "200"),
    ("sipResponse.StatusReasonPhrase", "OK"),
    ("sipRequest.Method", "false"),
    ("sipResponse.Transaction.Request.Method", "INVITE"),
    ("sipMessage.To", "<sip:bob@lab.example>;tag=d-01"),
]


@pytest.mark.parametrize(("field", "value"), OF_AN_ANSWER)
def test_a_field_of_an_answer(field: str, value: str) -> None:
    assert is_worth(field, answer()) == value


WRITTEN = [
    ('sipMessage.Stamp = "mine"; Log("t",false,sipMessage.Stamp);', "mine"),
    ('sipMessage.Content = "c"; Log("t",false,sipMessage.Content);', "c"),
    (
        'sipRequest.RequestUri = "sip:carol@lab.example";'
        ' Log("t",false,sipRequest.RequestUri);',
        "sip:carol@lab.example",
    ),
    ("sipRequest.Transaction.MarshalContent = false;", ""),
    ('sipRequest.To = "x";', REFUSED),
    ('sipRequest.Method = "BYE";', REFUSED),
    ("sipResponse.StatusCode = 200;", REFUSED),
    ("StatusClass._2xx = 1;", REFUSED),
    ('sipMessage.StampPool = "x";', REFUSED),
    ("RequestSource = 1;", REFUSED),
    (
        'sipMessage.Stamp = "a"; sipMessage.Stamp = "";'
        ' if (sipMessage.Stamp == null) { Log("t",false,"none"); }',
        "none",
    ),
]


@pytest.mark.parametrize(("script", "said"), WRITTEN)
def test_a_field_is_written_or_refused(script: str, said: str) -> None:
    assert says(script) == said


SINCE = [
    ("RequestSource.Aor", Level.V2007R2, False),
    ("RequestSource.Aor", Level.V2010, True),
    ("RequestTarget.Aor", Level.V2005, False),
    ("RequestTarget.Aor", Level.V2007R2, True),
    ("Role", Level.V2005, False),
    ("dbEndpoint.HasPresence", Level.V2007R2, True),
    ("dbEndpoint.HasPresence", Level.V2010, False),
    ("UserOption.NoAudioVideo", Level.V2007R2, False),
]


@pytest.mark.parametrize(("name", "level", "is_known"), SINCE)
def test_a_name_is_known_from_its_level_on(
    name: str, level: Level, is_known: bool
) -> None:
    assert (says(f'Log("t",false,{name});', level=level) != REFUSED) is is_known
