"""What can go wrong for a user: one plain sentence each, naming the thing and the remedy, and an exit code.

The command line prints ``str(error)`` and leaves with ``error.exit_code``; nothing else needs to know the codes.
"""


class MetamasterError(Exception):
    """Base of every error whose message is meant for a person."""

    exit_code = 1


class InputMissing(MetamasterError):
    """A file that was named does not exist or may not be read."""

    exit_code = 10


class InputEmpty(MetamasterError):
    """A file holds no samples at all."""

    exit_code = 11


class InputNotAudio(MetamasterError):
    """A file is not audio in a format that can be read."""

    exit_code = 12


class InputTruncated(MetamasterError):
    """A file ends before the length its header promises."""

    exit_code = 13


class TooManyChannels(MetamasterError):
    """A file has more than two channels."""

    exit_code = 14


class SilentInput(MetamasterError):
    """Everything in the file is below the absolute loudness gate."""

    exit_code = 15


class NonFiniteInput(MetamasterError):
    """The file holds NaN or infinite samples."""

    exit_code = 16


class TooShort(MetamasterError):
    """The file is shorter than loudness and style can be measured on."""

    exit_code = 17


class SameAsMix(MetamasterError):
    """The reference is the mix itself."""

    exit_code = 18


class UnsupportedSampleRate(MetamasterError):
    """The sample rate lies outside what can be mastered."""

    exit_code = 19


class OutputExists(MetamasterError):
    """The target exists and overwriting was not asked for."""

    exit_code = 20


class OutputUnwritable(MetamasterError):
    """The target's folder is missing or may not be written to."""

    exit_code = 21


class OutputFull(MetamasterError):
    """The disk filled up while writing."""

    exit_code = 22


class OutputFormat(MetamasterError):
    """The target's format or bit depth cannot be written."""

    exit_code = 23


class DamagedSettings(MetamasterError):
    """A settings file is damaged, from a later version, or out of range."""

    exit_code = 30


class BadConfig(MetamasterError):
    """A configuration file has an unknown key or a value out of range."""

    exit_code = 31


class BadOption(MetamasterError):
    """An option was given a value that it cannot take."""

    exit_code = 32


class NoMusic(MetamasterError):
    """A folder, a data set or a choice of genres holds nothing to learn from."""

    exit_code = 70


class ProgramMissing(MetamasterError):
    """Another program that is needed for this is not installed."""

    exit_code = 71


class DamagedModel(MetamasterError):
    """A model file is damaged, from a later version, or something else."""

    exit_code = 33


class DamagedRun(MetamasterError):
    """The folder of a training run is damaged, or is another run's."""

    exit_code = 34


class DamagedGenre(MetamasterError):
    """A genre file is damaged, from a later version, or something else."""

    exit_code = 35


class DeliveryFailed(MetamasterError):
    """The loudness and true-peak targets cannot both be met on this song."""

    exit_code = 40


class BridgeRefused(MetamasterError):
    """The bridge was asked for something that it cannot do."""

    exit_code = 50


class BridgeUnreachable(MetamasterError):
    """No bridge answers there."""

    exit_code = 51


class PortTaken(MetamasterError):
    """Another program, perhaps another bridge, has the port already."""

    exit_code = 52


class StateTaken(MetamasterError):
    """Another bridge keeps its session in the same file."""

    exit_code = 53


class TrainingDiverged(MetamasterError):
    """A loss or a gradient of training is no longer a finite number."""

    exit_code = 41


class Interrupted(MetamasterError):
    """The user pressed Ctrl-C."""

    exit_code = 130
