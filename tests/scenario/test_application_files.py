"""Manifests become applications, or it is said where they are wrong."""

from pathlib import Path

import pytest

from mspllab.errors import ManifestError
from mspllab.scenario.application_files import load

DATA = Path(__file__).resolve().parents[2] / "data"


def test_an_application_is_loaded_under_the_name_it_was_asked_by() -> None:
    path = DATA / "scripts" / "reroute.am"

    assert load(path).path == str(path)


def test_what_is_no_manifest_is_an_error_with_a_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.am"
    path.write_text("<lc:applicationManifest>")

    with pytest.raises(ManifestError) as caught:
        load(path)

    assert str(caught.value).startswith(f"{path}:1:")


def test_data_files_of_a_manifest_are_found_beside_it(tmp_path: Path) -> None:
    manifest = (DATA / "scripts" / "pass-through.am").read_text()
    declared = '<lc:file name="vips" path="vips.txt"><lc:column name="who"/></lc:file>'
    path = tmp_path / "files.am"
    path.write_text(manifest.replace("<lc:scriptOnly/>", f"{declared}<lc:scriptOnly/>"))

    with pytest.raises(ManifestError, match=r"vips\.txt cannot be read"):
        load(path)
