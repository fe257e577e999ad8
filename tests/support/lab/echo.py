# The service behind the firewall: sends back what it is sent, over IPv4 and IPv6, to any number of clients, and
# says who they are.
import socket
import sys
import threading


def echo(connection):
    with connection:
        while data := connection.recv(4096):
            connection.sendall(data)


def serve(listener):
    while True:
        connection, address = listener.accept()
        print("from", address[0], flush=True)
        threading.Thread(target=echo, args=(connection,), daemon=True).start()


port = int(sys.argv[1])
listeners = [
    socket.create_server(("0.0.0.0", port), backlog=100),
    socket.create_server(("::", port), family=socket.AF_INET6, backlog=100),
]
print("ready", flush=True)
threads = [threading.Thread(target=serve, args=(listener,)) for listener in listeners]
for thread in threads:
    thread.start()
