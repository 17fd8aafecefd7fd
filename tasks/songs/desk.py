"""The mixing desk: renders a score's parts, sets them in the room and sums them to stems."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float32

from tasks.songs import space
from tasks.songs.balance import gain_to
from tasks.songs.sampler import performed
from tasks.songs.score import Part, Score
from tasks.songs.song import Stereo

DUCK_S = 0.28
BALANCED_DB = -14.0
"""Loudness that a channel of a balanced score has before its fader."""

Mono = Float32[np.ndarray, " samples"]
Track = Float32[np.ndarray, "channels samples"]


@dataclass
class Desk:
    """Buses that channels are added to; what goes to the room and the echo is mono."""

    frames: int
    stems: dict[str, Stereo] = field(default_factory=dict)
    sends: dict[str, Mono] = field(default_factory=dict)

    def add(self, name: str, audio: Stereo) -> None:
        """Adds a channel to a stem, which is made on first use."""
        if name in self.stems:
            self.stems[name] += audio
        else:
            self.stems[name] = audio

    def send(self, name: str, audio: Track, gain_db: float | None) -> None:
        """Adds the middle of a channel to an effect's bus; nothing where there is no gain."""
        if gain_db is None:
            return
        gain = np.float32(10.0 ** (gain_db / 20.0) / len(audio))
        bus = self.sends.setdefault(name, np.zeros(self.frames, dtype=np.float32))
        for channel in audio:
            bus += gain * channel


def rendered(score: Score, seed: int) -> dict[str, Stereo]:
    """The stems of a score, reverb and echo among them; their sum is the mix."""
    clock = score.clock
    frames = round((clock.seconds(score.beats) + score.tail_s) * clock.sample_rate)
    desk = Desk(frames)
    ducker = [part for part in score.parts if part.stem == score.ducker]
    strokes = np.asarray([clock.sample(note.start) for part in ducker for note in part.notes], dtype=np.int64)
    dips: dict[float, Mono] = {}
    for number, part in enumerate(score.parts):
        depth = part.strip.duck_db
        if depth and depth not in dips:
            dips[depth] = space.ducking(strokes, frames, depth, DUCK_S, clock.sample_rate)
        track = performed(part, clock, frames, np.random.default_rng((seed, number)))
        if score.balanced:
            track *= gain_to(BALANCED_DB, track, clock.sample_rate)
        if depth:
            track *= dips[depth]
        _route(desk, part, track)
    return _with_effects(desk, score)


def _route(desk: Desk, part: Part, track: Track) -> None:
    """The track to its stem and its sends."""
    strip = part.strip
    desk.add(part.stem, space.picture(len(track), strip.pan, strip.width) @ track)
    # A mono track stands 3 dB lower on each side.
    level_db = 0.0 if len(track) == 2 else -3.0
    desk.send("reverb", track, None if strip.reverb_db is None else strip.reverb_db + level_db)
    desk.send("echo", track, None if strip.echo_db is None else strip.echo_db + level_db)


def _with_effects(desk: Desk, score: Score) -> dict[str, Stereo]:
    """The stems with those of the room and the echo."""
    room, rate = score.room, score.clock.sample_rate
    if "echo" in desk.sends:
        delay = round(score.clock.seconds(room.echo_beats) * rate)
        desk.stems["echo"] = space.echoed(desk.sends["echo"], delay, room.echo_feedback, rate)
    if "reverb" in desk.sends:
        response = space.impulse_response(room, rate)
        desk.stems["reverb"] = space.reverberated(desk.sends["reverb"], response)
    return desk.stems
