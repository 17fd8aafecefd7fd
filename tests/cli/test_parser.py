"""What help says agrees with the files that it speaks of."""

from metamaster.cli.parser import DELIVERY_NAMES
from metamaster.cli.words import as_sentence
from metamaster.config import delivery_targets


def test_help_names_the_targets_of_the_configuration() -> None:
    assert tuple(delivery_targets()) == DELIVERY_NAMES


def test_help_leaves_names_their_capitals() -> None:
    assert as_sentence("serve a DAW, over OSC") == "Serve a DAW, over OSC."
