"""Registration: may this application run here, and what the event log says if not."""

from mspllab.applications.installable import Installable
from mspllab.trace.records import EventLogged

START_UP_WAITS = 30232
REGISTRATION_FAILED = 30234
SCRIPT_PATH_WITHOUT_SCRIPT_ONLY = 30811
SCRIPT_INVALID = 30819
"""Numbers of events, as documented (mspl.md §7.10); the texts are ours."""


def refusal(
    application: Installable,
    *,
    element: str,
    role: str,
    is_above_user_services: bool,
    at: float = 0.0,
) -> EventLogged | None:
    """Why the server `element` does not register `application`; None: it does.

    `role` is the server's, of the list ServerRole.
    """
    found = _reason(application, role, is_above_user_services)
    if found is None:
        return None
    event, text = found
    return EventLogged(at, element, event, "error", application.app_uri, text)


def _reason(
    application: Installable, role: str, is_above_user_services: bool
) -> tuple[int | None, str] | None:
    """Number, where one is documented, and text."""
    asked, path = application.registration, file_name(application.path)
    if asked.problem:
        return SCRIPT_INVALID, f"{path} does not compile: {asked.problem}"
    if not asked.script_only and not asked.has_managed_code:
        return SCRIPT_PATH_WITHOUT_SCRIPT_ONLY, (
            f"{path} is registered by its path, but has no scriptOnly element and no "
            "handlers; add <scriptOnly/>, or give it managed code"
        )
    if is_above_user_services and not asked.before_user_services:
        return REGISTRATION_FAILED, (
            f"{path} stands above UserServices without the element "
            "allowRegistrationBeforeUserServices"
        )
    if asked.roles is not None and role not in asked.roles:
        roles = ", ".join(sorted(asked.roles)) or "no role"
        return None, (
            f"{path} may run on {roles}, after its serverFilter, and this server is a "
            f"{role}"
        )
    return None


def waiting(at: float, element: str, application: Installable) -> EventLogged:
    """The server does not start without this one."""
    name = file_name(application.path)
    text = f"start-up waits for the critical {name}; no SIP is carried before it runs"
    return EventLogged(at, element, START_UP_WAITS, "error", element, text)


def file_name(path: str) -> str:
    """The file of a manifest without its folders."""
    return path.replace("\\", "/").rpartition("/")[2]
