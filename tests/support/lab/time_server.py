# A time server (SNTP, RFC 4330) that answers whoever asks, over IPv4 and IPv6, with a clock so many seconds ahead.
# usage: time_server.py SECONDS
import select
import socket
import struct
import sys
import time

PORT = 123
# Seconds from 1900, where the protocol begins to count, to 1970.
SINCE_1900 = 2_208_988_800
SERVER = 4
PRIMARY = 1


def timestamp():
    now = time.time() + SINCE_1900 + float(sys.argv[1])
    return struct.pack("!II", int(now), int(now % 1 * 2**32))


def answer(question):
    received = timestamp()
    version = question[0] & 0b0011_1000
    head = struct.pack("!BBbb", version | SERVER, PRIMARY, question[2] % 128, -20)
    distance = bytes(8)
    # What the client sent as its time comes back as the time of origin.
    return head + distance + b"LOCL" + received + question[40:48] + received + timestamp()


listeners = []
for family, everywhere in [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")]:
    listener = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind((everywhere, PORT))
    listeners.append(listener)
print("ready", flush=True)
while True:
    for listener in select.select(listeners, [], [])[0]:
        question, client = listener.recvfrom(512)
        if len(question) >= 48:
            listener.sendto(answer(question), client)
