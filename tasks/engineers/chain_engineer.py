"""An engineer who works with metamaster's own chain."""

import numpy as np

from metamaster.audio.source import BLOCK_SAMPLES
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from metamaster.chain.settings import Settings
from tasks.engineers.chain_settings import settings_for
from tasks.engineers.chain_style import draw_chain_style
from tasks.engineers.draws import generator
from tasks.engineers.engineer import Engineer, Mastered, Stereo
from tasks.engineers.loudness import limited_to
from tasks.engineers.song_reading import read_song


class ChainEngineer(Engineer):
    """Masters with a chain style drawn from a genre and a seed."""

    name = "chain"

    def __init__(self, genre: str, seed: int) -> None:
        self.key = f"chain {genre} {seed}"
        self.style = draw_chain_style(genre, seed)
        self._seed = seed

    def settings(self, audio: Stereo, sample_rate: int) -> Settings:
        """The chain as this engineer sets it for that song, with the limiter's drive still at its default."""
        song = read_song(audio, sample_rate)
        return settings_for(self.style, song, generator("hand", self._seed, song.number))

    def master(self, audio: Stereo, sample_rate: int) -> Mastered:
        """The song through the chain, at the genre's loudness; raises SilentInput for silence."""
        settings = self.settings(audio, sample_rate)
        limited = limited_to(
            _unlimited(audio, sample_rate, settings),
            sample_rate,
            self.style.loudness_lufs,
            settings["limiter.ceiling_db"],
            settings["limiter.release_ms"],
        )
        settings = settings.replace({"limiter.drive_db": limited.drive_db})
        return Mastered(limited.audio, np.asarray(settings.values, dtype=np.float32))


def _unlimited(audio: Stereo, sample_rate: int, settings: Settings) -> Stereo:
    """Block by block, which is faster than a whole song at once: blocks stay in the processor's cache."""
    chain = UnlimitedChain(settings.as_dict(), sample_rate)
    starts = range(0, audio.shape[1], BLOCK_SAMPLES)
    blocks = [chain.process(np.ascontiguousarray(audio[:, at : at + BLOCK_SAMPLES])) for at in starts]
    return np.concatenate(blocks, axis=1)
