from mspllab.applications.hosting.classes import CLASSES, VARIABLES
from mspllab.applications.vocabulary import MISSPELT, VOCABULARY, vocabulary_for
from mspllab.mspl.vocabulary import Applies, Handles, Kind, Level

NAMES = [
    *("AddHeader", "Base64Decode", "BeginFork", "Challenge"),
    *("CheckPermissions", "CheckUserOption", "Concatenate", "ContainsString"),
    *("Dispatch", "DispatchNotification", "DomainSupported", "EndFork"),
    *("EndsWithString", "EqualString", "Fork", "GetDisplayName"),
    *(
        "GetEndpointInstanceFromGRUU",
        "GetHeaderValues",
        "GetHostName",
        "GetParameterValue",
    ),
    *("GetPort", "GetScheme", "GetUri", "GetUriParameter"),
    *("GetUserAtHost", "GetUserName", "HashString", "IndexOfString"),
    *("IsGRUU", "IsLocalCluster", "IsPasOnline", "IsPhoneUri"),
    *("LengthString", "Log", "ProxyRequest", "ProxyResponse"),
    *("QueryCategory", "QueryCategoryBySubscriber", "QueryDomain", "QueryEndpoints"),
    *("QueryHomeServer", "QueryUserPolicy", "Respond", "RetargetRequest"),
    *("SetParameterValue", "Split", "StartsWithString", "SubString"),
    *("SubdomainOf", "SupportsMethod"),
]
GONE = {
    *("Base64Decode", "Challenge", "CheckPermissions", "EndsWithString"),
    *("QueryUserPolicy", "StartsWithString"),
}


def test_all_fifty_functions_are_there() -> None:
    assert sorted(VOCABULARY.functions) == NAMES
    assert len(NAMES) == 50


def test_every_function_is_explained() -> None:
    for function in VOCABULARY.functions.values():
        assert function.doc.endswith("."), function.name


def test_functions_that_newer_servers_lack_say_so() -> None:
    old = {f.name for f in VOCABULARY.functions.values() if f.until < Level.V2013}
    assert old == GONE
    assert VOCABULARY.functions["RetargetRequest"].since is Level.V2013


def test_getters_that_may_find_nothing_are_nullable() -> None:
    functions = VOCABULARY.functions
    assert functions["GetUri"].nullable
    assert not functions["GetPort"].nullable
    assert not functions["GetHeaderValues"].nullable
    assert not functions["Concatenate"].nullable


def test_null_may_be_passed_where_the_reference_allows_it_only() -> None:
    allowed = {
        function.name
        for function in VOCABULARY.functions.values()
        for parameter in (*function.parameters, function.rest)
        if parameter is not None and parameter.nullable
    }
    pages = {"Log", "LengthString", "IndexOfString", "Dispatch", "DispatchNotification"}
    assert allowed == pages


def test_every_default_of_null_belongs_to_an_argument_that_can_be_left_out() -> None:
    for name in ("Split", "SubString"):
        assert VOCABULARY.functions[name].parameters[-1].default is None


def test_what_handles_a_message() -> None:
    handling = {
        name
        for name, f in VOCABULARY.functions.items()
        if f.handles in (Handles.HANDLES, Handles.CLOSES_FORK)
    }
    assert handling == {
        *("ProxyRequest", "ProxyResponse", "EndFork", "Respond", "Dispatch"),
        "Challenge",
    }


def test_what_is_for_one_kind_of_message_only() -> None:
    functions = VOCABULARY.functions
    assert functions["ProxyResponse"].applies is Applies.RESPONSE
    requests = {n for n, f in functions.items() if f.applies is Applies.REQUEST}
    assert requests == {
        *("BeginFork", "Fork", "EndFork", "ProxyRequest", "RetargetRequest"),
        *("Respond", "Challenge"),
    }


def test_signatures_read_like_the_reference() -> None:
    assert VOCABULARY.functions["AddHeader"].signature == (
        "bool AddHeader(string|StandardHeader name, string value)"
    )
    assert VOCABULARY.functions["ProxyRequest"].signature == (
        'void ProxyRequest(string uri = "")'
    )
    assert VOCABULARY.functions["QueryHomeServer"].signature == (
        "string QueryHomeServer(string userAtHost, bool isPhone = false, "
        "ClusterType type = ClusterType.UserServices)"
    )


def test_misspellings_lead_to_names_that_exist() -> None:
    known = {
        *VOCABULARY.functions,
        *VARIABLES,
        *CLASSES,
        *VOCABULARY.constants,
        *(name for members in VOCABULARY.constants.values() for name in members),
        *(name for fields in CLASSES.values() for name in fields),
    }
    assert set(MISSPELT.values()) <= known


def test_constant_fields_name_a_list_that_exists() -> None:
    for fields in CLASSES.values():
        for field in fields.values():
            if field.kind is Kind.CONSTANT:
                assert field.constants in VOCABULARY.constants
            if field.kind is Kind.OBJECT:
                assert field.cls in CLASSES


def test_applications_of_2003_never_see_null() -> None:
    old = vocabulary_for(Level.V2013, null_as_empty=True)
    get_uri = old.functions["GetUri"]
    assert not get_uri.nullable
    assert get_uri.implementation("nonsense") == ""
    assert get_uri.implementation("sip:bob@lab.example") == "sip:bob@lab.example"
    assert old.functions["AddHeader"] is VOCABULARY.functions["AddHeader"]


def test_the_same_question_gets_the_same_vocabulary() -> None:
    assert vocabulary_for(Level.V2013) is VOCABULARY
