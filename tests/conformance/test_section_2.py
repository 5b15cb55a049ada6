"""mspl.md §2, the grammar: statements, functions, scopes, flat files, operators."""

import pytest

from mspllab.mspl.vocabulary import Level
from tests.conformance.bench import ERROR, REFUSED, is_worth, says

STATEMENTS = [
    # if and else
    ('if (true) Log("t",false,"a"); else Log("t",false,"b");', "a"),
    ('if (0) Log("t",false,"a"); else Log("t",false,"b");', "b"),
    ('if ("") Log("t",false,"a"); else Log("t",false,"b");', "b"),
    ('if ("false") Log("t",false,"a");', "a"),
    ('if (null) Log("t",false,"a"); else Log("t",false,"b");', "b"),
    ('if (0.0) Log("t",false,"a"); else Log("t",false,"b");', "b"),
    ('if (sipRequest) Log("t",false,"a");', "a"),
    ('if (sipResponse) Log("t",false,"a"); else Log("t",false,"b");', "b"),
    (
        'if (true) if (false) Log("t",false,"a"); else Log("t",false,"b");',
        "b",
    ),
    ('if (GetHeaderValues("X-No")) Log("t",false,"a"); else Log("t",false,"b");', "b"),
    ('if (GetHeaderValues("Via")) Log("t",false,"a");', "a"),
    ("if true Log();", REFUSED),
    ("a = 1; if (a = 1) { }", REFUSED),
    ("a = b = 1;", REFUSED),
    # switch
    (
        'switch ("b") { case "a": Log("t",false,1); break;'
        ' case "b": Log("t",false,2); break; }',
        "2",
    ),
    ('switch (2) { case "2": Log("t",false,"same"); break; }', "same"),
    (
        'switch ("B") { case "b": Log("t",false,"b"); break;'
        ' default: Log("t",false,"d"); break; }',
        "d",
    ),
    (
        'switch (1) { case 1: Log("t",false,1); case 2: Log("t",false,2); break; }',
        REFUSED,
    ),
    ('switch (1) { case 1: case 2: Log("t",false,"12"); break; }', "12"),
    ('switch (1) { case 1: Log("t",false,1); return; } Log("t",false,2);', "1"),
    ('switch (null) { case null: Log("t",false,"n"); break; }', "n"),
    ('switch (3) { case 1: break; } Log("t",false,"on");', "on"),
    (
        "switch (sipRequest.StandardMethod)"
        ' { case StandardMethod.Invite: Log("t",false,"i"); break; }',
        "i",
    ),
    # foreach
    ('foreach (x in Split("a,b,c", ",")) { Log("t",false,x); }', "a b c"),
    ('foreach (x in "ab") { Log("t",false,x); }', "ab"),
    ('foreach (x in 7) { Log("t",false,x); }', "7"),
    ('foreach (x in true) { Log("t",false,x); }', "true"),
    ('foreach (x in 1.5) { Log("t",false,x); }', "1.5"),
    ('foreach (x in null) { Log("t",false,"x"); } Log("t",false,"on");', "on"),
    ('foreach (x in GetHeaderValues("X-No")) { Log("t",false,"x"); }', ""),
    (
        'foreach (x in Split("a,b,c", ",")) { if (x == "b") { continue; }'
        ' Log("t",false,x); }',
        "a c",
    ),
    (
        'foreach (x in Split("a,b,c", ",")) { if (x == "b") { break; }'
        ' Log("t",false,x); }',
        "a",
    ),
    ('foreach (x in Split("a,b", ",")) { x = "z"; Log("t",false,x); }', "z z"),
    (
        'foreach (x in Split("a,b", ",")) { foreach (y in Split("1,2", ","))'
        ' { Log("t",false,Concatenate(x,y)); } }',
        "a1 a2 b1 b2",
    ),
    ("foreach (x in sipRequest) { }", ERROR),
    ("foreach (x in people) { }", REFUSED),
    ('foreach (x in QueryEndpoints("bob@lab.example")) { }', REFUSED),
    ('x = QueryEndpoints("bob@lab.example");', REFUSED),
    (
        'foreach (dbEndpoint in QueryEndpoints("bob@lab.example"))'
        ' { Log("t",false,dbEndpoint.EPID); }',
        "b0b0000001 b0b0000002",
    ),
    (
        'foreach (dbEndpoint in QueryEndpoints("no@lab.example"))'
        ' { Log("t",false,1); }',
        "",
    ),
    ('if (dbEndpoint) { Log("t",false,1); } else { Log("t",false,2); }', "2"),
    # while
    ('i = 0; while (i < 3) { Log("t",false,i); i = i + 1; }', "0 1 2"),
    ('i = 0; while (i < 500) { i = i + 1; } Log("t",false,i);', "500"),
    ("i = 0; while (i < 501) { i = i + 1; }", ERROR),
    ("while (true) { }", ERROR),
    (
        "n = 0; i = 0; while (i < 10) { j = 0; while (j < 400)"
        ' { j = j + 1; n = n + 1; } i = i + 1; } Log("t",false,n);',
        "4000",
    ),
    # break, continue, return
    ("break;", REFUSED),
    ("continue;", REFUSED),
    ("if (true) { break; }", REFUSED),
    ('Log("t",false,1); return; Log("t",false,2);', "1"),
    (";;{}{;}", ""),
    ("GetHostName(sipRequest.To);", ""),
    ("do { } while (true);", REFUSED),
    ("for (i = 0; i < 2; i = i + 1) { }", REFUSED),
    ("goto a;", REFUSED),
]


