#!/bin/sh
# Installs what the peers bench needs: Debian's PyTorch for the CPU, and the OpenBLAS that PyTorch is fastest with.
set -eu

packages="python3-torch libopenblas0-pthread"

if ! command -v apt-get >/dev/null; then
  echo "bench/peers: needs Debian or a relative of it (apt-get), for: $packages" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "bench/peers: run this as root, or: sudo apt-get install --no-install-recommends $packages" >&2
  exit 1
fi
apt-get update
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages
/usr/bin/python3 -c 'import torch; print("PyTorch", torch.__version__)'
