"""The table of parameters as a page for people."""

from metamaster.chain.parameters import PARAMETERS, STAGE_TITLES, STAGES, Parameter

_INTRODUCTION = """# Parameters

Every control of the chain, stage by stage in the order of the sound; made from `metamaster/chain/parameters.py` by
`python -m benchmarks.docs_tables`. Settings files hold exactly these names and units. At its default a control is
neutral: it leaves the sound as it is. A *log* control moves in equal ratios, a *linear* one in equal steps.
"""
_HEADER = "| name | unit | from | to | scale | default | what it does |\n| --- | --- | ---: | ---: | --- | ---: | --- |"


def parameters_markdown() -> str:
    """The whole page, one table for each stage."""
    return "\n".join([_INTRODUCTION, *(_section(stage) for stage in STAGES)])


def _section(stage: str) -> str:
    rows = [_row(entry) for entry in PARAMETERS if entry.stage == stage]
    return "\n".join([f"## {STAGE_TITLES[stage]}", "", _HEADER, *rows, ""])


def _row(entry: Parameter) -> str:
    numbers = (f"{number:g}" for number in (entry.low, entry.high))
    return (
        f"| `{entry.name}` | {entry.unit} | {' | '.join(numbers)} | {entry.scale} | {entry.default:g} | {entry.about} |"
    )