@pytest.mark.parametrize(("script", "said"), STATEMENTS)
def test_a_statement(script: str, said: str) -> None:
    assert says(script) == said


FUNCTIONS = [
    ('function f() { return 1; } Log("t",false,f());', "1"),
    ('function f(a, b) { return Concatenate(b, a); } Log("t",false,f("x","y"));', "yx"),
    ('function f(a) { a = "in"; } b = "out"; f(b); Log("t",false,b);', "out"),
    ('function f() { Log("t",false,"f"); } f();', "f"),
    ('function f() { return true; } if (f()) { Log("t",false,"y"); }', "y"),
    ('function f() { return 1.5; } Log("t",false,f());', "1.5"),
    ('function f() { return GetHeaderValues("Via"); } f();', REFUSED),
    ("function f() { return sipRequest; } f();", REFUSED),
    ("function f() { f(); } f();", REFUSED),
    ("function f() { g(); } function g() { f(); } f();", REFUSED),
    ('Log("t",false,1); function f() { return 1; }', REFUSED),
    ("function f() { return 1; } function f() { return 2; }", REFUSED),
    ("function f(a, a) { return a; }", REFUSED),
    ("function Log() { return 1; }", REFUSED),
    ("function f(a) { return a; } f();", REFUSED),
    ("function f(a) { return a; } f(1, 2);", REFUSED),
    ('b = "body"; function f() { return b; } Log("t",false,f());', REFUSED),
    ('function f() { return b; } b = "body"; Log("t",false,f());', REFUSED),
    (
        'function f() { c = "own"; return c; } c = "body"; f(); Log("t",false,c);',
        "body",
    ),
    ('function f() { return FQDN; } Log("t",false,f());', "fe01.lab.example"),
    (
        'function f() { return g(); } function g() { return 2; } Log("t",false,f());',
        "2",
    ),
    ("g();", REFUSED),
    ('function f(a) { if (a) { return "y"; } return "n"; } Log("t",false,f(0));', "n"),
]


@pytest.mark.parametrize(("script", "said"), FUNCTIONS)
def test_a_function(script: str, said: str) -> None:
    assert says(script) == said


SCOPES = [
    ('Log("t",false,never);', REFUSED),
    ('if (false) { a = 1; } if (a == null) { Log("t",false,"null"); }', "null"),
    ('if (true) { a = 1; } Log("t",false,a);', "1"),
    ('foreach (x in "q") { last = x; } Log("t",false,last);', "q"),
    # a variable keeps the type of its first value
    ('a = ""; a = 5; if (a == "5") { Log("t",false,"text"); }', "text"),
    ('a = 0; a = "12"; Log("t",false,a + 1);', "13"),
    ('a = 0; a = "x";', ERROR),
    ('a = 0; a = " 12";', ERROR),
    ('a = true; a = "false"; Log("t",false,a);', "true"),
    ('a = 1; a = 2.9; Log("t",false,a);', "2"),
    ('a = 1.5; a = 2; Log("t",false,a);', "2"),
    ('a = null; a = "t"; a = 5; Log("t",false,LengthString(a));', "1"),
    ('a = "t"; a = null; if (a == null) { Log("t",false,"null"); }', "null"),
    ('a = 1; a = Split("a,b", ",");', ERROR),
]


@pytest.mark.parametrize(("script", "said"), SCOPES)
def test_a_variable(script: str, said: str) -> None:
    assert says(script) == said


