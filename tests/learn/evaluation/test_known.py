"""Rows that are told a chain: it is done as told, at the level of the mix; where none is known there is no row."""

from dataclasses import replace

from metamaster.learn.aim import trim_for
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.known import GENRE_TASTE, REFERENCE_SETTINGS, known_families
from metamaster.learn.evaluation.trial import Trial

from .conftest import CHAIN


def test_what_is_told_is_done_at_the_level_of_the_mix_and_nothing_else_is(trial: Trial):
    heard = Heard(replace(trial, known={REFERENCE_SETTINGS: CHAIN}))
    made = {family.name: family.attempt(heard) for family in known_families()}
    (one,) = made[REFERENCE_SETTINGS]
    assert one.result == CHAIN.replace({"trim.gain_db": trim_for(heard.mix)})
    assert not made[GENRE_TASTE]
