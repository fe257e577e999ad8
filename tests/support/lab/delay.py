# Holds back every packet that is routed into its TUN device, and then gives it back to the system, as if it came by it.
# usage: delay.py DEVICE AT_LEAST_MS AT_MOST_MS
import fcntl
import heapq
import itertools
import os
import random
import select
import struct
import sys
import time

# From linux/if_tun.h.
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000


def one_hop_less(packet):
    """The system counts the way in and the way out as two hops of what is one router."""
    packet = bytearray(packet)
    if packet[0] >> 4 == 6:
        packet[7] += 1
    else:
        packet[8] += 1
        # The header's check sum is less by what the field is more (RFC 1624).
        check = struct.unpack_from("!H", packet, 10)[0] - 0x100
        struct.pack_into("!H", packet, 10, check if check >= 0 else check + 0xFFFF)
    return bytes(packet)


device, at_least, at_most = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", device.encode(), IFF_TUN | IFF_NO_PI))
print("ready", flush=True)

waiting = []
numbers = itertools.count()
# The same times in each run.
chance = random.Random(1)
while True:
    pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
    readable, _, _ = select.select([tun], [], [], pause)
    if readable:
        packet = os.read(tun, 65536)
        due = time.monotonic() + chance.uniform(at_least, at_most) / 1000
        heapq.heappush(waiting, (due, next(numbers), packet))
    while waiting and waiting[0][0] <= time.monotonic():
        os.write(tun, one_hop_less(heapq.heappop(waiting)[2]))
