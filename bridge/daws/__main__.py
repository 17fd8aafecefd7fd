"""``python -m bridge.daws OUT``: writes every kit as it is now, each into a folder of its own in OUT."""

import sys
from pathlib import Path

from bridge.daws.catalogue import KITS, write_kit

if __name__ == "__main__":
    for each in KITS.values():
        write_kit(each, Path(sys.argv[1]) / each.name, overwrite=True)
