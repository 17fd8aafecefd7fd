"""The table of data sets as a page for people."""

from tasks.datasets.data_set import DataSet
from tasks.datasets.registry import DATA_SETS

_INTRODUCTION = """# Data sets

The public data sets that metamaster can learn from; made from `tasks/datasets/registry.py` by
`python -m tasks.docs_tables`. None of them is needed, none is downloaded for you, and each has a licence of its own:
read it before you train on it, and before you share what was trained.

In a task configuration (see [tasks.md](tasks.md)) a data set is a source by its name, with the folder that it lies in:

```yaml
sources:
  - { kind: musdb18-hq, path: ~/data/musdb18hq }
```

A track that cannot be read is left out, counted and named; a folder that is not the data set says what is missing and
where to get it.
"""


def data_sets_markdown() -> str:
    """The whole page: how to use a data set, then one section for each."""
    return "\n".join([_INTRODUCTION, *(_section(one) for one in DATA_SETS.values())])


def _section(one: DataSet) -> str:
    rows = (("get it", one.get), ("its folder holds", one.layout), ("gives", one.gives), ("genres", one.genres))
    table = "\n".join(f"| {what} | {said} |" for what, said in rows)
    return f"## {one.title}\n\n| `{one.name}` | |\n| --- | --- |\n{table}\n"
