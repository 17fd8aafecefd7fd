"""What is said where a loudness that was asked for by name cannot be had."""

from metamaster.errors import DeliveryFailed


def unreached(name: str, target_lufs: float, ceiling_db: float, reached_lufs: float, over_db: float) -> DeliveryFailed:
    """The error for a song by its name: what was wanted, what the last render came to, and the remedy.

    Loudness in LUFS; ``ceiling_db`` in dBTP, and ``over_db`` how far the last render's true peak passed it.
    """
    wanted = f"{name} cannot be brought to {{}} LUFS under {ceiling_db:.1f} dBTP"
    if over_db > 0.0:
        return DeliveryFailed(
            f"{wanted.format(f'{target_lufs:.1f}')}: its true peak stays at {ceiling_db + over_db:.2f} dBTP. "
            "Ask for less loudness (--loudness) or a higher ceiling (--true-peak)."
        )
    target, reached = _told_apart(target_lufs, reached_lufs)
    remedy = "less loudness (--loudness) or a higher ceiling (--true-peak)"
    if reached_lufs > target_lufs:
        remedy = "more loudness (--loudness)"
    return DeliveryFailed(f"{wanted.format(target)}, only to {reached} LUFS: ask for {remedy}.")


def _told_apart(target_lufs: float, reached_lufs: float) -> tuple[str, str]:
    """Both in as few decimals as show that they differ."""
    short = f"{target_lufs:.1f}", f"{reached_lufs:.1f}"
    return short if short[0] != short[1] else (f"{target_lufs:.2f}", f"{reached_lufs:.2f}")
