"""``metamaster kit``."""

from pathlib import Path

from bridge.daws.catalogue import KITS
from metamaster.errors import BadOption, OutputExists
from tests.cli.conftest import Run, assert_refused


def test_without_a_name_all_are_listed(run: Run) -> None:
    listed = run("kit").out.splitlines()
    assert [line.split()[0] for line in listed] == list(KITS)


def test_a_kit_is_written_and_said(run: Run, folder: Path) -> None:
    done = run("kit", "live", "--out", folder / "new")
    assert done.out.splitlines() == [str(folder / "new" / path) for path in KITS["live"].files()]
    assert all((folder / "new" / path).read_bytes() == content for path, content in KITS["live"].files().items())


def test_what_exists_stays_unless_overwriting_is_asked_for(run: Run, folder: Path) -> None:
    words = ("kit", "touchosc", "--out", folder)
    assert [run(*words).code, run(*words).code, run(*words, "--force").code] == [0, OutputExists.exit_code, 0]


def test_a_kit_that_is_not_there_is_named(run: Run, folder: Path) -> None:
    done = run("kit", "cakewalk", "--out", folder)
    assert done.code == BadOption.exit_code and "choose from reaper, ardour" in done.err


def test_a_file_is_no_folder_for_a_kit(run: Run, folder: Path) -> None:
    (folder / "m1.wav").write_text("old")
    assert_refused(run("kit", "live", "--out", folder / "m1.wav"), 21, "m1.wav is a file: name another folder")
