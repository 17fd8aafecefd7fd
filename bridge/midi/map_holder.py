"""The map in use, and which control waits to be given a knob."""

from collections.abc import Callable

from bridge.errors import WrongType
from bridge.midi.midi_map import Knob, MidiMap
from bridge.session.controls import control_named


class MapHolder:
    """Holds the map; whoever follows MIDI subscribes to it."""

    def __init__(self) -> None:
        self.current = MidiMap(None, (), ())
        self.armed: str | None = None
        self._followers: tuple[Callable[[], None], ...] = ()

    def follow(self, follower: Callable[[], None]) -> Callable[[], None]:
        """Has the follower called after every change of the map; gives what ends that."""
        self._followers = (*self._followers, follower)

        def unfollow() -> None:
            self._followers = tuple(one for one in self._followers if one is not follower)

        return unfollow

    def replace(self, found: MidiMap) -> None:
        """Another map."""
        self.current = found
        self._tell()

    def arm(self, control: str | None) -> None:
        """The next knob that is moved is to be this control's; None for no more. Raises UnknownControl, WrongType."""
        if control is not None and control_named(control).kind == "text":
            raise WrongType(f"{control} holds text, which no knob can turn.")
        self.armed = control

    def learn(self, knob: Knob) -> None:
        """The knob for the armed control was found."""
        self.armed = None
        self.replace(self.current.with_knob(knob))

    def forget(self, control: str) -> None:
        """Takes a control's knob from it; raises UnknownControl."""
        self.replace(self.current.without(control))

    def _tell(self) -> None:
        for follower in self._followers:
            follower()
