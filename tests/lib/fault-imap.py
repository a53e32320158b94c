#!/usr/bin/env python3
"""A small IMAP server that goes wrong on demand.

usage: fault-imap.py FAULT RECORD [CERT [KEY]]

Listens on a free port of 127.0.0.1, prints the port, and serves until its standard input ends.
Every byte a client sends after (or without) TLS is appended to RECORD before it is answered, so
that a test can prove what was never sent. With CERT the connection is TLS from the first byte,
except for faults whose name begins with "starttls", where it serves STARTTLS. The mailbox has
three messages, UID 11, 12 and 13. What each fault does stands in FAULTS below.
"""
import os
import re
import socket
import ssl
import sys
import threading
import time

MESSAGES = {uid: b"Subject: nr %d\r\n\r\nHej %d\r\n" % (uid, uid) for uid in (11, 12, 13)}
DATE = b'INTERNALDATE "27-Mar-2026 10:15:00 +0100"'


class Closed(Exception):
    pass


class Session:
    greeting = b"* OK redo\r\n"
    capability = b"IMAP4rev1 UIDPLUS MOVE"
    after_tls = b"IMAP4rev1 UIDPLUS MOVE SASL-IR AUTH=PLAIN"
    flags = rb"* OK [PERMANENTFLAGS (\Deleted \*)] ok"
    size = None  # what it says of every message's size; None = the truth

    def __init__(self, connection, record, context, is_starttls):
        self.socket, self.record, self.context = connection, record, context
        self.is_starttls, self.buffer, self.tag = is_starttls, b"", b"*"

    def send(self, data):
        self.socket.sendall(data)

    def ok(self, text=b"klart"):
        self.send(self.tag + b" OK " + text + b"\r\n")

    def line(self):
        while b"\n" not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise Closed
            with open(self.record, "ab") as out:
                out.write(data)
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.rstrip(b"\r")

    def start(self):
        if self.context and not self.is_starttls:
            self.socket = self.context.wrap_socket(self.socket, server_side=True)
        self.send(self.greeting)
        while True:
            self.tag, _, command = self.line().partition(b" ")
            words = command.split(b" ")
            name = words[0].upper()
            if name == b"UID":
                name = b"UID_" + words[1].upper()
            handler = getattr(self, "do_" + name.decode("ascii", "replace"), None)
            if handler is None:
                self.send(self.tag + b" BAD okant\r\n")
            else:
                handler(command)

    def do_CAPABILITY(self, _):
        word = b" STARTTLS" if self.is_starttls else b""
        self.send(b"* CAPABILITY " + self.capability + word + b"\r\n")
        self.ok()

    def do_STARTTLS(self, _):
        self.ok()
        self.socket = self.context.wrap_socket(self.socket, server_side=True)
        self.is_starttls, self.buffer, self.capability = False, b"", self.after_tls

    def do_LOGIN(self, _):
        self.ok()

    def do_AUTHENTICATE(self, _):
        self.ok()

    def do_NOOP(self, _):
        self.ok()

    def do_LOGOUT(self, _):
        self.send(b"* BYE hej\r\n")
        self.ok()
        raise Closed

    def do_SELECT(self, _):
        self.send(b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 14] ok\r\n"
                  + self.flags + b"\r\n")
        self.ok(b"[READ-WRITE] klart")

    def do_UID_SEARCH(self, _):
        self.send(b"* SEARCH 11 12 13\r\n")
        self.ok()

    def item(self, number, uid, body):
        return b"* %d FETCH (UID %d %s BODY[] {%d}\r\n%s)\r\n" % (number, uid, DATE, len(body), body)

    def do_UID_FETCH(self, command):
        for number, (uid, body) in enumerate(MESSAGES.items(), 1):
            if b"RFC822.SIZE" in command:
                self.send(b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n"
                          % (number, uid, self.size or len(body)))
            else:
                self.send(self.item(number, uid, body))
        self.ok()

    def do_UID_MOVE(self, _):
        self.send(b"* OK [COPYUID 9 11:13 1:3] flyttat\r\n")
        self.ok()

    do_UID_COPY = do_UID_STORE = do_UID_EXPUNGE = do_CREATE = do_SUBSCRIBE = do_NOOP


