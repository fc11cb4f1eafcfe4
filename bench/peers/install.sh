#!/bin/sh
# Installs the two PyTorchs of the peers bench: Debian's for the CPU, with the OpenBLAS that it is fastest with; and
# that of the Python package index, into an environment outside the tree (5.4 GB: its libraries for GPUs come along).
# torch.compile needs a C++ compiler.
set -eu
cd "$(dirname "$0")"

packages="python3-torch python3-aiohttp libopenblas0-pthread python3-venv g++"

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get update -q
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $packages
  /usr/bin/python3 -c 'import torch; print("PyTorch", torch.__version__)'
else
  echo "bench/peers: Debian's PyTorch needs Debian or a relative of it, and root: apt-get install $packages" >&2
fi

environment=${HENKAN_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/henkan-peers}
if ! cmp -s requirements.txt "$environment/requirements.txt"; then
  python3 -m venv --clear "$environment"
  "$environment/bin/pip" install -q -r requirements.txt
  cp requirements.txt "$environment"
fi
"$environment/bin/python" -c 'import torch; print("PyTorch", torch.__version__)'
