"""``python -m metamaster``."""

import sys

from metamaster.cli import main

sys.exit(main())
