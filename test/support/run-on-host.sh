#!/bin/sh
# run-on-host.sh ADDRESS COMMAND…: what ssh does, for the hosts that network-hosts.ts makes. The last number of the address is
# the host's; its processes have a name, process numbers and shared memory of their own.
number=${1##*.}
shift
exec ip netns exec "$HENKAN_TEST_HOSTS-$number" unshare --uts --ipc --pid --fork --kill-child --mount-proc \
  sh -c "hostname host-$number; $*"
