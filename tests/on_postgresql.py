"""`python -m tests.on_postgresql [pytest arguments]`: the suite again, on a PostgreSQL of its own.

Tests that do not depend on the suite's database (marked `once`) are left out: they ran on SQLite.
"""

import os
import subprocess
import sys

from tests.postgresql import private_server
from tests.services import POSTGRESQL, REQUIRED

NO_TEST_SELECTED = 5


def main() -> int:
    initdb = POSTGRESQL.find()
    if initdb is None:
        sys.stdout.write(f"SKIPPED: the suite on PostgreSQL: {POSTGRESQL.absence}\n")
        return 1 if REQUIRED else 0
    sys.stdout.write("\nThe suite again, on PostgreSQL\n")
    sys.stdout.flush()
    with private_server(initdb) as url:
        command = [sys.executable, "-m", "pytest", "-m", "not once", *sys.argv[1:]]
        code = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    return 0 if code == NO_TEST_SELECTED else code


if __name__ == "__main__":
    sys.exit(main())
