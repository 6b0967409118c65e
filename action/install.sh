#!/usr/bin/env bash
# Installs ownctl from this action's own checkout, so that action and program are always one version.
set -euo pipefail

source=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
home=$RUNNER_TEMP/ownctl

if [ -x "$home/bin/ownctl" ]; then
  exit 0 # an earlier step of this job did it
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "::error::ownctl needs Python 3.11 or newer; put actions/setup-python before it"
  exit 3
fi
python3 -m venv "$home"
"$home/bin/python" -m pip install --quiet --disable-pip-version-check "$source"
