"""Scopes: what adaptation moves. All are one interface, so that every rule acts on every scope."""

from collections.abc import Callable
from typing import Any

from metamaster.learn.predictor import Predictor
from metamaster.learn.scopes.chain import chain_scope
from metamaster.learn.scopes.context import context_scope
from metamaster.learn.scopes.network import all_scope, head_scope
from metamaster.learn.scopes.scope import Believed, Scope, encoded, predicted

SCOPES: dict[str, Callable[[Predictor, Any], Scope]] = {
    "chain": chain_scope,
    "context": context_scope,
    "head": head_scope,
    "all": all_scope,
}

__all__ = ["SCOPES", "Believed", "Scope", "encoded", "predicted"]
