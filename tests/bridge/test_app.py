"""The bridge as a whole."""

from tests.test_architecture import loaded_by


def test_the_control_process_loads_neither_jax_nor_numpy():
    modules = ("bridge.app", "bridge.osc.client", "metamaster.cli.bridge_command", "metamaster.cli.ctl_command")
    assert not loaded_by(*modules) & {"jax", "jaxlib", "numpy", "scipy", "soundfile", "pedalboard"}
