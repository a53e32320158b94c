#!/usr/bin/env python3
"""A server that speaks TLS 1.1 and older only: old-tls.py CERT KEY. Prints its port."""
import os
import socket
import ssl
import sys
import threading
import warnings

warnings.simplefilter("ignore")
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.set_ciphers("ALL:@SECLEVEL=0")
context.minimum_version = ssl.TLSVersion.TLSv1
context.maximum_version = ssl.TLSVersion.TLSv1_1
context.load_cert_chain(*sys.argv[1:])


def serve(listener):
    while True:
        connection, _ = listener.accept()
        try:
            context.wrap_socket(connection, server_side=True).send(b"* OK gammal\r\n")
        except OSError:
            connection.close()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=serve, args=(listener,), daemon=True).start()
sys.stdin.read()
os._exit(0)
