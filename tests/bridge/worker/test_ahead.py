"""What is listened to ahead gives way at once to what is wanted now, and nothing else does."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bridge.children.line import Line
from bridge.session.job import AdaptOrder, AnalyseOrder, Order, RenderOrder
from bridge.session.references import Reference
from bridge.worker.ears import Ears
from bridge.worker.messages import Prepare
from bridge.worker.process import Orders, listen_ahead
from metamaster.errors import InputMissing
from metamaster.listen import Listened

MIX, RECORD, OTHER = "mix.wav", "record.wav", "other.wav"
RENDER = RenderOrder(1, MIX, "out.wav", {}, -14.0, -1.0, 24, False, False)


class Halves(Ears):
    """Listens in two halves, between which something may come from the bridge; notes what was heard whole."""

    def __init__(self, between: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self._between = dict(between)
        self.begun: list[str] = []
        self.whole: list[str] = []

    def listen(self, paths: Sequence[str], progress: Callable[[float], None]) -> tuple[Listened, ...]:
        (path,) = paths
        self.begun.append(path)
        if path == "gone.wav":
            raise InputMissing("gone.wav is not there.")
        self._between.pop(path, lambda: None)()
        progress(0.5)
        self.whole.append(path)
        return ()


@pytest.fixture
def among() -> Iterator[Orders]:
    """Orders of a bridge that says nothing by itself."""
    with Path(os.devnull).open("rb") as requests, Path(os.devnull).open("wb") as reports:
        yield Orders(Line(requests, reports))


def listening(prepared: Prepare, among: Orders, between: Mapping[str, Callable[[], None]]) -> Halves:
    """Takes up what waits for as long as that is listening ahead."""
    ears = Halves(between)
    among.take(prepared)
    while not among.waiting.empty():
        wanted = among.waiting.get()
        if isinstance(wanted, Prepare):
            listen_ahead(wanted, ears, among)
        else:
            among.done(wanted)
    return ears


def test_another_file_is_listened_to_at_once(among: Orders):
    ears = listening(Prepare((MIX, RECORD)), among, {MIX: lambda: among.take(Prepare((OTHER, RECORD)))})
    assert ears.begun == [MIX, OTHER, RECORD]
    assert ears.whole == [OTHER, RECORD]


def test_a_file_that_is_still_named_is_heard_to_its_end(among: Orders):
    ears = listening(Prepare((MIX,)), among, {MIX: lambda: among.take(Prepare((MIX, RECORD)))})
    assert ears.whole[0] == MIX and RECORD in ears.whole


def test_of_many_names_the_last_are_listened_to(among: Orders):
    for name in ("one.wav", "two.wav", "three.wav"):
        among.take(Prepare((name,)))
    assert listening(Prepare((OTHER,)), among, {}).begun == [OTHER]


@pytest.mark.parametrize("order", [RENDER, AnalyseOrder(1, OTHER)])
def test_an_order_that_has_no_use_for_the_file_comes_first(among: Orders, order: Order):
    ears = listening(Prepare((MIX, RECORD)), among, {MIX: lambda: among.take(order)})
    # Given up for the order, and listened to once that is done.
    assert ears.begun == [MIX, MIX, RECORD]
    assert ears.whole == [MIX, RECORD]


def test_an_adaptation_finds_heard_what_it_would_listen_to(among: Orders):
    adapt = AdaptOrder(1, MIX, (Reference(RECORD),), {}, None, -1.0)
    ears = listening(Prepare((MIX, RECORD)), among, {MIX: lambda: among.take(adapt)})
    assert ears.begun == ears.whole == [MIX, RECORD]


def test_a_file_that_cannot_be_heard_does_not_keep_the_others_from_it(among: Orders):
    assert listening(Prepare(("gone.wav", RECORD)), among, {}).whole == [RECORD]
