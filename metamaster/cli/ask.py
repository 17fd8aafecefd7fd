"""From parsed arguments and configuration to what the library is asked."""

import argparse
from pathlib import Path
from typing import Literal, TypeVar

from metamaster.chain.settings_file import Delivery
from metamaster.cli.weighted import weighted_file
from metamaster.config import DeliveryTarget, MasterConfig, delivery_targets, master_config
from metamaster.errors import BadOption
from metamaster.options import Amounts, MasterOptions

T = TypeVar("T")
Loudness = float | Literal["reference"]


def master_options(args: argparse.Namespace, then: Delivery | None) -> MasterOptions:
    """The options of ``metamaster master``: what was given, else what was delivered then, else the configuration."""
    config = master_config(args.config)
    target = _target(args.target)
    asked = target or then
    study = args.report is not None or args.json
    return MasterOptions(
        loudness=_loudness(args, target, then, config),
        true_peak_db=_first(args.true_peak, asked and asked.true_peak_db, config.true_peak_db),
        amounts=_amounts(args),
        rule=args.rule or config.rule,
        style=args.style or config.style,
        steps=steps_of(args, config),
        bits=_first(args.bits, None, config.bits),
        seed=_first(args.seed, None, config.seed),
        overwrite=args.force,
        study_master=study,
        warn=study or not args.quiet,
    )


def adaptation_options(args: argparse.Namespace) -> list[str]:
    """Those options given that say how a chain is to be found."""
    amounts = {"--amount": args.amount, "--loudness-amount": args.loudness_amount}
    amounts |= {f"--{name}": getattr(args, f"{name}_amount") for name in ("tone", "dynamics", "width")}
    others = {"--rule": args.rule, "--style": args.style, "--steps": args.steps, "--only": args.only or None}
    given = [option for option, value in others.items() if value is not None]
    # All of it is what --settings does anyway.
    return [*(option for option, amount in amounts.items() if amount != 1.0), *given]


def steps_of(args: argparse.Namespace, config: MasterConfig) -> int:
    """How many steps of adaptation were asked for."""
    return _first(args.steps, None, config.steps)


def weighted_reference(text: str) -> tuple[Path, float]:
    """A reference's path and weight; see ``weighted_file``."""
    return weighted_file(text, "reference")


def _target(name: str | None) -> DeliveryTarget | None:
    if name is None:
        return None
    targets = delivery_targets()
    if name.lower() not in targets:
        raise BadOption(f"There is no target {name!r}: choose from {', '.join(targets)}.")
    return targets[name.lower()]


def _loudness(
    args: argparse.Namespace, target: DeliveryTarget | None, then: Delivery | None, config: MasterConfig
) -> Loudness:
    if args.loudness == "reference":
        return "reference"
    if args.loudness is not None:
        try:
            return float(args.loudness)
        except ValueError as error:
            raise BadOption(f"The loudness is {args.loudness!r}: give LUFS, such as -14, or reference.") from error
    if target:
        return target.loudness_lufs
    # What was delivered then is known to whoever takes the chain over.
    return "reference" if then else config.loudness


def _amounts(args: argparse.Namespace) -> Amounts:
    given = Amounts(args.tone_amount, args.dynamics_amount, args.width_amount, args.loudness_amount)
    chosen = given.only(frozenset(args.only)) if args.only else given
    return chosen.scaled(args.amount)


def _first(given: T | None, from_target: T | None, otherwise: T) -> T:
    if given is not None:
        return given
    return otherwise if from_target is None else from_target