def fetch(answer, then=None, has_ok=True):
    """A fault whose UID FETCH of bodies is answered with these bytes."""
    class Fault(Session):
        def do_UID_FETCH(self, command):
            if b"RFC822.SIZE" in command:
                super().do_UID_FETCH(command)
                return
            self.send(answer)
            if then:
                then(self)
            if has_ok:
                self.ok()
    return Fault


def answer(name, text):
    """A fault where the command is answered with this, %s being its tag."""
    def handler(self, _):
        self.send(text.replace(b"%s", self.tag))
    return type("Fault", (Session,), {"do_" + name: handler})


def hello(text, **more):
    return type("Fault", (Session,), {"greeting": text, **more})


def close(_):
    raise Closed


def hang(_):
    threading.Event().wait()


def drip(session):
    for letter in b"* OK " + b"x" * 100000:
        session.send(bytes([letter]))
        time.sleep(0.05)


def flood(chunk, times):
    def send(session):
        for _ in range(times):
            session.send(chunk)
    return send


class Poison(Session):
    """Message 12 ends the session, or is refused, together with what was asked for with it."""
    refusal = b"* 2 FETCH (UID 12 EMAILID (M1))\r\n"

    def do_UID_FETCH(self, command):
        first, last = (command.split(b" ")[2].split(b":") * 2)[:2]
        if b"RFC822.SIZE" in command:
            super().do_UID_FETCH(command)
            return
        for number, (uid, body) in enumerate(MESSAGES.items(), 1):
            if uid == 12 and int(first) <= uid <= int(last):
                self.send(self.refusal.replace(b"%s", self.tag))
                return
            if int(first) <= uid <= int(last):
                self.send(self.item(number, uid, body))
        self.ok()


class NoSizes(Session):
    """No sizes, with a NO; or, with known, the sizes of these alone."""
    known = ()

    def do_UID_FETCH(self, command):
        if b"RFC822.SIZE" not in command:
            super().do_UID_FETCH(command)
            return
        for number, uid in enumerate(MESSAGES, 1):
            if uid in self.known:
                self.send(b"* %d FETCH (UID %d RFC822.SIZE 30)\r\n" % (number, uid))
        self.send(self.tag + (b" OK klart\r\n" if self.known else b" NO nej\r\n"))


class PoisonRemade(Poison):
    """The same, and the folder is made anew for every connection."""
    uidvalidity = 6

    def do_SELECT(self, _):
        PoisonRemade.uidvalidity += 1
        self.send(b"* OK [UIDVALIDITY %d] ok\r\n" % self.uidvalidity + self.flags + b"\r\n")
        self.ok()


class PoisonNoKeywords(Poison):
    """The same, and the server keeps no mark for us."""
    refusal = b"%s NO trasigt\r\n"
    flags = rb"* OK [PERMANENTFLAGS (\Deleted)] ok"


ONE = Session.item(None, 1, 11, MESSAGES[11])
NESTED = b"* 1 FETCH (UID 11 BODYSTRUCTURE " + b"(" * 20000 + b"\r\n"

