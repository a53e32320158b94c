#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A TCP proxy that cuts connections.

usage: cut-proxy.py PORT CUTS

Listens on a free port of 127.0.0.1, prints it, and passes everything on to PORT until its standard
input ends. CUTS is a file with one number: after so many bytes from the server the connection is
cut both ways, without a farewell. The file is read anew for each connection; empty means no cut.
"""
import os
import socket
import sys
import threading


def read_budget(file):
    with open(file, encoding="ascii") as cuts:
        text = cuts.read().strip()
    return int(text) if text else None


def shut(*connections):
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def pump(source, target, budget):
    try:
        while data := source.recv(65536):
            if budget is not None:
                data, budget = data[:budget], budget - len(data)
            target.sendall(data)
            if budget is not None and budget <= 0:
                break
    except OSError:
        pass
    shut(source, target)


def serve(client, port, cuts):
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        up = threading.Thread(target=pump, args=(client, server, None), daemon=True)
        up.start()
        pump(server, client, read_budget(cuts))
        up.join()


def wait_for_end():
    sys.stdin.read()
    os._exit(0)


def main():
    port, cuts = int(sys.argv[1]), sys.argv[2]
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=wait_for_end, daemon=True).start()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, port, cuts), daemon=True).start()


main()
