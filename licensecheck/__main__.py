"""`python -m licensecheck`."""

import sys

from licensecheck.cli import command

if __name__ == "__main__":
    sys.exit(command())
