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
PIECE = 16384
"""Samples that go through the desk at a time: as many as the processor's cache holds."""
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

    def stem(self, name: str) -> Stereo:
        """The stem of that name, made on first use."""
        if name not in self.stems:
            self.stems[name] = np.zeros((2, self.frames), dtype=np.float32)
        return self.stems[name]

    def send(self, name: str) -> Mono:
        """The bus of that effect, made on first use."""
        if name not in self.sends:
            self.sends[name] = np.zeros(self.frames, dtype=np.float32)
        return self.sends[name]


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
        track = performed(part, clock, frames, np.random.default_rng((seed, number)), score.accents)
        gain = np.float32(1.0)
        if score.balanced:
            gain = gain_to(BALANCED_DB, track, clock.sample_rate, part.strip.tone)
        _route(desk, part, gain, track, dips.get(depth))
    return _with_effects(desk, score)


def _route(desk: Desk, part: Part, gain: np.float32, track: Track, dip: Mono | None) -> None:
    """The track, at that gain and ducked by ``dip``, to its stem and its sends."""
    strip, stem = part.strip, desk.stem(part.stem)
    picture = gain * space.picture(len(track), strip.pan, strip.width)
    # A mono track stands 3 dB lower on each side.
    level_db = 0.0 if len(track) == 2 else -3.0
    sends = [
        (desk.send(name), gain * np.float32(10.0 ** ((send_db + level_db) / 20.0) / len(track)))
        for name, send_db in (("reverb", strip.reverb_db), ("echo", strip.echo_db))
        if send_db is not None
    ]
    for start in range(0, desk.frames, PIECE):
        here = slice(start, start + PIECE)
        piece = track[:, here]
        if not piece.any():
            continue
        if dip is not None:
            piece = dip[here] * piece
        stem[:, here] += picture @ piece
        middle = piece.sum(axis=0)
        for bus, send_gain in sends:
            bus[here] += send_gain * middle


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
