"""What the bands of funk, latin and reggae share: a guitar that strikes chords, keys, horns, a solo, voices."""

from tasks.songs import palette, players
from tasks.songs.filters import Section
from tasks.songs.score import Instrument, Part, Strip
from tasks.songs.setting import Setting


def guitar(setting: Setting, part: str, hits: players.Hits) -> tuple[Part, ...]:
    """A clean or nylon guitar that strikes short chords."""
    rng = setting.rng
    guitar: Instrument = palette.nylon_guitar(rng) if part == "guitar" else palette.clean_guitar(rng)
    return (
        Part(
            "guitar",
            guitar,
            players.strummed(setting, part, hits, 55, 70),
            Strip(-6.0, (Section("high_pass", setting.between(150, 350)),), pan=-0.5, reverb_db=-15.0, echo_db=-20.0),
            3.0,
        ),
    )


def front_line(setting: Setting) -> tuple[Part, ...]:
    """Keys, horns, a solo, the voice and those behind it."""
    rng = setting.rng
    keys = palette.one_of(rng, palette.electric_piano, palette.organ, palette.piano)
    solo = palette.one_of(rng, palette.saxophone, palette.synth_lead, palette.organ, palette.brass)
    stabs = players.rhythm(setting, setting.between(0.15, 0.4))
    return (
        Part(
            "keys",
            keys,
            players.chords(setting, "keys", players.rhythm(setting, setting.between(0.3, 0.6)), 53, 72),
            Strip(-7.0, (Section("high_pass", 120.0),), pan=0.3, reverb_db=-14.0),
            5.0,
        ),
        Part(
            "horns",
            palette.brass(rng, int(rng.integers(2, 5))),
            players.chords(setting, "horns", stabs, 58, 77),
            Strip(-5.0, pan=0.2, reverb_db=-12.0),
            8.0,
        ),
        Part("solo", solo, players.tune(setting, "solo", 2, 0.7), Strip(-3.0, pan=-0.15, reverb_db=-12.0), 8.0),
        Part(
            "voice",
            palette.singer(rng),
            players.tune(setting, "voice", 1, setting.between(0.35, 0.7)),
            Strip(
                0.0, (Section("high_pass", 110.0), Section("bell", 2800.0, 4.0, 0.6)), reverb_db=-14.0, echo_db=-16.0
            ),
            12.0,
        ),
        Part(
            "voice",
            palette.choir(rng),
            players.chords(setting, "backing", ((0.0, 1.5, 1.0), (2.0, 1.5, 0.9)), 58, 76),
            Strip(-9.0, reverb_db=-11.0),
        ),
    )
