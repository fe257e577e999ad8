# A nameserver on loopback that knows no name: it answers every question with "no such name" (NXDOMAIN).
import socket

NO_SUCH_NAME = b"\x81\x83"

listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.bind(("127.0.0.1", 53))
print("ready", flush=True)
while True:
    question, client = listener.recvfrom(512)
    counts = question[4:6] + bytes(6)
    listener.sendto(question[:2] + NO_SUCH_NAME + counts + question[12:], client)
