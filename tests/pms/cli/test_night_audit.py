from __future__ import annotations

import json
import os
import subprocess
import sys

from oppsera_host.identity.models import Tenant
from tests.factories.hotel import Hotel

OPPSERA = "import sys; from oppsera_host.cli import main; sys.exit(main())"


def test_closes_dates_from_the_command_line(environment: dict[str, str], tenant: Tenant, hotel: Hotel):
    def run(*arguments: str) -> tuple[int, dict]:
        done = subprocess.run(
            [sys.executable, "-c", OPPSERA, "pms", "night-audit", "--tenant", tenant.slug, *arguments, "--json"],
            env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout.splitlines()[-1])

    code, answer = run("--property", "LODGE", "--through", "2027-03-16")
    assert code == 0
    assert [day["businessDate"] for day in answer["closed"]] == ["2027-03-15", "2027-03-16"]
    code, answer = run("--property", "NOWHERE")
    assert (code, answer["error"]["code"]) == (1, "NOT_FOUND")
