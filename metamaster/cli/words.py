"""Wording of help texts."""


def as_sentence(about: str) -> str:
    """A sentence of its own, whose other capitals stay: DAW, OSC, Pedalboard."""
    return f"{about[:1].upper()}{about[1:]}."
