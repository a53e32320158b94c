#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""An SMTP server for tests (python3-aiosmtpd), an ordinary child on a free port of 127.0.0.1.

Prints its port when it is ready. Every letter it takes is DIR/NNNN.eml (as received, dots undone)
and DIR/NNNN.json (envelope and session); DIR/received is every byte that clients sent, decrypted.
What it answers besides 250 is chosen by the local part of the recipient (see FAULTS) or, for MAIL,
of the sender.
"""
import argparse
import asyncio
import json
import logging
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

# Answers to RCPT (and to MAIL, by the sender's local part).
ANSWERS = {
    "tillfalligt": b"450 4.2.1 try again later",
    "permanent": b"550 5.1.1 no such user",
    "styrtecken": b"550 5.1.1 \x1b[31mr\xf6d\x07 text",
    "flera": b"550-5.7.1 first line\r\n550 5.7.1 second line",
    "skrap": b"what?",
    "tomrad": b"\n\r\n250 ok",
    "konstig": b"354 go ahead",
    "ur-takt": b"250 2.1.5 ok\r\n250 2.1.5 ok",
    "lang": b"550 " + b"x" * 200000,
}
# Answers after the final dot; the letter is kept only with a 2xx.
DATA_ANSWERS = {
    "data-tillfalligt": b"451 4.3.0 later",
    "data-permanent": b"554 5.6.0 not wanted",
    "data-251": b"251 2.1.5 taken",
    "data-skrap": b"what?",
    "data-354": b"354 more?",
}
# tappa-rcpt, tappa-data, tappa-fore (after 354 and some of the letter), tappa-efter (the letter is
# kept): the connection is dropped there. hang-rcpt, hang-fore, hang-efter: no answer ever, and
# after hang-fore nothing is read. stang: 421. gralist: 451 the first time. data-klar: 250 to DATA.


def local_part(address):
    return address.strip("<>").split("@")[0]


async def for_ever():
    await asyncio.Event().wait()


async def end(server):
    server.transport.abort()
    await for_ever()


class Server(SMTP):
    """Sees every byte, and breaks off where a test wants it."""

    def data_received(self, data):
        self.event_handler.note(data)
        super().data_received(data)

    async def push(self, status):
        options = self.event_handler.options
        if isinstance(status, str) and status.startswith("220 ") and options.greeting:
            status, options.greeting = options.greeting, None
        if isinstance(status, str) and status.startswith("220 Ready") and options.inject:
            status += "\r\n250 injected"
        await super().push(status)

    # aiosmtpd knows nothing of RFC 3461: what it would refuse is taken away.
    async def smtp_MAIL(self, arg):
        await super().smtp_MAIL(self.without(arg, " RET="))

    async def smtp_RCPT(self, arg):
        await super().smtp_RCPT(self.without(arg, " NOTIFY="))

    def without(self, arg, parameter):
        return arg.split(parameter)[0] if arg and self.event_handler.options.dsn else arg

    async def smtp_DATA(self, arg):
        local = local_part(self.envelope.rcpt_tos[0]) if self.envelope.rcpt_tos else ""
        if local == "tappa-data":
            await end(self)
        if local == "data-klar":
            await self.push("250 done already")
            return
        if local in ("tappa-fore", "hang-fore"):
            await self.push("354 go ahead")
            if local == "hang-fore":
                self._socket_transport().pause_reading()
                await for_ever()
            await self._reader.read(1)
            await end(self)
        await super().smtp_DATA(arg)
        if self.event_handler.is_last():
            self.transport.close()

    def _socket_transport(self):
        return self._original_transport or self.transport


class Handler:
    def __init__(self, options):
        self.options = options
        self.count = 0
        self.seen = set()

    def note(self, data):
        with open(os.path.join(self.options.dir, "received"), "ab") as file:
            file.write(data)

    def is_last(self):
        return self.options.close_after and self.count % self.options.close_after == 0

    def authenticate(self, server, session, envelope, mechanism, data):
        good = f"{data.login.decode()}:{data.password.decode()}" == self.options.auth
        return AuthResult(success=good, handled=False, auth_data=data)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        if not self.options.auth:
            responses = [r for r in responses if not r.startswith("250-AUTH")]
        if self.options.dsn:
            responses.insert(-1, "250-DSN")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if local_part(address) in ANSWERS:
            return ANSWERS[local_part(address)]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = local_part(address)
        if local == "tappa-rcpt":
            await end(server)
        if local == "hang-rcpt":
            await for_ever()
        if local == "stang":
            await server.push("421 4.3.2 closing")
            server.transport.close()
            await for_ever()
        if local == "gralist" and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted"
        if local in ANSWERS:
            return ANSWERS[local]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        local = local_part(envelope.rcpt_tos[0])
        answer = DATA_ANSWERS.get(local, b"250 2.0.0 kept")
        if answer.startswith(b"2"):
            self.keep(session, envelope)
        if local == "tappa-efter":
            await end(server)
        if local == "hang-efter":
            await for_ever()
        return answer

    def keep(self, session, envelope):
        self.count += 1
        facts = {
            "from": envelope.mail_from.strip("<>"),
            "to": [address.strip("<>") for address in envelope.rcpt_tos],
            "helo": session.host_name,
            "user": session.login_data.decode() if session.login_data else None,
            "tls": session.ssl is not None or self.options.tls == "smtps",
        }
        self.write("json", json.dumps(facts).encode() + b"\n")
        self.write("eml", envelope.original_content)

    def write(self, kind, data):
        name = os.path.join(self.options.dir, f"{self.count:04}.{kind}")
        with open(name + ".tmp", "wb") as file:
            file.write(data)
        os.rename(name + ".tmp", name)


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir")
    parser.add_argument("--tls", choices=("starttls", "smtps"))
    parser.add_argument("--cert", help="NAME.pem; the key is NAME-key.pem")
    parser.add_argument("--auth", metavar="USER:PASSWORD", help="only who logs in may send")
    parser.add_argument("--only", metavar="MECHANISM", help="the one way to log in")
    parser.add_argument("--close-after", type=int, metavar="N", help="close after N letters")
    parser.add_argument("--size", type=int, default=100 * 1024 * 1024)
    parser.add_argument("--dsn", action="store_true", help="delivery reports on demand")
    parser.add_argument("--greeting", help="instead of the first 220")
    parser.add_argument("--inject", action="store_true", help="plaintext right behind STARTTLS")
    return parser.parse_args()


async def main():
    options = parse_options()
    logging.disable(logging.CRITICAL)
    os.makedirs(options.dir, exist_ok=True)
    context = None
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.cert.replace(".pem", "-key.pem"))
    handler = Handler(options)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(
            handler,
            hostname="mx.test.example",
            data_size_limit=options.size,
            tls_context=context if options.tls == "starttls" else None,
            auth_required=bool(options.auth),
            auth_require_tls=options.tls == "starttls",
            auth_exclude_mechanism=[m for m in ("PLAIN", "LOGIN") if options.only not in (None, m)],
            authenticator=handler.authenticate,
            loop=loop,
        ),
        "127.0.0.1",
        0,
        ssl=context if options.tls == "smtps" else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    asyncio.run(main())
