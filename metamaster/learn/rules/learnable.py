"""The rules whose numbers training sets, by name."""

from collections.abc import Callable

from metamaster.learn.rules.first_order import adam, radam, sgd
from metamaster.learn.rules.levenberg_marquardt import levenberg_marquardt
from metamaster.learn.rules.meta_sgd import meta_sgd
from metamaster.learn.rules.recurrent import corrected_rule, recurrent_rule
from metamaster.learn.rules.rule import Kinds, Rule

LEARNABLE_RULES: dict[str, Callable[[Kinds], Rule]] = {
    "sgd": sgd,
    "adam": adam,
    "radam": radam,
    "meta-sgd": meta_sgd,
    "levenberg-marquardt": levenberg_marquardt,
    "recurrent": recurrent_rule,
    "recurrent-gauss-newton": corrected_rule,
}
