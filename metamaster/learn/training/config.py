"""What a training run is, as ``configs/train/*.yaml`` says it."""

from typing import Annotated, Literal

import msgspec

from metamaster.learn.episode import Split
from metamaster.learn.model_config import InnerConfig, PredictorConfig
from metamaster.learn.outer import AdaptOn, Unroll

Steps = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
Some = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Rate = Annotated[float, msgspec.Meta(gt=0.0, le=10.0)]
Seed = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
Part = Literal["predictor", "beliefs", "rule", "scope"]


class OuterConfig(msgspec.Struct, frozen=True):
    """The outer loop's loss."""

    method: Literal["meta-gradient", "reptile"] = "meta-gradient"
    adapt_on: AdaptOn = "query"
    unroll: Unroll = "all"
    log: bool = True
    parameter_weight: Annotated[float, msgspec.Meta(ge=0.0, le=100.0)] = 0.1
    caution: Annotated[float, msgspec.Meta(ge=0.0, le=10.0)] = 0.0
    """What it costs to trust the predictor altogether."""
    train: tuple[Part, ...] = ("predictor", "rule", "scope")
    """What is trained; the rest stays as it is. ``beliefs`` are of the predictor what it says but for the start."""


class OptimiserConfig(msgspec.Struct, frozen=True):
    """Adam on the outer loss (Kingma and Ba 2015)."""

    learning_rate: Rate = 1e-3
    clip: Annotated[float, msgspec.Meta(gt=0.0, le=1000.0)] = 10.0
    """The longest that a gradient may be."""
    batch: Some = 4
    """Episodes a step; a multiple of the number of devices."""


class PretrainingConfig(msgspec.Struct, frozen=True):
    """The predictor alone, supervised, before any adaptation."""

    steps: Steps = 0
    learning_rate: Rate = 1e-3
    weight_decay: Annotated[float, msgspec.Meta(ge=0.0, le=10.0)] = 0.0
    """Apart from the gradient (AdamW, Loshchilov and Hutter 2019)."""
    batch: Some = 16
    episodes: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0
    """How many different ones it sees, again and again in other orders; a multiple of ``batch``. 0: always new ones."""


class ValidationConfig(msgspec.Struct, frozen=True):
    """Judging on episodes that are not trained on."""

    every: Some = 50
    """Steps."""
    episodes: Some = 8
    split: Split = "held-out"
    """Of the tasks' splits."""
    patience: Some = 10
    """Training ends when so many validations in a row brought nothing better."""


class TrainConfig(msgspec.Struct, frozen=True):
    """A training run."""

    tasks: str
    """``synthetic``, or a file that says what episodes are made of (configs/tasks/*.yaml).

    Like ``start`` it is relative to the configuration's own folder or to the current one.
    """
    steps: Steps
    seed: Seed = 0
    start: str = ""
    """A model file (.safetensors) to train on; empty: a new model."""
    predictor: PredictorConfig = PredictorConfig()
    inner: InnerConfig = InnerConfig()
    outer: OuterConfig = OuterConfig()
    optimiser: OptimiserConfig = OptimiserConfig()
    pretraining: PretrainingConfig = PretrainingConfig()
    validation: ValidationConfig = ValidationConfig()
    checkpoint_every: Some = 50
    """Steps."""
