"""Mail of hostile sizes, and how much a command takes.

    hostile.py make NAME FILE        writes the message (hostile.py list names them)
    hostile.py measure COMMAND…      runs it, prints "STATUS MILLISECONDS MEGABYTES": the time on the
                                     clock, and the most memory that it or a child of it had
"""
import base64
import resource
import subprocess
import sys
import time

HEAD = b"From: anna.ek@example.org\nTo: inkorg@exempelkommun.example\nSubject: Lampan\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
ATTACHMENT = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
TNEF = b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
BOUNDARY = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"


def winmail(files, size):
    """So many files of that size in one winmail.dat."""
    stream = bytearray(b"\x78\x9f\x3e\x22\x01\x00")
    for _ in range(files):
        for number, data in (0x00069002, b"\1" * 14), (0x00018010, b"a\0"), (0x0006800F, b"x" * size):
            stream += b"\2" + number.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data
            stream += (sum(data) & 0xFFFF).to_bytes(2, "little")
    return base64.encodebytes(bytes(stream))


def nested(levels):
    return HEAD + b"".join(BOUNDARY % (i, i) for i in range(levels)) + b"\nHej\n"


MAKE = {
    "subject-of-1-mb": lambda: HEAD.replace(b"Lampan", b"Lampan " + b"x" * 1_000_000) + b"\nHej\n",
    "subject-of-10-mb": lambda: HEAD.replace(b"Lampan", b"x" * 10_000_000) + b"\nHej\n",
    "1000000-parts": lambda: MIXED + b"--b\n\n" * 1_000_000,
    "1000000-header-lines": lambda: HEAD + b"X: y\n" * 1_000_000 + b"\nHej\n",
    "200000-levels": lambda: nested(200_000),
    "200000-messages": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 200_000 + b"\nHej\n",
    "attachment-of-100-mb": lambda: HEAD + ATTACHMENT + b"aGVq" * 19 * 1_400_000,
    "attachment-of-45-mb": lambda: HEAD + ATTACHMENT + (b"aGVq" * 18 + b"\n") * 620_000,
    "10000-addresses": lambda: HEAD + b"Cc: " + b"anna@example.org, " * 10_000 + b"x@y\n\nHej\n",
    "address-header-of-81-kb": lambda: HEAD + b"Cc: " + b"a:" * 40_500 + b"\n\nHej\n",
    "parameter-of-70-bytes": lambda: HEAD + b"Content-Type: text/plain; " + b"n" * 70 + b"*=utf-8''"
    + b"%C3%A5" * 2000 + b"\nContent-Disposition: inline; " + b"m" * 71 + b"=\""
    + "å".encode() * 2000 + b"\"\n\nHej\n",
    "1000-messages-of-1000-parts": lambda: MIXED + (
        b"--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=c\n\n"
        + b"--c\n\nx\n" * 1000) * 900,
    "winmail-of-10000-files": lambda: HEAD + TNEF + winmail(10_000, 500),
    "winmail-of-45-mb": lambda: HEAD + TNEF + winmail(1, 33_000_000),
    "message-of-45-mb": lambda: (HEAD + b"Content-Type: message/rfc822\n\n") * 5
    + HEAD + ATTACHMENT + (b"aGVq" * 18 + b"\n") * 620_000,
    "message-of-45-mb-in-base64": lambda: HEAD + b"Content-Type: message/rfc822\n"
    b"Content-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(HEAD + ATTACHMENT + (b"aGVq" * 18 + b"\n") * 440_000),
    "signed-of-45-mb": lambda: HEAD + b"Content-Type: application/pkcs7-mime\n"
    b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"\x30\x80" * 16_000_000),
}


def measure(command):
    start = time.monotonic()
    status = subprocess.run(command, check=False).returncode
    took = time.monotonic() - start
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(status, int(took * 1000), most // 1024)


if sys.argv[1] == "list":
    print("\n".join(MAKE))
elif sys.argv[1] == "make":
    with open(sys.argv[3], "wb") as file:
        file.write(MAKE[sys.argv[2]]())
else:
    measure(sys.argv[2:])
