"""What a model is made of, in plain values."""

from typing import Annotated, Literal

import msgspec

from metamaster.learn.names import Base, Order, World

RuleName = Literal["sgd", "adam", "radam", "meta-sgd", "levenberg-marquardt", "recurrent", "recurrent-gauss-newton"]


class PredictorConfig(msgspec.Struct, frozen=True):
    """The predictor's size, and what its targets are added to."""

    context: Annotated[int, msgspec.Meta(ge=8, le=256)] = 32
    """Numbers that stand for a genre; a quarter of them, an eighth for each look, are signs of who mastered it."""
    width: Annotated[int, msgspec.Meta(ge=0, le=512)] = 192
    """0: no network; it then says the same of all music, but for whether the reference is the same song."""
    base: Base = "nothing"
    """What the predicted change is added to (``metamaster.learn.base``)."""


class InnerConfig(msgspec.Struct, frozen=True):
    """The inner loop."""

    rule: RuleName = "levenberg-marquardt"
    scope: Literal["chain", "context", "head", "all"] = "chain"
    steps: Annotated[int, msgspec.Meta(ge=0, le=100)] = 5
    order: Order = "first"
    """Whether derivatives pass through what is measured at each step (second) or not (first)."""
    world: World = "frames"
    """Whether mixes are rendered (audio) or only their frames are (frames), at a small part of the cost."""
    seconds: Annotated[float, msgspec.Meta(ge=1.0, le=10.0)] = 10.0
    """How much of each mix is rendered, where it is."""


class Made(msgspec.Struct, frozen=True):
    """What a model is made of, and where it comes from."""

    predictor: PredictorConfig
    inner: InnerConfig
    about: dict[str, str] = {}
    """Free words, such as what it was trained on and for how many steps."""
