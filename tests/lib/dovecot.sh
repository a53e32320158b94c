#!/bin/sh
# A real Dovecot for tests: an ordinary child on free ports of 127.0.0.1 with its own folder, as
# root or as anybody. User `inkorg`, password `hemligt`, any other user too.
#
# In a shell test:  . tests/lib/dovecot.sh; start_dovecot DIR [SETTING…]; … ; stop_dovecot
#   sets IMAP_PORT (STARTTLS), IMAPS_PORT, IMAP_CA (the authority's file) and IMAP_MAIL (a folder
#   with a Maildir per user, which anybody may write to). Each SETTING is a line of dovecot.conf.
# As a program:     tests/lib/dovecot.sh DIR [SETTING…]
#   prints "IMAP_PORT IMAPS_PORT" when ready, and stops Dovecot when its standard input ends.

dovecot_lib=${INK_TEST_LIB:-tests/lib}

free_ports() {
    python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in sockets))'
}

# As root Dovecot demands that mail belongs to another; as anybody it can only be that person.
dovecot_users() {
    if [ "$(id -u)" = 0 ]; then
        echo "mail_uid = nobody"
        echo "mail_gid = nogroup"
        echo "first_valid_uid = 1"
    else
        echo "default_internal_user = $(id -un)"
        echo "default_internal_group = $(id -gn)"
        echo "default_login_user = $(id -un)"
        echo "mail_uid = $(id -u)"
        echo "mail_gid = $(id -g)"
        echo "first_valid_uid = 1"
    fi
}

dovecot_conf() {
    cat <<END
base_dir = $dovecot_dir/run
state_dir = $dovecot_dir/state
log_path = $dovecot_dir/dovecot.log
listen = 127.0.0.1
protocols = imap
mail_location = maildir:$IMAP_MAIL/%n
mail_home = $dovecot_dir/home/%n
ssl = yes
ssl_cert = <$dovecot_dir/certs/good.pem
ssl_key = <$dovecot_dir/certs/good-key.pem
disable_plaintext_auth = no
$(dovecot_users)
passdb {
  driver = static
  args = password=hemligt
}
userdb {
  driver = static
  args = home=$dovecot_dir/home/%n
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $IMAP_PORT
  }
  inet_listener imaps {
    port = $IMAPS_PORT
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
}
END
    printf '%s\n' "$@"
}

is_answering() {
    python3 -c '
import socket, sys, time
end = time.monotonic() + 20
while time.monotonic() < end:
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1) as s:
            s.settimeout(5)
            if s.recv(16).startswith(b"* OK"): sys.exit(0)
    except OSError:
        time.sleep(0.02)
sys.exit(1)' "$IMAP_PORT"
}

start_dovecot() {
    dovecot_dir=$1
    shift
    IMAP_MAIL=$dovecot_dir/mail
    IMAP_CA=$dovecot_dir/certs/ca.pem
    mkdir -p "$dovecot_dir/run" "$dovecot_dir/state" "$dovecot_dir/home" "$IMAP_MAIL"
    chmod 755 "$dovecot_dir" "$dovecot_dir/run"
    chmod 777 "$dovecot_dir/home" "$IMAP_MAIL"
    "$dovecot_lib/make-certs" "$dovecot_dir/certs"
    # shellcheck disable=SC2046
    set -- "$(free_ports)" "$@"
    IMAP_PORT=${1% *} IMAPS_PORT=${1#* }
    shift
    dovecot_conf "$@" >"$dovecot_dir/dovecot.conf"
    dovecot -F -c "$dovecot_dir/dovecot.conf" </dev/null >"$dovecot_dir/start.log" 2>&1 &
    dovecot_pid=$!
    is_answering || {
        cat "$dovecot_dir/start.log" "$dovecot_dir/dovecot.log" >&2
        stop_dovecot
        return 1
    }
}

stop_dovecot() {
    [ -n "${dovecot_pid-}" ] || return 0
    kill "$dovecot_pid" 2>/dev/null && wait "$dovecot_pid" 2>/dev/null
    dovecot_pid=
}

# make_maildir USER: an empty inbox that anybody may deliver to.
make_maildir() {
    mkdir -p "$IMAP_MAIL/$1/cur" "$IMAP_MAIL/$1/new" "$IMAP_MAIL/$1/tmp"
    chmod 777 "$IMAP_MAIL/$1" "$IMAP_MAIL/$1/cur" "$IMAP_MAIL/$1/new" "$IMAP_MAIL/$1/tmp"
    [ "$(id -u)" != 0 ] || chown -R nobody:nogroup "$IMAP_MAIL/$1"
}

# deliver USER FILE…: copies messages into the inbox, in that order. Their file times are kept, and
# become INTERNALDATE.
deliver() {
    deliver_to=$IMAP_MAIL/$1
    shift
    for file; do
        deliver_number=$((${deliver_number-1000000} + 1))
        cp -p "$file" "$deliver_to/tmp/$deliver_number.test"
        chmod 666 "$deliver_to/tmp/$deliver_number.test"
        mv "$deliver_to/tmp/$deliver_number.test" "$deliver_to/new/$deliver_number.test"
    done
}

case $0 in
*dovecot.sh)
    set -eu
    dovecot_lib=$(dirname "$0")
    start_dovecot "$@"
    trap stop_dovecot EXIT
    make_maildir inkorg
    echo "$IMAP_PORT $IMAPS_PORT"
    cat >/dev/null
    ;;
esac
