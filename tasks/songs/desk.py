"""The mixing desk: renders a score's parts, sets them in the room and sums them to stems."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float32

from tasks.songs import space
from tasks.songs.sampler import performed
from tasks.songs.score import Part, Score
from tasks.songs.song import Stereo

DUCK_S = 0.28


@dataclass
class Desk:
    """Buses that parts are added to."""

    stems: dict[str, Stereo] = field(default_factory=dict)
    sends: dict[str, Stereo] = field(default_factory=dict)

    def add(self, bus: dict[str, Stereo], name: str, audio: Stereo, gain_db: float = 0.0) -> None:
        """Adds audio to a bus, which is made on first use."""
        sent = np.float32(10.0 ** (gain_db / 20.0)) * audio if gain_db else audio
        bus[name] = bus[name] + sent if name in bus else sent


def rendered(score: Score, seed: int) -> dict[str, Stereo]:
    """The stems of a score, reverb and echo among them; their sum is the mix."""
    clock = score.clock
    frames = round((clock.seconds(score.beats) + score.tail_s) * clock.sample_rate)
    desk = Desk()
    ducker = [part for part in score.parts if part.stem == score.ducker]
    strokes = np.asarray([clock.sample(note.start) for part in ducker for note in part.notes], dtype=np.int64)
    dips: dict[float, Float32[np.ndarray, " samples"]] = {}
    for number, part in enumerate(score.parts):
        depth = part.strip.duck_db
        if depth and depth not in dips:
            dips[depth] = space.ducking(strokes, frames, depth, DUCK_S, clock.sample_rate)
        track = _channel(part, score, frames, np.random.default_rng((seed, number)))
        if depth:
            track *= dips[depth]
        _route(desk, part, track)
    return _with_effects(desk, score)


def _channel(part: Part, score: Score, frames: int, rng: np.random.Generator) -> Stereo:
    """One part played, then placed in the stereo picture."""
    track = performed(part, score.clock, frames, rng)
    return space.placed(track, part.strip.pan, part.strip.width)


def _route(desk: Desk, part: Part, track: Stereo) -> None:
    """The track to its stem and its sends."""
    desk.add(desk.stems, part.stem, track)
    if part.strip.reverb_db is not None:
        desk.add(desk.sends, "reverb", track, part.strip.reverb_db)
    if part.strip.echo_db is not None:
        desk.add(desk.sends, "echo", track, part.strip.echo_db)


def _with_effects(desk: Desk, score: Score) -> dict[str, Stereo]:
    """The stems with those of the room and the echo."""
    room, rate = score.room, score.clock.sample_rate
    if "echo" in desk.sends:
        delay = round(score.clock.seconds(room.echo_beats) * rate)
        desk.stems["echo"] = space.echoed(desk.sends["echo"], delay, room.echo_feedback, rate)
    if "reverb" in desk.sends:
        response = space.impulse_response(room.reverb_s, room.predelay_ms, room.damping_hz, rate)
        desk.stems["reverb"] = space.reverberated(desk.sends["reverb"], response, rate)
    return desk.stems
