"""Configurations whose keys are each in range but do not go together."""

from metamaster.errors import BadConfig
from metamaster.learn.training.config import OuterConfig, TrainConfig


def refuse_contradictions(config: TrainConfig) -> None:
    """Raises BadConfig, naming the keys and what to change."""
    _refuse_reptile(config)
    _refuse_no_network(config)
    _refuse_broken_rounds(config)


def refuse_uneven(config: TrainConfig, devices: int) -> None:
    """Raises BadConfig, naming the key, where tasks cannot be divided equally among so many devices."""
    counts = {
        "optimiser.batch": config.optimiser.batch,
        "pretraining.batch": config.pretraining.batch,
        "validation.episodes": config.validation.episodes,
    }
    for name, count in counts.items():
        if count % devices:
            raise BadConfig(f"{name} is {count}, but must be a multiple of the {devices} devices.")


def _refuse_reptile(config: TrainConfig) -> None:
    if config.outer.method != "reptile":
        return
    if config.inner.scope not in ("head", "all"):
        raise BadConfig(f"outer.method: reptile needs inner.scope head or all, not {config.inner.scope}: change one.")
    if config.outer.train != OuterConfig().train:
        raise BadConfig("outer.method: reptile moves what inner.scope names and nothing else: leave outer.train out.")


def _refuse_no_network(config: TrainConfig) -> None:
    if config.predictor.width == 0 and config.inner.scope in ("context", "all"):
        raise BadConfig(
            f"inner.scope: {config.inner.scope} needs a network, but predictor.width is 0: give it a width, or choose "
            "the scope chain or head."
        )


def _refuse_broken_rounds(config: TrainConfig) -> None:
    pre = config.pretraining
    if pre.episodes % pre.batch:
        raise BadConfig(
            f"pretraining.episodes is {pre.episodes}, but must be a multiple of pretraining.batch ({pre.batch})."
        )
