"""pip's settings in uv's words."""

from mspllab.shell.setup.pip_settings import in_words_of_uv


def test_indexes_and_links_reach_uv() -> None:
    listing = (
        "global.index-url='https://mirror.example/simple'\n"
        "global.extra-index-url='file:///a/simple file:///b/simple'\n"
        "install.find-links='\\n/wheels\\n/more'\n"
    )
    assert in_words_of_uv(listing, given={}).variables == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "file:///a/simple file:///b/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/wheels,/more",
    }


def test_the_environment_wins_over_the_file_as_it_does_in_pip() -> None:
    listing = ":env:.cert='/from/environment.pem'\nglobal.cert='/from/file.pem'\n"
    variables = in_words_of_uv(listing, given={}).variables
    assert variables["SSL_CERT_FILE"] == "/from/environment.pem"


def test_what_uv_was_told_itself_is_left_alone() -> None:
    listing = "global.index-url='https://pip.example/simple'\n"
    given = {"UV_DEFAULT_INDEX": "https://uv.example/simple"}
    assert in_words_of_uv(listing, given).variables == {}


def test_an_index_that_is_switched_off_stays_off() -> None:
    assert in_words_of_uv("global.no-index='true'\n", {}).options == ("--no-index",)
    assert in_words_of_uv("global.no-index='false'\n", {}).options == ()


def test_settings_that_do_not_concern_uv_are_dropped() -> None:
    listing = (
        "global.timeout='1.5'\nglobal.progress-bar='off'\n"
        "download.find-links='/elsewhere'\n:env:.disable-pip-version-check='1'\n"
    )
    assert in_words_of_uv(listing, given={}).variables == {}
