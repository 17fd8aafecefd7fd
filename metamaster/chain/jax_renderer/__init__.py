"""The chain as pure JAX functions: float32, full rate, differentiable twice."""
