"""Every exercise takes a right answer and refutes wrong ones with a call."""

from collections.abc import Mapping

import pytest

from mspllab.errors import UsageError
from mspllab.notebook.exercise import FOLDER, exercise
from mspllab.notebook.expectation import DEMANDS

GRUU = (
    "sip:app01.lab.example@lab.example;gruu;"
    "opaque=srvr:reroute:z85CLh3G-lWirNn474kO6QAA"
)

MANIFEST = """<?xml version="1.0"?>
<lc:applicationManifest xmlns:lc="http://schemas.microsoft.com/lcs/2006/05"
    lc:appUri="http://lab.example/apps/answer">
  <lc:requestFilter {requests}/>
  <lc:responseFilter reasonCodes="{codes}"/>
  <lc:proxyByDefault action="false"/>
  <lc:scriptOnly/>
  <lc:splScript><![CDATA[{script}]]></lc:splScript>
</lc:applicationManifest>
"""


def not_ours(is_ours: str) -> str:
    """The script of lesson 08, with a test for addresses that are the application's."""
    of_from, of_sender = (
        is_ours.format(f"GetUserAtHost(GetUri({what}))")
        for what in ("sipRequest.From", "sender")
    )
    return f"""
        if (sipRequest) {{
            if ({of_from}) {{ ProxyRequest(""); return; }}
            foreach (sender in GetHeaderValues("Referred-By")) {{
                if (GetUri(sender) != null) {{
                    if ({of_sender}) {{ ProxyRequest(""); return; }}
                }}
            }}
            if (ContainsString(sipRequest.To, "sip:bob@lab.example", true)) {{
                ProxyRequest("{GRUU}");
            }}
        }}
    """


NO_SECRETS = """
    if (sipRequest) {
        if (!ContainsString(sipRequest.Content, "secret", true)) { ProxyRequest(""); }
    }
"""
NO_CAROL = """
    if (sipRequest) {
        if (GetUserAtHost(sipRequest.RequestUri) == "carol@lab.example") {
            Respond("603", "The director takes no calls");
        } else { %s }
    } else {
        Log("Debugr", false, "answer ", sipResponse.StatusCode);
        %s
    }
"""


def secret_filter(requests: str, codes: str = "NONE") -> str:
    return MANIFEST.format(requests=requests, codes=codes, script=NO_SECRETS)


def vip_line(on: str, back: str) -> str:
    """A manifest that sends requests `on`, and does `back` with answers."""
    script = NO_CAROL % (on, back)
    requests = 'methodNames="INVITE,MESSAGE"'
    return MANIFEST.format(requests=requests, codes="ALL", script=script)


def rerouted_where(condition: str) -> str:
    """A script that sends what it holds for a call for Bob to the application."""
    return f"""
        if (sipRequest && ContainsString(sipRequest.To, "sip:bob@lab.example", true)) {{
            if ({condition}) {{
                ProxyRequest("{GRUU}");
            }}
        }}
    """


def only_from(text: str) -> str:
    """A script that believes what From says."""
    return f"""
        if (sipRequest) {{
            if (!ContainsString(sipRequest.From, "{text}", true)) {{
                Respond(403, "Forbidden");
            }}
        }}
    """


def given_up_after(seconds: float) -> dict[str, object]:
    """Bob's phone rings so long; then the front desk has the call."""
    return {
        "users.bob.routing.wait_total": seconds,
        "users.bob.routing.forward_to": "sip:frontdesk@lab.example",
    }


RIGHT: dict[str, str | Mapping[str, object]] = {
    "01-mobile-wins": {
        "clients.bob-mobile.on_call.answer_after": 2.0,
        "applications.app01.endpoints.bob-app.on_call.accept_after": 4.5,
    },
    "02-only-the-calls-that-are-meant": f"""
        if (sipRequest) {{
            if (sipRequest.StandardMethod == StandardMethod.Invite) {{
                if (EqualString(GetUserAtHost(GetUri(sipRequest.To)),
                                "bob@lab.example", true)) {{
                    if (ContainsString(sipRequest.Content, "m=audio", true)) {{
                        ProxyRequest("{GRUU}");
                        return;
                    }}
                }}
            }}
            ProxyRequest("");
        }}
    """,
    "03-close-the-hole": """
        if (sipRequest) {
            if (!EqualString(GetUserAtHost(sipRequest.RequestUri),
                             "bob@lab.example", true)) {
                ProxyRequest("");
                return;
            }
            if (EqualString(GetUserAtHost(GetUri(sipRequest.From)),
                            "vip@lab.example", true)) {
                ProxyRequest("");
                return;
            }
            Respond("302", "Moved Temporarily",
                    "Contact=<sip:frontdesk@lab.example>");
        }
    """,
    "04-whose-call": """
        if (sipRequest) {
            if (!EqualString(GetUserName(sipRequest.RequestUri), "frontdesk", true)) {
                Respond("302", "Moved Temporarily",
                        Concatenate("Contact=<sip:frontdesk@lab.example;x-orig=",
                                    GetUserName(sipRequest.RequestUri), ">"));
            }
        }
    """,
    "05-hold-back-secrets": secret_filter('methodNames="MESSAGE" strictRoute="true"'),
    "06-nothing-is-lost": vip_line('ProxyRequest("");', "ProxyResponse();"),
    "07-calls-and-only-calls": rerouted_where(
        'ContainsString(sipRequest.Content, "m=audio", true)'
        ' && !ContainsString(sipRequest.Content, "m=audio 0 ", true)'
    ),
    "08-end-both-loops": not_ours('EqualString({}, "frontdesk@lab.example", true)'),
    "09-let-it-through": f"""
        if (sipRequest) {{ ProxyRequest("{GRUU}"); }} else {{ ProxyResponse(); }}
    """,
    "11-bobs-number": f"""
        if (sipRequest) {{
            if (ContainsString(sipRequest.To, "sip:bob@lab.example", true)
                || ContainsString(sipRequest.To, "sip:+12065550142@", true)
                || ContainsString(sipRequest.To, "sip:142@", true)) {{
                ProxyRequest("{GRUU}");
            }} else {{
                ProxyRequest("");
            }}
        }}
    """,
    "12-not-from-the-cloud": """
        if (sipRequest) {
            if (sipRequest.ExternalSourceNetwork
                == ExternalSourceNetwork.PublicCloud) {
                Respond(403, "Forbidden");
            }
        }
    """,
    "10-in-the-third-ring": given_up_after(16.5),
}