CELLS = [
    ("people[0].who", "bob"),
    ("people[1].note", "late"),
    ("people[0].note", "null"),
    ("people[99].who", "null"),
    ("people[-1].who", "null"),
    ('people["BOB"].rule', "allow"),
    ('people["carol"].rule', "drop"),
    ('people["nobody"].rule', "null"),
    ("people[null].rule", REFUSED),
    ('rows["a"].two', ERROR),
    ("rows[0].one", "a"),
    ("rows[0].two", "b"),
    ("rows[0].three", REFUSED),
    ("rows[0]", REFUSED),
    ("rows", REFUSED),
    ("people[GetUserName(sipRequest.To)].rule", "allow"),
]


@pytest.mark.parametrize(("cell", "value"), CELLS)
def test_a_cell_of_a_flat_file(cell: str, value: str) -> None:
    assert is_worth(cell) == value


@pytest.mark.parametrize(
    "script",
    ['people[0].who = "x";', 'Log("t", false, people);', "a[0] = 1;"],
)
def test_flat_files_are_only_read_and_only_by_cells(script: str) -> None:
    assert says(script) == REFUSED


OPERATORS = [
    ("1 + 2 - 4", "-1"),
    ("1 - 2 - 3", "-4"),
    ("1 + 2 == 3", "true"),
    ("1 < 2 == true", "true"),
    ("!false == true", "true"),
    ('!0 && !""', "true"),
    ("false && false || true", "true"),
    ("true || false && false", "true"),
    ("-3 + 5", "2"),
    ("- -3", "3"),
    ("1.5 + 1", "2.5"),
    ("2 + 0.5 - 2.5", "0"),
    ("2147483647 + 1", ERROR),
    ("-2147483647 - 2", ERROR),
    ('"a" + "b"', REFUSED),
    ("GetUserName(sipRequest.To) + 1", REFUSED),
    ('true || Concatenate(null) == ""', "true"),
    ('false && Concatenate(null) == ""', "false"),
    ("5 > 3 == 3 > 1", "true"),
]


@pytest.mark.parametrize(("expression", "value"), OPERATORS)
def test_an_operator(expression: str, value: str) -> None:
    assert is_worth(expression) == value


@pytest.mark.parametrize(
    "script",
    ["a = 1 + 1;", "while (false) { }", 'RetargetRequest("sip:a@lab.example");'],
)
@pytest.mark.parametrize("level", [Level.V2005, Level.V2007R2, Level.V2010])
def test_what_came_with_2013_is_refused_below_it(script: str, level: Level) -> None:
    assert says(script, level=level) == REFUSED
    assert says(script) != REFUSED


@pytest.mark.parametrize(
    "script",
    [
        "a = 1 + 1;",
        "switch (1) { case 1: return; }",
        "switch (1) { default: break; }",
        "switch (1) { case 1: case 2: break; }",
    ],
)
def test_strictly_read_what_no_page_allows_is_refused(script: str) -> None:
    assert says(script, strict=True) == REFUSED
    assert says(script) != REFUSED


def test_strictly_read_a_loop_over_null_is_an_error() -> None:
    assert says("foreach (x in null) { }", strict=True) in (ERROR, REFUSED)


CELLS = [
    ('people["BOB"].rule', "allow"),
    ("people[0].note", "null"),
    ("people[99].who", "null"),
    ("people[-1].who", "null"),
    ('people["zed"].rule', "null"),
    ('people["1"].who', "null"),
    ('people[""].who', "null"),
    ("people[null].who", REFUSED),
    ("people[GetDisplayName(sipRequest.To)].who", ERROR),
    ("people[true].who", REFUSED),
    ("people[sipRequest].who", REFUSED),
    ('people["bob"].zip', REFUSED),
    ('rows["a"].one', ERROR),
    ("rows[0].two", "b"),
    ("2147483647 + 1", ERROR),
    ("-2147483648 - 1", ERROR),
    ("-2147483648", "-2147483648"),
    ("2147483648", REFUSED),
    ("0x80000000", REFUSED),
    ("1 - 1.5", "-0.5"),
    ('1 + "2"', REFUSED),
    ("1 + true", REFUSED),
    ('-"5"', REFUSED),
    ("null || true", "true"),
    ('"a" && 5', "true"),
    ("!null", "true"),
]


@pytest.mark.parametrize(("expression", "value"), CELLS)
def test_a_cell_or_an_operator(expression: str, value: str) -> None:
    assert is_worth(expression) == value
