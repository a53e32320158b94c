#!/bin/sh
# Mail of hostile sizes: each is registered or quarantined with its bytes and the name of the limit,
# within 10 seconds and 512 MB, and the letter behind it is not kept waiting.
. tests/lib/tap.sh
. tests/lib/inkom.sh

write_config "$maildir_mailbox" "$maildir_outgoing"
hostile=tests/lib/hostile.py

# The limit that refuses it; "-" where it is taken.
limit_of() {
    case $1 in
    1000000-parts) echo parts ;;
    1000000-header-lines) echo header_count ;;
    200000-levels) echo depth ;;
    subject-of-10-mb) echo header_bytes ;;
    attachment-of-100-mb) echo message_bytes ;;
    *) echo - ;;
    esac
}

# Sanitizers take their own time and memory.
slow=1
ldd "$INKOM" | grep -q asan && slow=4
grep -q __asan_init "$INKOM" && slow=4

for name in $(python3 "$hostile" list); do
    rm -rf "$scratch"/inkom.db* "$scratch/inkorg" "$scratch/utkorg"
    make_inbox
    python3 "$hostile" make "$name" "$scratch/inkorg/new/1"
    touch -d "$arrived" "$scratch/inkorg/new/1"
    size=$(wc -c <"$scratch/inkorg/new/1")
    sum=$(sha256sum <"$scratch/inkorg/new/1" | cut -d' ' -f1)
    letter "$scratch/inkorg/new/2" bo@example.org 'Hal gata' 'Det är halt på gatan.'

    python3 "$hostile" measure "$INKOM" -c "$config" --now "$now" run --once \
        >"$scratch/measured" 2>"$scratch/err" </dev/null
    read -r code ms mb <<END
$(tail -1 "$scratch/measured")
END
    note "$name: $size bytes, $ms ms, $mb MB"
    is "$name: the round ends well" "$code" 0
    ok "$name: in 10 seconds ($ms ms)" test "$ms" -lt $((10000 * slow))
    ok "$name: in 512 MB ($mb MB)" test "$mb" -lt $((512 * slow))

    limit=$(limit_of "$name")
    first="SELECT outcome FROM messages WHERE uid = '1'"
    if [ "$limit" = - ]; then
        ok "$name: is taken" test "$(sql "$first")" != quarantine
    else
        is "$name: is quarantined" "$(sql "$first")" quarantine
        like "$name: the reason names the limit" \
            "$(json '[.[].reason] | join(" ")' review list)" "$limit"
    fi
    # What is over message_bytes stays where it is; all else is in the register, to the byte.
    if [ "$limit" = message_bytes ]; then
        ok "$name: stays in the mailbox" test "$(find "$scratch/inkorg" -type f -size +80M)"
    else
        is "$name: every byte is kept" "$(sql "SELECT sha256 FROM messages WHERE uid = '1'")" "$sum"
    fi
    is "$name: the next letter is registered" \
        "$(sql "SELECT outcome FROM messages WHERE uid = '2'")" new
done
done_testing
