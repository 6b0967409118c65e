"""`python -m ownctl` is `ownctl`."""

from ownctl.cli import main

main()
