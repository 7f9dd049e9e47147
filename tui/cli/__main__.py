"""`python -m tui.cli` is `polemics`."""

import sys

from tui.cli import main

sys.exit(main())
