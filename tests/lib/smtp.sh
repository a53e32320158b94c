#!/bin/sh
# A real SMTP server for shell tests: tests/lib/smtp-server.py says what it keeps and answers.
#
#   . tests/lib/smtp.sh; start_smtp DIR [OPTION…]; … ; stop_smtp
#
# sets SMTP_PORT and SMTP_PID when the server is ready, or fails. DIR/NNNN.eml are the letters.

smtp_lib=${INK_TEST_LIB:-tests/lib}

# The server prints its port when it listens; if it dies instead, the pipe ends and read fails.
start_smtp() {
    mkdir -p "$1"
    mkfifo "$1/ready"
    /usr/bin/python3 "$smtp_lib/smtp-server.py" "$@" >"$1/ready" &
    SMTP_PID=$!
    SMTP_PORT=
    read -r SMTP_PORT <"$1/ready" || SMTP_PORT=
    rm -f "$1/ready"
    [ -n "$SMTP_PORT" ]
}

stop_smtp() {
    [ -n "${SMTP_PID-}" ] || return 0
    kill "$SMTP_PID" 2>/dev/null || :
    wait "$SMTP_PID" 2>/dev/null || :
    SMTP_PID=
}
