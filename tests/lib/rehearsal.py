#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The post of a dress rehearsal: letters to the municipality, and what it sent, for reading.

usage: rehearsal.py post TIME SENT <TEXT >MESSAGE    a message that came in at TIME, local time
       rehearsal.py show DIR LETTER.eml…             letters as a person reads them, for golden
                                                     files: DIR/LETTER.txt

TEXT is a few header fields, an empty line and the letter; the rest is filled in as the border of
the municipality would have it. Proof: none (no Authentication-Results of ours at all) or fail says
what it found out about the sender, where that is not that all is well. In fields and letter,
{id:NAME} is the Message-ID of the letter NAME.eml in the folder SENT, {reply:NAME} the address
that it asks answers to, {text:NAME} what it says and {quote:NAME} the same as an answer quotes it.
"""
import email
import email.message
import email.policy
import email.utils
import json
import os
import re
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BORDER = "mx.exempelkommun.example"
INBOX = "inkorg@exempelkommun.example"
SHOWN = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "In-Reply-To", "Auto-Submitted")
POLICY = email.policy.default.clone(max_line_length=998)


def read_letter(path):
    with open(path, "rb") as file:
        return email.message_from_binary_file(file, policy=POLICY)


def read_text(letter):
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")


# --- in ------------------------------------------------------------------------------------------

def fill_in(text, folder):
    """What a person takes from a letter that has come: its id, its address, its words."""
    def replace(match):
        letter = read_letter(os.path.join(folder, match[2] + ".eml"))
        if match[1] == "id":
            return str(letter["Message-ID"])
        if match[1] == "reply":
            return letter["Reply-To"].addresses[0].addr_spec
        if match[1] == "text":
            return read_text(letter)
        time = email.utils.parsedate_to_datetime(letter["Date"])
        lead = f"Den {time:%Y-%m-%d} kl. {time:%H:%M}, skrev {letter['From']}:\n> "
        return lead + read_text(letter).replace("\n", "\n> ")
    return re.sub(r"\{(id|reply|text|quote):([a-z0-9-]+)\}", replace, text)


def add_trace(message, sender, time, proof):
    """The fields that servers write, the last one first."""
    domain = sender.split("@")[1]
    stamp = email.utils.format_datetime(time)
    message["Return-Path"] = f"<{sender}>"
    message["Received"] = (f"from mail-out.{domain} (mail-out.{domain} [203.0.113.25])"
                           f" by {BORDER} (Postfix) with ESMTPS; {stamp}")
    if proof != "none":
        word = "fail" if proof == "fail" else "pass"
        message["Authentication-Results"] = (
            f"{BORDER}; dkim={word} header.d={domain}; spf={word} smtp.mailfrom={domain};"
            f" dmarc={word} header.from={domain}")
    message["Received"] = (f"from [198.51.100.7] by mail-out.{domain} with ESMTPSA;"
                           f" {email.utils.format_datetime(time - timedelta(seconds=3))}")


def post(time, folder):
    head, _, text = fill_in(sys.stdin.read(), folder).partition("\n\n")
    fields = [line.split(": ", 1) for line in head.split("\n")]
    given = dict(fields)
    proof = given.pop("Proof", "pass")
    time = datetime.fromisoformat(time).replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    sender = email.utils.parseaddr(given["From"])[1]
    message = email.message.EmailMessage(policy=POLICY)
    add_trace(message, sender, time, proof)
    sent = email.utils.format_datetime(time - timedelta(seconds=5))
    for name, value in {"To": INBOX, "Date": sent, **given}.items():
        message[name] = value
    if "Message-ID" not in message:
        message["Message-ID"] = f"<{time:%m%d%H%M}.{sender}>"
    message.set_content(text.rstrip("\n") + "\n", cte="quoted-printable")
    sys.stdout.buffer.write(message.as_bytes())


# --- out -----------------------------------------------------------------------------------------

def mask(text):
    """What is new in each run: what is signed, and what we number letters with."""
    text = re.sub(r"\binkorg\+([a-z])[a-z0-9.]{20,}@", r"inkorg+<signerad \1>@", text)
    return re.sub(r"<inkom\.[a-z0-9]+\.[a-z0-9]+@", "<inkom.…@", text)


def show(path):
    letter = read_letter(path)
    with open(path.removesuffix(".eml") + ".json", encoding="utf-8") as file:
        envelope = json.load(file)
    lines = [f"Envelope: {envelope['from']} -> {', '.join(envelope['to'])}"]
    lines += [f"{name}: {letter[name]}" for name in SHOWN if letter[name] is not None]
    return mask("\n".join(lines) + "\n\n" + read_text(letter) + "\n")


def main():
    if sys.argv[1] == "post":
        post(*sys.argv[2:])
    else:
        for path in sys.argv[3:]:
            name = os.path.basename(path).removesuffix(".eml") + ".txt"
            with open(os.path.join(sys.argv[2], name), "w", encoding="utf-8") as file:
                file.write(show(path))


main()
