"""What the bridge refuses, each kind with a code that every front end tells beside the sentence."""

import re

from metamaster.errors import BridgeRefused, MetamasterError


class MalformedPacket(BridgeRefused):
    """Bytes that are no OSC packet, or a larger or deeper one than is taken."""


class UnknownAddress(BridgeRefused):
    """There is no such address."""


class UnknownControl(BridgeRefused):
    """There is no control of that name."""


class WrongType(BridgeRefused):
    """An argument is missing, is one too many, or is of another kind than the one needed."""


class OutOfRange(BridgeRefused):
    """A number lies outside its range or is not finite."""


class OutsideRoots(BridgeRefused):
    """A path leads out of the folders that the bridge may read and write."""


class UnknownPreset(BridgeRefused):
    """There is no preset of that name."""


class BadPresetName(BridgeRefused):
    """A preset cannot have that name."""


class UnknownGenre(BridgeRefused):
    """There is no genre of that name."""


class BadGenreName(BridgeRefused):
    """A genre cannot have that name."""


class NothingToDo(BridgeRefused):
    """There is nothing to undo, to redo or to cancel."""


class MixMissing(BridgeRefused):
    """A job needs a mix or a reference that the session does not have yet."""


class TooMany(BridgeRefused):
    """More is asked for at once than the bridge keeps."""


class TooFarAhead(BridgeRefused):
    """A bundle is to be executed later than the bridge plans ahead."""


class ReplyRefused(BridgeRefused):
    """Replies are to go to a machine that did not ask for them."""


class ProgramAbsent(BridgeRefused):
    """Another program that is needed for this is not installed or does not run."""


class UnknownPort(BridgeRefused):
    """There is no MIDI port of that name, or none that can be opened."""


class WorkerLost(BridgeRefused):
    """The process that ran the job ended before the job did."""


class PanelLost(BridgeRefused):
    """What is served over HTTP could not be loaded."""


def code_of(error: MetamasterError) -> str:
    """The error's kind in snake case, such as ``out_of_range``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