FAULTS = {
    "none": Session,
    "starttls": Session,
    "preauth": hello(b"* PREAUTH valkommen\r\n"),
    "starttls-preauth": hello(b"* PREAUTH valkommen\r\n"),
    "bye": hello(b"* BYE fullt\r\n"),
    "garbage-greeting": hello(b"220 detta ar inte IMAP\r\n"),
    "flags-greeting": hello(b"* OK [PERMANENTFLAGS ((] hej\r\n"),
    "capability-nothing": answer("CAPABILITY", b"%s OK ja\r\n"),
    "hang-greeting": type("Fault", (Session,), {"start": hang}),
    "close-after-greeting": type("Fault", (Session,), {"line": close}),
    "close-greeting": type("Fault", (Session,), {"start": close}),
    "logindisabled": hello(Session.greeting, capability=b"IMAP4rev1 LOGINDISABLED"),
    "sasl": hello(Session.greeting, capability=b"IMAP4rev1 LOGINDISABLED SASL-IR AUTH=PLAIN"),
    "login-no": answer("LOGIN", b"%s NO [AUTHENTICATIONFAILED] fel losen\r\n"),
    "login-unavailable": answer("LOGIN", b"%s NO [UNAVAILABLE] katalogen svarar inte\r\n"),
    "login-bye": answer("LOGIN", b"* BYE stanger\r\n"),
    "starttls-no": answer("STARTTLS", b"%s NO inte nu\r\n"),
    "starttls-injected": answer("STARTTLS", b"%s OK ja\r\n* CAPABILITY IMAP4rev1\r\n3 OK ja\r\n"),
    "starttls-referral": answer("STARTTLS", b"%s OK [REFERRAL imap://x.example/] ja\r\n* 1 EXISTS"),
    "starttls-plain": answer("STARTTLS", b"%s OK ja\r\n"),
    "no-keywords": hello(Session.greeting, flags=rb"* OK [PERMANENTFLAGS (\Deleted)] ok"),
    "select-no": answer("SELECT", b"%s NO [NONEXISTENT] finns inte\r\n"),
    "read-only": answer("SELECT", b"* OK [UIDVALIDITY 7] ok\r\n%s OK [READ-ONLY] ok\r\n"),
    "no-uidvalidity": answer("SELECT", b"* 3 EXISTS\r\n%s OK [READ-WRITE] ok\r\n"),
    "search-star": answer("UID_SEARCH", b"* SEARCH 13 5 13 12\r\n%s OK ok\r\n"),
    "search-nothing": answer("UID_SEARCH", b"%s OK ok\r\n"),
    "esearch": answer("UID_SEARCH", b'* ESEARCH (TAG "5") UID ALL 11:13\r\n%s OK ok\r\n'),
    "search-modseq": answer("UID_SEARCH", b"* SEARCH 11 12 (MODSEQ 5)\r\n%s OK ok\r\n"),
    "search-no": answer("UID_SEARCH", b"%s NO nej\r\n"),
    "move-nothing": answer("UID_MOVE", b"%s OK No messages found\r\n"),
    "move-no": answer("UID_MOVE", b"%s NO [OVERQUOTA] fullt\r\n"),
    "move-trycreate": answer("UID_MOVE", b"%s NO [TRYCREATE] saknas\r\n"),
    "plain-copy": hello(Session.greeting, capability=b"IMAP4rev1"),
    "copy": hello(Session.greeting, capability=b"IMAP4rev1 UIDPLUS"),
    "store-no": answer("UID_STORE", b"%s NO nej\r\n"),
    "eof-literal": fetch(b"* 1 FETCH (UID 11 %s BODY[] {1000}\r\nhalva" % DATE, close),
    "eof-line": fetch(ONE + b"* 2 FETCH (UID 12", close),
    "hang-literal": fetch(b"* 1 FETCH (UID 11 %s BODY[] {1000}\r\nhalva" % DATE, hang),
    "drip": fetch(b"", drip),
    "no-after-partial": answer("UID_FETCH", ONE + b"%s NO nagot gick snett\r\n"),
    "fetch-no": answer("UID_FETCH", b"%s NO inget\r\n"),
    "no-sizes": NoSizes,
    "no-size": type("Fault", (NoSizes,), {"known": (11, 13)}),
    "poison": Poison,
    "poison-no": type("Fault", (Poison,), {"refusal": b"%s NO trasigt\r\n"}),
    "poison-remade": PoisonRemade,
    "poison-no-keywords": PoisonNoKeywords,
    "poison-no-keywords-large": type("Fault", (PoisonNoKeywords,), {"size": 3000000}),
    "nil-body": fetch(ONE + b"* 2 FETCH (UID 12 %s BODY[] NIL)\r\n" % DATE),
    "nil-reply": fetch(ONE + b"* 2 FETCH (UID 12 BODY[] NIL)\r\n* 3 FETCH (FLAGS (\\Seen))\r\n"),
    "twice": fetch(ONE + ONE),
    "strangers": fetch(ONE + Session.item(None, 9, 99, b"inte din")),
    "unknown-item": fetch(b"* 1 FETCH (UID 11 EMAILID (M1) BODY[] {1}\r\nx)\r\n"),
    "unknown-response": fetch(b"* NYTT svar\r\n" + ONE),
    "bad-date": fetch(b'* 1 FETCH (UID 11 INTERNALDATE "igar" BODY[] {1}\r\nx)\r\n'),
    "stray-date": fetch(b'* 1 FETCH (UID 11 INTERNALDATE "99-Mar-9999 99:99:99 +9999" '
                        b"BODY[] {1}\r\nx)\r\n"),
    "nested-flags": fetch(b"* 1 FETCH (UID 11 FLAGS ((a) b) BODY[] {1}\r\nx)\r\n"),
    "bare-ok": answer("UID_FETCH", b"%s OK\r\n"),
    "bare-alert": answer("UID_FETCH", b"* OK [ALERT]\r\n%s OK klart\r\n"),
    "bare-parse": answer("UID_FETCH", b"%s OK [PARSE] \r\n"),
    "flags-cut": answer("UID_FETCH", b"%s OK [PERMANENTFLAGS (\\\x02)] klart\r\n"),
    "wrong-tag": answer("UID_FETCH", b"77 OK klart\r\n"),
    "continuation": answer("UID_FETCH", b"+ mer\r\n%s OK klart\r\n"),
    "bye-fetch": fetch(b"* BYE hej da\r\n", close),
    "nested": fetch(NESTED),
    "nested-hidden": fetch(b"* OK BODY[] {%d}\r\n" % len(NESTED) + NESTED),
    "nested-quoted": fetch(b'* 1 FETCH (UID 11 X "\\" BODY[] {%d}\r\n' % len(NESTED) + NESTED),
    "nested-list": fetch(b"* LIST (\\A) {%d}\r\n" % len(NESTED) + NESTED),
    "nested-lotus": fetch(b"* LIST (\\A) {%d}abc\r\n" % len(NESTED) + NESTED),
    "literal-4g": fetch(b"* 1 FETCH (UID 11 BODY[] {4294967295}\r\n", flood(b"x" * 65536, 2000)),
    "literal-wraps": fetch(b"* 1 FETCH (UID 11 BODY[] {99999999999999}\r\n",
                           flood(b"x" * 65536, 2000)),
    "literal-lone": fetch(b"* 1 FETCH (UID 11 BODY[] {18446744073709551617}\r\nx)\r\n"),
    "long-line": fetch(b"* OK ", flood(b"x" * 65536, 3000)),
    "long-search": fetch(b"* SEARCH", flood(b" 1" * 32768, 3000)),
    "endless-lines": fetch(b"", flood(b"* 1 EXISTS\r\n* 2 EXPUNGE\r\n" * 4096, 3000)),
    "nul-bytes": fetch(b"* 1 FETCH (UID 11 BODY[] {3}\r\na\0b)\r\n"),
}


def serve(connection, fault, record, context):
    try:
        FAULTS[fault](connection, record, context, fault.startswith("starttls")).start()
    except (Closed, OSError):
        pass
    finally:
        connection.close()


def wait_for_end():
    sys.stdin.read()
    os._exit(0)


def main():
    fault, record = sys.argv[1:3]
    context = None
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        cert = sys.argv[3]
        context.load_cert_chain(cert, sys.argv[4] if len(sys.argv) > 4
                                else re.sub(r"\.pem$", "-key.pem", cert))
    open(record, "wb").close()
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=wait_for_end, daemon=True).start()
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, fault, record, context),
                         daemon=True).start()


main()
