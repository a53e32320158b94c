#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a person does to a mailbox, and how it then looks.

usage: imap-client.py PORT USER FOLDER list               UIDVALIDITY, then "UID FLAGS" a line
       imap-client.py PORT USER FOLDER recreate FILE…     the folder anew, with these messages
       imap-client.py PORT USER FOLDER append FILE…       these messages too
       imap-client.py PORT USER FOLDER mark UID…          our keyword, as if we had set it
       imap-client.py PORT USER FOLDER unmark UID…
       imap-client.py PORT USER FOLDER move OTHER UID…    to the other folder
"""
import imaplib
import os
import re
import sys


def check(answer):
    status, data = answer
    if status != "OK":
        sys.exit(f"IMAP: {data}")
    return data


def recreate(imap, folder, files):
    if folder in b"\n".join(check(imap.list())).decode():
        check(imap.delete(folder))
    check(imap.create(folder))
    append(imap, folder, files)


def append(imap, folder, files):
    for file in files:
        with open(file, "rb") as message:
            check(imap.append(folder, None, imaplib.Time2Internaldate(os.path.getmtime(file)),
                              re.sub(rb"\r?\n", b"\r\n", message.read())))


def show(imap, folder):
    check(imap.select(folder, readonly=True))
    print(imap.response("UIDVALIDITY")[1][0].decode())
    for line in check(imap.uid("FETCH", "1:*", "(FLAGS)")):
        if line:
            found = re.search(rb"FLAGS \(([^)]*)\).*?UID (\d+)|UID (\d+) FLAGS \(([^)]*)\)", line)
            flags, uid = (found[1], found[2]) if found[2] else (found[4], found[3])
            print(uid.decode(), flags.decode())


def change(imap, folder, command, words):
    check(imap.select(folder))
    if command == "move":
        other, *words = words
        check(imap.uid("MOVE", ",".join(words), other))
    else:
        sign = "+" if command == "mark" else "-"
        check(imap.uid("STORE", ",".join(words), sign + "FLAGS", "($Inkom)"))


def main():
    port, user, folder, command, *files = sys.argv[1:]
    imap = imaplib.IMAP4("127.0.0.1", int(port))
    check(imap.login(user, "hemligt"))
    if command == "recreate":
        recreate(imap, folder, files)
    elif command == "append":
        append(imap, folder, files)
    elif command in ("mark", "unmark", "move"):
        change(imap, folder, command, files)
    else:
        show(imap, folder)
    imap.logout()


main()
