"""The product's own command line, for child processes: ``python -m bench.product serve``."""

from __future__ import annotations

from oppsera_host.cli import main

if __name__ == "__main__":
    main()
