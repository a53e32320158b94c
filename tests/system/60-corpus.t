#!/bin/sh
# Real and broken mail of other projects: every message ends in the register or in quarantine, and
# none takes long. The corpus is not part of the project: INK_CORPUS, or a folder beside it.
. tests/lib/tap.sh
. tests/lib/inkom.sh

corpus=${INK_CORPUS-../shared/corpus}
[ -d "$corpus" ] || skip_all "no corpus in $corpus; set INK_CORPUS"
write_config "$maildir_mailbox" "$maildir_outgoing"
make_inbox
now=2026-03-27T10:00

# What is mail: by its name, or a header on its first line.
find "$corpus" -type f ! -name '*.json' ! -name '*.md' -size -20M | LC_ALL=C sort >"$scratch/files"
total=$(wc -l <"$scratch/files")
[ "$total" != 0 ] || skip_all "no messages in $corpus"
note "$total files"

# --- explain: each by itself, so that the slow one has a name ------------------------------------
: >"$scratch/odd"
slow='' bad='' n=0
while read -r file; do
    n=$((n + 1))
    cp "$file" "$scratch/one.eml"
    timeout 10 "$INKOM" -c "$config" --now "$now" explain --json "$scratch/one.eml" \
        >"$scratch/out" 2>"$scratch/err" </dev/null
    code=$?
    [ $code != 124 ] || slow="$slow ${file#"$corpus"/}"
    [ $code = 0 ] || bad="$bad ${file#"$corpus"/}:$code"
    jq -r '.[].disposition' "$scratch/out" >>"$scratch/dispositions" 2>>"$scratch/odd"
    cat "$scratch/err" >>"$scratch/odd"
done <"$scratch/files"
is 'explain: none takes over ten seconds' "$slow" ''
is 'explain: every message has an answer' "$bad" ''
is 'explain: and only answers of the contract' "$(sort -u "$scratch/dispositions" |
    grep -vxE 'new|attach|answer|command|bounce|automatic|refer|minor|review|quarantine|duplicate')" ''
is 'explain: nothing is said on standard error' "$(cat "$scratch/odd")" ''
note "$(sort "$scratch/dispositions" | uniq -c | tr '\n' ' ')"

# --- through a mailbox, all in one round ---------------------------------------------------------
n=0
while read -r file; do
    n=$((n + 1))
    cp "$file" "$scratch/inkorg/new/$n"
done <"$scratch/files"
touch -d "$arrived" "$scratch"/inkorg/new/*
from=$(date +%s)
inkom_ok 'run: a round with all of them ends well' run --once
ok 'run: in less than a minute' test $(($(date +%s) - from)) -lt 60
is 'run: every message has its row' "$(sql 'SELECT COUNT(*) FROM messages')" "$n"
is 'run: nothing waits' "$(count_waiting)" 0
is 'run: whatever is registered has a title (A38)' \
    "$(sql "SELECT COUNT(*) FROM cases WHERE TRIM(title) IN ('', 'Synpunkt')")" 0
python3 - "$scratch" <<'END' >"$scratch/differ"
import hashlib, pathlib, sqlite3, sys
scratch = pathlib.Path(sys.argv[1])
kept = {h for (h,) in sqlite3.connect(scratch / "inkom.db").execute("SELECT sha256 FROM messages")}
files = [f for f in (scratch / "inkorg/cur").iterdir()]
print(sum(hashlib.sha256(f.read_bytes()).hexdigest() not in kept for f in files))
END
is 'run: every byte is kept' "$(cat "$scratch/differ")" 0
inkom_ok 'lists show it all without a byte that harms a terminal' mail list
ok 'no control character in the lists' \
    test -z "$(LC_ALL=C tr -d '\n\040-\377' <"$scratch/out" | head -c 1)"
check_register run

# --- import ------------------------------------------------------------------------------------
rm -f "$scratch"/inkom.db*
mkdir "$scratch/eml"
n=0
while read -r file; do
    n=$((n + 1))
    cp "$file" "$scratch/eml/$n.eml"
done <"$scratch/files"
inkom_ok 'import: all of it' import "$scratch/eml"
is 'import: every message has its row' "$(sql 'SELECT COUNT(*) FROM messages')" "$n"
is 'import: no receipt is sent' "$(json length outbox list)" 0
inkom_ok 'import: once more' import "$scratch/eml"
is 'import: changes nothing' "$(sql 'SELECT COUNT(*) FROM messages')" "$n"
check_register import
done_testing
