"""The insert's own process: waits for a JACK server, plays, and tells what is heard."""

import gc
import os
import sys
import threading
import time
from collections import deque
from typing import Any

import numpy as np

from bridge.children.line import Line, line_of_process
from bridge.errors import ProgramAbsent
from bridge.live import messages
from bridge.live.insert import Played, Sound
from bridge.live.jack_insert import Cables, JackInsert
from bridge.live.levels import LiveLevels
from bridge.live.match import Match
from bridge.live.status import AS_IT_IS, Turned

_TELL_EVERY_S = 0.05
_LOOK_EVERY_S = 1.0
"""How often it is seen to that the server still asks for sound, while there is none."""
_AGAIN_S = 1.0
_OWN_NAME_TRIES = 5
"""DAWs know the insert by its name, so it waits a little for one that was killed to be gone from the server."""
_HUNG_S = 10.0
"""A server that has not asked for sound for so long has died, or the callback has."""
_SWITCH_S = 0.0002
"""How long the callback may be kept waiting by another thread of this process; Python's usual 5 ms are a block."""


class Player:
    """What the bridge wants, and the insert that does it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._jack: JackInsert | None = None
        self._restart = self._sounding = False
        self._cables: Cables = ()
        self.periods_ahead = 0
        self.sound: Sound | None = None
        self.told = threading.Event()

    def listen(self) -> None:
        """Takes up what the bridge wants until it has gone; then ends the process."""
        for line in self._line.requests():
            self._take(messages.decode_request(line))
        os._exit(0)

    def play(self, jack: JackInsert) -> None:
        """Plays until the server ends."""
        self._jack = jack
        if self.sound is not None:
            jack.insert.aim(self.sound)
        jack.activate()
        jack.plug(self._cables)
        self.tell(messages.Running(jack.name, jack.sample_rate, jack.block_frames, jack.latency))
        levels, match, cables = LiveLevels(jack.sample_rate), Match(jack.sample_rate), Cables()
        blocks, since = -1, time.monotonic()
        jack.news.set()
        while not jack.ended.is_set():
            news = jack.news.wait(_LOOK_EVERY_S if jack.rests else _TELL_EVERY_S)
            if news:
                jack.news.clear()
            jack.look()
            if news:
                cables = self._tell_cables(jack, cables)
            if jack.blocks != blocks:
                blocks, since = jack.blocks, time.monotonic()
            elif time.monotonic() - since > _HUNG_S:
                return
            if self._restart:
                self._restart = False
                levels.restart()
            self._tell_levels(jack, levels, match)

    def tell(self, report: messages.Report) -> None:
        """Sends one report."""
        self._line.tell(messages.encode_report(report))

    def _tell_cables(self, jack: JackInsert, before: Cables) -> Cables:
        cables = jack.cables
        if cables != before:
            self.tell(messages.Plugged(cables))
        return cables

    def _tell_levels(self, jack: JackInsert, levels: LiveLevels, match: Match) -> None:
        heard, played = _all_of(jack.heard), _all_of(jack.played)
        if heard:
            levels.add(
                np.concatenate(heard, axis=1),
                max((one.reduction_db for one in played), default=0.0),
                np.sum([Played().energies, *(one.energies for one in played)], axis=0),
            )
            match.add(pair for one in played for pair in one.pairs)
            jack.insert.turn(match.turned_db())
            self.tell(messages.Levels(levels.read(), jack.xruns, self._turned_db(match)))
        if self._sounding and not heard:
            self.tell(messages.Silent())
        self._sounding = bool(heard)

    def _turned_db(self, match: Match) -> Turned:
        if self.sound is None or self.sound.unheard is None:
            return AS_IT_IS
        mix_db, a_db, b_db = (round(turned_db, 1) for turned_db in match.turned_db().values())
        return mix_db, a_db, b_db

    def _take(self, request: messages.Request) -> None:
        match request:
            case messages.Wanted(values, bypass, slot, unheard):
                self.sound = Sound(values, bypass, slot, unheard)
                if self._jack is not None:
                    self._jack.insert.aim(self.sound)
                self.told.set()
            case messages.Ahead(periods):
                self.periods_ahead = periods
            case messages.Connect(cables):
                self._cables = cables
            case messages.Restart():
                self._restart = True


def _all_of(waiting: deque[Any]) -> list[Any]:
    return [waiting.popleft() for _ in range(len(waiting))]


def run(line: Line) -> None:
    """Plays until the server or the bridge has gone: libjack does not survive its server, so neither does this."""
    player = Player(line)
    threading.Thread(target=player.listen, daemon=True).start()
    player.tell(messages.Awake())
    player.told.wait()
    tries = 1
    while (jack := _connected(player, tries <= _OWN_NAME_TRIES)) is None:
        if tries == 1:
            player.tell(messages.Waiting())
        tries += 1
        time.sleep(_AGAIN_S)
    # Nothing of what is there now will ever be garbage; looking at it again and again costs milliseconds.
    gc.collect()
    gc.freeze()
    player.play(jack)
    # Not by way of libjack's own clearing up, which may wait for the server for ever.
    os._exit(0)


def _connected(player: Player, own_name: bool) -> JackInsert | None:
    if player.sound is None:
        raise RuntimeError("the bridge says what is wanted before anything else")
    try:
        return JackInsert(player.sound, own_name, player.periods_ahead)
    except ProgramAbsent:
        return None


def main() -> None:
    """The process that ``bridge.live.service`` starts."""
    sys.setswitchinterval(_SWITCH_S)
    run(line_of_process())
