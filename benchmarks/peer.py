"""Matchering, the peer that musicians use now."""

from pathlib import Path

import matchering


def matchering_master(mix: Path, reference: Path, out: Path) -> None:
    """Matchering 2 at its defaults, 24-bit."""
    matchering.process(target=str(mix), reference=str(reference), results=[matchering.pcm24(str(out))])
