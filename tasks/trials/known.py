"""What only who makes a trial knows: the reference's own settings, and what its genre's engineers have in common."""

from metamaster.chain.settings import Settings, clamped
from metamaster.learn.evaluation.known import GENRE_TASTE, REFERENCE_SETTINGS
from metamaster.style.frames import STYLE_RATE
from tasks.engineers.chain_settings import settings_for
from tasks.engineers.chain_style import common_style
from tasks.engineers.draws import generator
from tasks.engineers.song_reading import read_song
from tasks.episodes.masters import AudioDesk
from tasks.episodes.plan import Plan


def known_chains(plan: Plan, desk: AudioDesk) -> dict[str, Settings]:
    """The chains by the names of their rows; none where other software was used."""
    if plan.engineer != "chain":
        return {}
    song = read_song(desk.mix_sound(plan.queries[0]), STYLE_RATE)
    return {
        REFERENCE_SETTINGS: clamped(desk.master(plan.reference).values.tolist()),
        GENRE_TASTE: settings_for(common_style(plan.taste), song, generator("no hand")),
    }
