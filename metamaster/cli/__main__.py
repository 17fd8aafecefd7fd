"""``python -m metamaster.cli``."""

import sys

from metamaster.cli import main

sys.exit(main())