WRONG = [
    (
        "01-mobile-wins",
        {
            "clients.bob-mobile.on_call.answer_after": 2.0,
            "applications.app01.endpoints.bob-app.on_call.accept_after": 2.5,
        },
        "The mobile's link takes half a second each way: app01 took the call",
    ),
    (
        "02-only-the-calls-that-are-meant",
        f'if (sipRequest) {{ ProxyRequest("{GRUU}"); }}',
        "chat",
    ),
    (
        "03-close-the-hole",
        'if (sipRequest) { ProxyRequest(""); }',
        "bob-desk took the call instead of app01",
    ),
    (
        "04-whose-call",
        'if (sipRequest) { ProxyRequest(""); }',
        "app01",
    ),
    (
        "05-hold-back-secrets",
        secret_filter('methodNames="MESSAGE"'),
        "In the chat Alice writes of a secret: 'SECRET' reached bob-desk all the same",
    ),
    (
        "05-hold-back-secrets",
        secret_filter('methodNames="ALL" strictRoute="true"', "ALL"),
        "nobody answered, where bob-desk should have",
    ),
    (
        "06-nothing-is-lost",
        vip_line('ProxyRequest("");', ""),
        "Alice calls Bob: nobody answered",
    ),
    (
        "06-nothing-is-lost",
        vip_line('ProxyRequest("");', 'ProxyRequest("");'),
        "the script was aborted",
    ),
    (
        "06-nothing-is-lost",
        vip_line('ProxyRequest("sip:bob@lab.example");', "ProxyResponse();"),
        "Alice calls Erin, whose phone is off: alice got 200 OK, not 480",
    ),
    (
        "07-calls-and-only-calls",
        rerouted_where('!ContainsString(sipRequest.Content, "m=message", true)'),
        "without saying yet what she offers: app01 took the call",
    ),
    (
        "07-calls-and-only-calls",
        rerouted_where('ContainsString(sipRequest.Content, "m=audio", true)'),
        "the audio that it has switched off: app01 took the call",
    ),
    (
        "08-end-both-loops",
        f'if (sipRequest) {{ ProxyRequest("{GRUU}"); }}',
        "The application calls Bob back to back: nobody answered",
    ),
    (
        "08-end-both-loops",
        not_ours('ContainsString({}, "frontdesk@lab.example", true)'),
        "referred by sip:frontdesk@lab.example.evil.example: bob-desk took the call",
    ),
    (
        "09-let-it-through",
        f"""
            if (sipRequest) {{ ProxyRequest("{GRUU}"); }}
            else {{ if (sipResponse.StatusCode == 200) {{ ProxyResponse(); }} }}
        """,
        "The application declines: alice got 487 Request Terminated, not 486",
    ),
    (
        "12-not-from-the-cloud",
        only_from("lab.example"),
        "Pat calls Bob and calls himself alice@lab.example: pat got 200 OK, not 403",
    ),
    (
        "12-not-from-the-cloud",
        only_from("alice@lab.example>"),
        "Dana, of a partner, calls Bob: nobody answered",
    ),
    (
        "10-in-the-third-ring",
        given_up_after(12.0),
        "at 14.0 s, at the end of the third ring: app01 took the call",
    ),
    (
        "10-in-the-third-ring",
        given_up_after(15.0),
        "His phone rings two seconds late",
    ),
    (
        "10-in-the-third-ring",
        given_up_after(20.0),
        "in the fourth ring: bob-desk took the call",
    ),
]


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_right_answer_passes(name: str) -> None:
    verdict = exercise(name).check(RIGHT[name])

    assert verdict.passed, verdict
    assert verdict.call is None


@pytest.mark.parametrize(("name", "answer", "said"), WRONG)
def test_a_wrong_answer_is_refuted_by_a_call(
    name: str, answer: str | Mapping[str, object], said: str
) -> None:
    verdict = exercise(name).check(answer)

    assert not verdict.passed
    assert said in verdict.sentence
    assert verdict.call is not None
    assert "<svg" in verdict._repr_html_()


def test_there_is_a_right_answer_for_every_exercise() -> None:
    assert sorted(RIGHT) == sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_every_demand_is_one_the_checks_know(name: str) -> None:
    for trial in exercise(name).trials:
        assert set(trial.demands) <= set(DEMANDS), trial.name


def test_an_answer_that_does_not_compile_is_shown_with_its_line() -> None:
    verdict = exercise("03-close-the-hole").check("if (sipRequest) { Respnd(); }")

    assert not verdict.passed
    assert "Respond" in verdict.sentence
    assert verdict.call is None


def test_a_script_where_settings_are_wanted_is_said_to_be_one() -> None:
    with pytest.raises(UsageError, match="a dict with"):
        exercise("01-mobile-wins").check("if (sipRequest) {}")


def test_a_setting_that_is_not_asked_for_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="bob-mobile"):
        exercise("01-mobile-wins").check({"clients.bob-mobil.on_call.answer_after": 1})


def test_a_misspelt_exercise_gets_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="04-whose-call"):
        exercise("04-whos-call")
