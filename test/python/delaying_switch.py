"""A network switch between namespaces: python3 delaying_switch.py MILLISECONDS NAMESPACE…

Makes an interface eth0 in each namespace and passes on every frame after the delay. "cut N" on standard input unplugs the
N-th (from 0), as nobody notices: no interface goes down. Ends, with the interfaces, when standard input ends.
Linux's own netem does the same where the kernel has it.
"""

import ctypes
import fcntl
import heapq
import os
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x2, 0x1000


def open_interface(namespace: str) -> int:
    """A device in another namespace whose frames this process reads and writes."""
    libc = ctypes.CDLL(None, use_errno=True)
    own, there = (os.open(path, os.O_RDONLY) for path in ("/proc/self/ns/net", f"/run/netns/{namespace}"))
    for_this_thread = lambda network: libc.setns(network, CLONE_NEWNET) == 0 or sys.exit(
        f"{namespace}: {os.strerror(ctypes.get_errno())}"
    )
    for_this_thread(there)
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"eth0", IFF_TAP | IFF_NO_PI))
    for_this_thread(own)
    return device


def serve(delay: float, devices: list[int]) -> None:
    cut: set[int] = set()
    at: dict[bytes, int] = {}  # hardware address -> number of the host
    under_way: list[tuple[float, int, int, bytes]] = []  # (when it is due, order, to whom, frame)
    order = 0
    while True:
        wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
        for ready in select.select([sys.stdin, *devices], [], [], wait)[0]:
            if ready is sys.stdin:
                line = sys.stdin.readline()
                if not line:
                    return
                cut.add(int(line.split()[1]))
                print(line.strip(), flush=True)
                continue
            host = devices.index(ready)
            frame = os.read(ready, 65536)
            at[frame[6:12]] = host
            to = at.get(frame[:6])
            for other in [to] if to is not None else range(len(devices)):
                if other != host and not cut & {host, other}:
                    order += 1
                    heapq.heappush(under_way, (time.monotonic() + delay, order, other, frame))
        while under_way and under_way[0][0] <= time.monotonic():
            _, _, other, frame = heapq.heappop(under_way)
            if other not in cut:
                try:
                    os.write(devices[other], frame)
                except OSError:
                    pass  # not up yet, or its queue is full


if __name__ == "__main__":
    interfaces = [open_interface(namespace) for namespace in sys.argv[2:]]
    print("ready", flush=True)
    serve(float(sys.argv[1]) / 1000, interfaces)
