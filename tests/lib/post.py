#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The post between gateways that write into Maildirs: delivers what lies in the outboxes.

usage: post.py TIME ADDRESS=OUTBOX:INBOX… [--answer ADDRESS [--path PATH] | --rewrite TO=FROM…]

Every letter in an OUTBOX goes to the INBOX of its To: address, as a mail server would bring it at
that time (ISO 8601, UTC): with Return-Path and Received. With --rewrite it arrives without any mark
of a machine, as a new letter that a person at FROM wrote to TO. With --answer the address is that
of a peer who has no inbox: it answers each letter with such a new one, to whoever wrote it; its
Return-Path is PATH then, with another number for each "#" in each letter (BATV, VERP), and letters
to any such address are the peer's too.
Prints how many letters were on the road, an answer counted as one of its own.
"""
import email
import email.policy
import email.utils
import os
import re
import sys
import uuid
from datetime import datetime, timezone


def write_letter(sender, recipient, number):
    """What nobody can tell from a person's: new subject, new id, no mark, no number of ours."""
    return (f"From: {sender}\nTo: {recipient}\nSubject: Klagomål på gata {number}\n"
            f"Message-ID: <{uuid.uuid4()}@{sender.split('@')[1]}>\n"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: 8bit\n\nGata {number} är inte plogad, och ingen svarar.\n")


def write_path(form):
    return re.sub("#+", lambda run: "".join(
        str(uuid.uuid4().int % 10) for _ in run.group()), form)


def is_path(form, address):
    return re.fullmatch(re.sub("#", "[0-9]", re.escape(form).replace(r"\#", "#")), address)


def deliver(inbox, time, sender, letter, return_path=None):
    name = f"{int(time.timestamp())}.{uuid.uuid4().hex}.post"
    host = "mx." + sender.split("@")[1]
    date = email.utils.format_datetime(time)
    path = os.path.join(inbox, "new", name)
    with open(path, "wb") as file:
        file.write(f"Return-Path: <{return_path or sender}>\n"
                   f"Received: from {host} by mx.mottagare.example; {date}\n".encode())
        file.write(letter)
    os.utime(path, (time.timestamp(), time.timestamp()))


def main():
    words = sys.argv[1:]
    time = datetime.fromisoformat(words.pop(0)).replace(tzinfo=timezone.utc)
    peer, form, rewritten, boxes, mode = None, None, {}, {}, None
    for word in words:
        if word.startswith("--"):
            mode = word
        elif mode == "--answer":
            peer = word
        elif mode == "--path":
            form = word
        elif mode == "--rewrite":
            recipient, sender = word.split("=")
            rewritten[recipient] = sender
        else:
            address, folders = word.split("=")
            boxes[address] = folders.split(":")
    count = 0
    for address, (outbox, _) in boxes.items():
        folder = os.path.join(outbox, "new")
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                letter = file.read()
            os.unlink(path)
            fields = email.message_from_bytes(letter, policy=email.policy.default)
            recipient = fields["To"].addresses[0].addr_spec
            sender = fields["From"].addresses[0].addr_spec
            count += 1
            if recipient == peer or (form and is_path(form, recipient)):
                count += 1
                deliver(boxes[sender][1], time, peer,
                        write_letter(peer, sender, uuid.uuid4().int % 10**6).encode(),
                        write_path(form or peer))
            elif recipient in rewritten:
                sender = rewritten[recipient]
                deliver(boxes[recipient][1], time, sender,
                        write_letter(sender, recipient, uuid.uuid4().int % 10**6).encode())
            elif recipient in boxes:
                deliver(boxes[recipient][1], time, sender, letter)
    print(count)


main()
