"""How the songs of an episode were mastered: frames and chain values, rendered once and then kept."""

import numpy as np

import metamaster.chain
import metamaster.delivery
import metamaster.measure
import metamaster.style
import tasks.engineers
from metamaster.learn.episode import Take
from metamaster.style.frames import STYLE_RATE, Frames
from tasks.cache import Arrays, fingerprint
from tasks.engineers.chain_engineer import ChainEngineer
from tasks.engineers.engineer import Engineer, Stereo, no_values
from tasks.engineers.other_software import OtherSoftwareEngineer
from tasks.engineers.unmaster import Unmastering
from tasks.episodes.desk import Desk, Finished
from tasks.episodes.plan import Plan, Section
from tasks.tracks.passages import Passage, Passages, frames_of_audio, take
from tasks.tracks.track import blamed

_FULL_SCALE = 32767.0


class AudioDesk(Desk):
    """Masters sample by sample, as engineers do."""

    def __init__(self, plan: Plan, passages: Passages) -> None:
        self._passages = passages
        self._unmastering = Unmastering(plan.unmastering_seed)
        self._engineer = _engineer(plan)
        self._code = fingerprint(
            tasks.engineers, metamaster.chain, metamaster.delivery, metamaster.measure, metamaster.style
        )

    def mix(self, section: Section) -> Take:
        """What the engineer was given: a mix, or a master undone."""
        return take(self._mix(section))

    def _mix(self, section: Section) -> Passage:
        return self._passages.mix(section.track, section.section, self._unmastering_of(section))

    def mix_sound(self, section: Section) -> Stereo:
        """The whole stretch of what the engineer was given, as sound."""
        return self._mix(section).audio

    def master(self, section: Section) -> Finished:
        """What the engineer made of it, or how it was released."""
        if self._engineer is None:
            return Finished(self._passages.master(section.track, section.section).frames, no_values())
        engineer = self._engineer
        mix_key = self._passages.mix_key(section.track, section.section, self._unmastering_of(section))

        def make() -> Arrays:
            mastered = engineer.master(self._mix(section).audio, STYLE_RATE)
            frames = frames_of_audio(mastered.audio)
            return {
                "power": np.asarray(frames.power, np.float32),
                "frame_peak": np.asarray(frames.peak, np.float32),
                "values": mastered.values,
            }

        with blamed(section.track):
            kept = self._passages.cache.arrays(f"{engineer.key} {self._code} {mix_key}", make)
        return Finished(Frames(kept["power"], kept["frame_peak"]), kept["values"])

    def master_sound(self, section: Section) -> Stereo:
        """What the engineer made of it, or how it was released, as sound; kept in 16 bits under its own peak."""
        if self._engineer is None:
            return self._passages.master(section.track, section.section).audio
        engineer = self._engineer
        mix_key = self._passages.mix_key(section.track, section.section, self._unmastering_of(section))

        def make() -> Arrays:
            audio = engineer.master(self._mix(section).audio, STYLE_RATE).audio
            peak = float(np.abs(audio).max())
            return {"samples": np.round(audio * (_FULL_SCALE / peak)).astype(np.int16), "peak": np.array(peak)}

        with blamed(section.track):
            kept = self._passages.cache.arrays(f"sound {engineer.key} {self._code} {mix_key}", make)
        return np.asarray(kept["samples"] * np.float32(float(kept["peak"]) / _FULL_SCALE), np.float32)

    def _unmastering_of(self, section: Section) -> Unmastering | None:
        return None if section.track.mixes else self._unmastering


def _engineer(plan: Plan) -> Engineer | None:
    """None where songs are as they were released."""
    match plan.engineer:
        case "chain":
            return ChainEngineer(plan.taste, plan.engineer_seed)
        case "other-software":
            return OtherSoftwareEngineer(plan.taste, plan.engineer_seed)
        case "as-released":
            return None
