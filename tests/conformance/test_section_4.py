"""mspl.md §4, the functions: each at its edges."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.applications.conftest import make_invite
from tests.conformance.bench import CRITICAL, ERROR, REFUSED, answer, is_worth, says

BOB = r'"\"Bob B.\" <sip:bob@lab.example:5061;transport=tls;user=phone>;tag=1;lr"'
VALUES = [
    # §4.4
    (f"GetUri({BOB})", "sip:bob@lab.example:5061;transport=tls;user=phone"),
    ('GetUri("sip:bob@lab.example")', "sip:bob@lab.example"),
    ('GetUri("")', "null"),
    ('GetUri("nothing at all")', "null"),
    (f"GetDisplayName({BOB})", "Bob B."),
    ('GetDisplayName("sip:bob@lab.example")', "null"),
    ('GetDisplayName("Bob <sip:bob@lab.example>")', "Bob"),
    (f"GetUserAtHost({BOB})", "bob@lab.example"),
    ('GetUserAtHost("sip:lab.example")', "null"),
    (f"GetUserName({BOB})", "bob"),
    ('GetUserName("sip:lab.example")', "null"),
    (f"GetHostName({BOB})", "lab.example"),
    ('GetHostName("sip:lab.example")', "lab.example"),
    ('GetHostName("bob")', "null"),
    (f"GetPort({BOB})", "5061"),
    ('GetPort("sip:bob@lab.example")', "0"),
    ('GetPort("nonsense")', "0"),
    (f"GetScheme({BOB})", "sip"),
    ('GetScheme("sips:bob@lab.example")', "sips"),
    ('GetScheme("nonsense")', "null"),
    (f'GetUriParameter({BOB}, "transport")', "tls"),
    (f'GetUriParameter({BOB}, "TRANSPORT")', "tls"),
    (f'GetUriParameter({BOB}, "tag")', "null"),
    ('GetUriParameter("sip:a@b.example;lr", "lr")', "null"),
    (f'GetParameterValue({BOB}, "tag")', "1"),
    (f'GetParameterValue({BOB}, "TAG")', "1"),
    (f'GetParameterValue({BOB}, "lr")', "null"),
    (f'GetParameterValue({BOB}, "transport")', "null"),
    ('GetParameterValue("To: <sip:a@b.example>;epid=x", "EPID")', "x"),
    ('GetParameterValue(sipRequest.From, "epid")', "a1b2c3d4e5"),
    ("GetUri(null)", ERROR),
    (f"IsPhoneUri({BOB})", "true"),
    ('IsPhoneUri("sip:bob@lab.example")', "false"),
    ('IsGRUU("sip:bob@lab.example")', "false"),
    ('IsGRUU("sip:bob@lab.example;opaque=user:epid:x;gruu")', "true"),
    ('GetEndpointInstanceFromGRUU("sip:bob@lab.example")', "null"),
    ('SubdomainOf("sip:a@x.lab.example", "sip:lab.example")', "true"),
    ('SubdomainOf("sip:a@lab.example", "sip:lab.example")', "true"),
    ('SubdomainOf("sip:a@xlab.example", "sip:lab.example")', "false"),
    # §4.5
    ('DomainSupported("lab.example")', "true"),
    ('DomainSupported("other.example")', "false"),
    ('DomainSupported("")', "true"),
    ('SupportsMethod("INVITE", 64, "")', "true"),
    ('SupportsMethod("INVITE", 16, "")', "false"),
    ('SupportsMethod("PRACK", 64, "UPDATE,PRACK")', "true"),
    ('SupportsMethod("PRACK", 0, "")', "true"),
    ('SupportsMethod("", 0, "")', "false"),
    ('SupportsMethod("A,B", 0, "")', "false"),
    ('SupportsMethod(StandardMethod.Bye, 16, "")', "true"),
    ('QueryHomeServer("bob@lab.example")', "UserServices.lab.example"),
    ('QueryHomeServer("nobody@lab.example")', "null"),
    (
        'QueryHomeServer("bob@lab.example", false, ClusterType.BackupRegistrar)',
        "BackupRegistrar.lab.example",
    ),
    ("IsPasOnline()", "true"),
    ('CheckUserOption("bob@lab.example", UserOption.UcEnabled)', "true"),
    ('CheckUserOption("bob@lab.example", UserOption.RccEnabled)', "false"),
    ('QueryCategory("bob@lab.example", 2, "note", 0)', "null"),
    ('LengthString(QueryCategory("bob@lab.example", 2, "contactCard", 0)) > 0', "true"),
    # §4.6
    ('Concatenate("a")', "a"),
    ("Concatenate()", REFUSED),
    ('EqualString("Bob", "bob", true)', "true"),
    ('EqualString("Bob", "bob", false)', "false"),
    ('EqualString("Bob", "bob")', REFUSED),
    ('ContainsString("abc", "B", true)', "true"),
    ('ContainsString("abc", "", false)', "true"),
    ('IndexOfString("abcb", "b")', "1"),
    ('IndexOfString("abc", "")', "-1"),
    ('IndexOfString("", "a")', "-1"),
    ('IndexOfString(null, "a")', "-1"),
    ('IndexOfString("a", "abc")', "-1"),
    ("LengthString(null)", "0"),
    ('LengthString("\\u00e4")', "1"),
    ('SubString("abc", 3)', ""),
    ('SubString("abc", 4)', "null"),
    ('SubString("abc", 1, 2)', "bc"),
    ('SubString("abc", 1, 3)', "null"),
    ('SubString("abc", -1)', "null"),
    ('HashString("ab", 1, 1000, true)', "195"),
    ('HashString("ba", 1, 1000, true)', "195"),
    ('HashString("ab", 2, 1000, true)', "390"),
    ('HashString("ab", 1, 0, true)', ERROR),
    ('HashString("", 5, 10, true)', "0"),
    ('Concatenate("a", null)', ERROR),
]


@pytest.mark.parametrize(("expression", "value"), VALUES)
def test_a_function_gives(expression: str, value: str) -> None:
    found = is_worth(expression)
    assert found == value or (value == ERROR and found == REFUSED)


NEED_A_TEXT = [
    'AddHeader(null, "1")',
    'AddHeader("X-A", null)',
    'SetParameterValue("From", null, "a")',
    'SetParameterValue("From", "epid", null)',
    'GetParameterValue(null, "tag")',
    "GetParameterValue(sipRequest.From, null)",
    'GetUriParameter(null, "x")',
    "GetDisplayName(null)",
    "GetPort(null)",
    "IsGRUU(null)",
    "IsPhoneUri(null)",
    "GetEndpointInstanceFromGRUU(null)",
    'SubdomainOf(null, "sip:lab.example")',
    "QueryHomeServer(null)",
    "IsLocalCluster(null)",
    "DomainSupported(null)",
    "CheckUserOption(null, UserOption.UcEnabled)",
    'QueryCategory("bob@lab.example", 2, null, 0)',
    'QueryCategoryBySubscriber("bob@lab.example", null, "n", "contactCard")',
    'SupportsMethod("INVITE", 64, null)',
    'EqualString(null, "a", true)',
    'ContainsString("a", null, true)',
    "SubString(null, 0)",
    "HashString(null, 1, 1, true)",
    "Respond(null)",
    'Respond("486", null)',
    'Respond("486", "x", null)',
]


@pytest.mark.parametrize("expression", NEED_A_TEXT)
def test_null_where_a_text_is_needed_ends_the_run(expression: str) -> None:
    assert is_worth(expression) == ERROR


CONVERTED = [
    ('SubString("abc", "1")', "bc"),
    ('SubString("abc", 1.9)', "bc"),
    ('SubString("abc", "x")', ERROR),
    ('SubString("abc", null)', ERROR),
    ('SubString("abc", 0, 0)', ""),
    ('SubString("abc", 0, -1)', "null"),
    ('SubString("abc", 1, 2147483647)', "null"),
    ("LengthString(true)", "4"),
    ("IndexOfString(123, 2)", "1"),
    ('IndexOfString("abc", "C", true)', "2"),
    ('IndexOfString("abc", "C", false)', "-1"),
    ("Concatenate(1, true, 2.5, StatusClass._2xx, -1)", "1true2.5200-1"),
    ("Concatenate(sipResponse.StatusCode)", "false"),
    ("Concatenate(sipRequest)", ERROR),
    ('Concatenate(Split("a", ","))', ERROR),
    ('EqualString("a", "a", null)', "true"),
    ('HashString("AB", 1, 1000, false)', "195"),
    ('HashString("ab", 1, 1, true)', "0"),
    ("Respond(486.0)", "true"),
    ("Respond(StatusClass._4xx)", "true"),
    ("Respond(true)", ERROR),
    ('Respond(" 486")', ERROR),
    ('Respond("486", "x", "A=")', "true"),
    ('Respond("486", "x", "=v")', CRITICAL),
    ('QueryHomeServer("bob@lab.example", null)', "UserServices.lab.example"),
    ('QueryHomeServer("bob@lab.example", false, "UserServices")', ERROR),
    ('CheckUserOption("bob@lab.example", StandardMethod.Invite)', ERROR),
    ('SupportsMethod("INVITE", "64", "")', "true"),
    ('SupportsMethod("invite", 64, "")', "false"),
    ('SupportsMethod("CANCEL", 64, "")', "false"),
    ('SubdomainOf("nonsense", "sip:lab.example")', "false"),
    ('SubdomainOf("sip:a@lab.example", "lab.example")', "false"),
    ('SubdomainOf("sips:a@lab.example", "sip:lab.example")', "false"),
    ('GetPort("sip:a@b.example:99999")', "0"),
    ('GetUriParameter("<sip:a@b.example;x=1>;y=2", "y")', "null"),
    ('AddHeader("", "1")', ERROR),
    ('AddHeader("X A", "1")', ERROR),
    ('AddHeader("X-A", "1\\r\\nX-B: 2")', ERROR),
]


@pytest.mark.parametrize(("expression", "value"), CONVERTED)
def test_an_argument_becomes_what_its_parameter_is(expression: str, value: str) -> None:
    assert is_worth(expression) == value


LISTS = [
    ('Split("a,b,,c", ",")', "<a> <b> <> <c>"),
    ('Split("abc", ",")', "<abc>"),
    ('Split("a;b", ";x")', "<a> <b>"),
    ('Split("a,b", "")', "<a> <b>"),
    ('Split("", ",")', "<>"),
    ('Split(",", ",")', "<> <>"),
    ('GetHeaderValues("X-None")', ""),
    ('GetHeaderValues("cseq")', "<1 INVITE>"),
    ("GetHeaderValues(StandardHeader.CallID)", "<c1-lab-0001>"),
    ('GetHeaderValues("i")', "<c1-lab-0001>"),
]


@pytest.mark.parametrize(("collection", "elements"), LISTS)
def test_a_function_gives_a_collection(collection: str, elements: str) -> None:
    script = f'foreach (x in {collection}) {{ Log("t",false,Concatenate("<",x,">")); }}'
    assert says(script) == elements


OLDER = [
    ('Log("t",false,Base64Decode("Ym9i"));', Level.V2007R2, "bob"),
    (
        'if (Base64Decode("%") == null) { Log("t",false,"null"); }',
        Level.V2007R2,
        "null",
    ),
    ('Log("t",false,Base64Decode("Ym9i"));', Level.V2013, REFUSED),
    ('Log("t",false,StartsWithString("bob","B",true));', Level.V2007R2, "true"),
    ('Log("t",false,StartsWithString("b","bob",true));', Level.V2007R2, "false"),
    ('Log("t",false,EndsWithString("bob","B",true));', Level.V2007R2, "true"),
    ('EndsWithString("bob","b",true);', Level.V2013, REFUSED),
    (
        'foreach (x in Split("a;;b", false, ";")) { Log("t",false,x); }',
        Level.V2007R2,
        "a b",
    ),
    ("Challenge();", Level.V2013, REFUSED),
    ('CheckUserOption("bob@lab.example", UserOption.RpAllowed);', Level.V2010, REFUSED),
]


@pytest.mark.parametrize(("script", "level", "said"), OLDER)
def test_a_function_of_older_servers(script: str, level: Level, said: str) -> None:
    assert says(script, level=level) == said


OF_REQUESTS = [
    'ProxyRequest("");',
    "ProxyRequest(sipMessage.From);",
    'RetargetRequest("sip:bob@lab.example");',
    "BeginFork(false, 0);",
]


@pytest.mark.parametrize("call", OF_REQUESTS)
def test_what_is_for_requests_is_a_critical_error_on_an_answer(call: str) -> None:
    assert (
        says(f'Log("t",false,1); {call} Log("t",false,2);', answer()) == f"1 {CRITICAL}"
    )


def test_what_is_for_answers_is_a_critical_error_on_a_request() -> None:
    assert says("ProxyResponse();") == CRITICAL
    assert says("ProxyResponse();", answer()) == ""


SCRIPTS = [
    # §4.2
    ('ProxyRequest(""); ProxyRequest("");', CRITICAL),
    ('ProxyRequest(""); Log("t",false,Respond(200));', "false"),
    ('Log("t",false,Respond(486)); Log("t",false,Respond(487));', "true false"),
    ('Log("t",false,Respond("603", "No"));', "true"),
    ('Respond(99, "x");', ERROR),
    ('Respond(700, "x");', ERROR),
    ('Respond(302, "Moved", "Contact: <sip:a@lab.example>");', CRITICAL),
    (
        'Respond(302, "Moved", "Contact: <sip:a@lab.example>", "X: y", "Z=1");',
        f"{CRITICAL} {CRITICAL}",
    ),
    ('Log("t",false,Respond(180)); Log("t",false,Respond(486));', "true true"),
    ("Fork(sipRequest.To);", ERROR),
    ("EndFork();", CRITICAL),
    ("BeginFork(); EndFork();", CRITICAL),
    ('BeginFork(); Fork("sip:a@lab.example");', ERROR),
    ('BeginFork(false, 0); Fork("sip:a@lab.example"); EndFork();', ""),
    ('BeginFork(); Fork("sip:a@lab.example"); EndFork(); ProxyRequest("");', CRITICAL),
    ('Dispatch("Handler");', REFUSED),
    ('DispatchNotification("Handler");', REFUSED),
    # §4.3
    (
        'Log("t",false,AddHeader("X-A", "1")); Log("t",false,AddHeader("x-a", "2"));',
        "true false",
    ),
    (
        'AddHeader("X-A", "1");'
        ' foreach (v in GetHeaderValues("X-A")) { Log("t",false,v); }',
        "1",
    ),
    ('Log("t",false,AddHeader(StandardHeader.CallID, "1"));', "false"),
    (
        'Log("t",false,SetParameterValue("To", "epid", "e"));'
        ' Log("t",false,sipRequest.To);',
        "true <sip:bob@lab.example>;epid=e",
    ),
    (
        'SetParameterValue("From", "epid", "");'
        ' Log("t",false,GetParameterValue(sipRequest.From, "epid"));',
        "",
    ),
    ('Log("t",false,SetParameterValue("X-None", "a", "b"));', "false"),
    ('Log("t",false,SetParameterValue("To", "", "b"));', "false"),
    ('sipMessage.Content = "new"; Log("t",false,sipRequest.Content);', "new"),
    # §4.7
    ('Log("t",false);', ""),
    ('Log("t",0,null,1,2.5,true,StandardMethod.Bye);', " 1 2.5 true BYE"),
    ("Log();", REFUSED),
]


@pytest.mark.parametrize(("script", "said"), SCRIPTS)
def test_a_script_says(script: str, said: str) -> None:
    assert says(script) == said


def test_an_answer_cannot_be_answered() -> None:
    assert says('Log("t",false,Respond(200));', answer()) == "false"


def test_a_request_with_a_route_goes_on_as_it_is_and_no_other_way() -> None:
    routed = make_invite("BYE", route=("<sip:fe02.lab.example;lr>",))
    assert says('ProxyRequest("");', routed) == ""
    assert says('ProxyRequest("sip:a@lab.example");', routed) == CRITICAL
    fork = 'BeginFork(); Fork("sip:a@lab.example"); EndFork();'
    assert says(fork, routed) == CRITICAL
