"""What can go wrong for a user has an exit code of its own each."""

from metamaster import errors
from metamaster.errors import MetamasterError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MetamasterError)]


def test_every_exit_code_is_given_once() -> None:
    codes = [kind.exit_code for kind in KINDS]
    assert len(set(codes)) == len(codes)


def test_codes_leave_those_of_the_shell_and_of_wrong_usage_alone() -> None:
    reserved = {0, 2, 126, 127, *range(128, 130), *range(131, 256)}
    assert not reserved & {kind.exit_code for kind in KINDS}
