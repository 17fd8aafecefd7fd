"""Seeded draws that engineers share."""

import zlib

import numpy as np


def generator(purpose: str, *seeds: int) -> np.random.Generator:
    """A generator that is the same for the same purpose and seeds on every machine."""
    return np.random.default_rng([zlib.crc32(purpose.encode()), *seeds])


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """A number from ``low`` to ``high``, every ratio as likely as any other."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def normal(rng: np.random.Generator, mean: float, deviation: float, reach: float = 2.5) -> float:
    """A normal number, at most ``reach`` deviations from its mean."""
    return float(mean + deviation * np.clip(rng.standard_normal(), -reach, reach))


def move_db(rng: np.random.Generator, least_db: float, most_db: float) -> float:
    """A boost or a cut, both as likely, of at least and at most so many decibels."""
    return float(rng.choice([-1.0, 1.0]) * rng.uniform(least_db, most_db))
