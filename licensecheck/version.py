"""The version, alone in its module so that `--version` needs nothing else."""

VERSION = "0.1.0"
