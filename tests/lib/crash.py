#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kills Inkom again and again while mail comes in.

usage: crash.py INKOM CONFIG MAILDIR SEED MESSAGES KILLS

Delivers MESSAGES invented messages to MAILDIR, some before each start of "inkom run --once", and
kills it (SIGKILL) after a random time, until KILLS have struck a living process; then lets it
finish. Everything follows from SEED but the moments at which the kernel lets the kills strike.

Prints what was sent, and what the kills hit, as one JSON object. Kinds of messages: `new` from a
sender of its own, `more` to one of the cases TN 2026/0412, BUN 2026/0077 and VON 2026/0031, `copy`
(the same bytes as an earlier one), `road` (the same letter along another road).
"""
import collections
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

NOW = "2026-03-27T10:00"
STORED = 1774600200  # 2026-03-27 09:30 in Stockholm
CASES = ("TN 2026/0412", "BUN 2026/0077", "VON 2026/0031")
MATTERS = (
    ("Klagomål på snöröjningen", "Snöröjningen på Ringvägen fungerar inte, jag är missnöjd."),
    ("Trasig gatubelysning", "Gatlyktan utanför Storgatan 14 har varit trasig i två veckor."),
    ("Förslag: fler papperskorgar", "Jag föreslår fler papperskorgar i stadsparken."),
    ("Maten på äldreboendet", "Maten på äldreboendet är ljummen när den kommer fram."),
    ("Tack till förskolan", "Vi vill berömma personalen på förskolan Solrosen."),
)


class Post:
    """The messages, made one at a time."""

    def __init__(self, rng, folder, total):
        self.rng, self.folder, self.left = rng, folder, total
        self.letters, self.count = [], collections.Counter()

    def make(self, kind, number):
        subject, text = self.rng.choice(MATTERS)
        if kind == "more":
            subject = f"Angående {self.rng.choice(CASES)}"
        # Later mail is from staff: a stranger's would wait for a person.
        sender = f"person{number}@{'exempelkommun.example' if kind == 'more' else 'example.org'}"
        filler = "En rad till om samma sak.\n" * self.rng.randrange(0, 200)
        return (f"Return-Path: <{sender}>\n"
                f"From: {sender}\nTo: inkorg@exempelkommun.example\n"
                f"Subject: {subject}\nMessage-ID: <{number}@example.org>\n"
                "Date: Fri, 27 Mar 2026 09:29:00 +0100\nMIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                f"{text}\nNummer {number}.\n{filler}").encode()

    def next(self):
        number = sum(self.count.values()) + 1
        kinds, weights = ("new", "more", "copy", "road"), (60, 25, 10, 5)
        kind = self.rng.choices(kinds, weights)[0] if self.letters else "new"
        if kind == "copy":
            letter = self.rng.choice(self.letters)
        elif kind == "road":
            letter = f"X-Vag: {number}\n".encode() + self.rng.choice(self.letters)
        else:
            letter = self.make(kind, number)
            self.letters.append(letter)
        self.count[kind] += 1
        return number, letter

    def deliver(self, most):
        for _ in range(min(most, self.left)):
            self.left -= 1
            number, letter = self.next()
            name = f"{STORED + number}.{number}.test"
            path = os.path.join(self.folder, "tmp", name)
            with open(path, "wb") as file:
                file.write(letter)
            os.chmod(path, 0o666)
            os.utime(path, (STORED, STORED))
            os.rename(path, os.path.join(self.folder, "new", name))


def look(database):
    """Whether a letter was left in doubt: at a copy, so that Inkom itself must mend its log."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if os.path.exists(database + suffix):
                shutil.copy(database + suffix, os.path.join(folder, "db" + suffix))
        with sqlite3.connect(os.path.join(folder, "db")) as copy:
            return copy.execute("SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'unknown'),"
                                " (SELECT COUNT(*) FROM messages)").fetchone()


class Killer:
    def __init__(self, argv, database, rng):
        self.argv, self.database, self.rng = argv, database, rng
        self.durations, self.kills, self.hits = [0.3], 0, collections.Counter()

    def run(self, delay):
        start = time.monotonic()
        with subprocess.Popen(self.argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE) as process:
            try:
                process.wait(delay)
                self.durations = self.durations[-4:] + [time.monotonic() - start]
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            errors = process.stderr.read().decode()
            process.wait()
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
        elif process.returncode != 0:
            sys.exit(f"exit code {process.returncode}: {errors}")

    def round(self):
        before = look(self.database) if self.rng.random() < 0.3 else None
        # Anywhere, but mostly after the start-up, which is the longer part of a short round.
        longest = 1.1 * max(self.durations)
        self.run(self.rng.triangular(0, longest, 0.9 * longest))
        if before is not None:
            unknown, messages = look(self.database)
            self.hits["looked"] += 1
            self.hits["letter in doubt"] += unknown > 0
            self.hits["something registered"] += messages > before[1]


def main():
    inkom, config, maildir, seed, total, kills = sys.argv[1:]
    rng = random.Random(int(seed))
    post = Post(rng, maildir, int(total))
    database = os.path.join(os.path.dirname(config), "inkom.db")
    killer = Killer([inkom, "-c", config, "--now", NOW, "run", "--once"], database, rng)
    rounds = 0
    while killer.kills < int(kills) and rounds < 3 * int(kills):
        rounds += 1
        share = post.left / max(1, int(kills) - killer.kills)
        post.deliver(round(rng.uniform(0, 2) * share))
        killer.round()
    post.deliver(post.left)
    killer.run(120)
    print(json.dumps({**post.count, "kills": killer.kills, "rounds": rounds, **killer.hits},
                     ensure_ascii=False))


main()
