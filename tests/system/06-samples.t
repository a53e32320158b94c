#!/bin/sh
# The samples, as `make run` plays them, by each of the routines that come with Inkom: nothing is
# warned of, nothing goes wrong, and a second round finds nothing to do.
. tests/lib/tap.sh
. tests/lib/inkom.sh

summary() { grep "nya meddelanden" "$scratch/out"; }
for file in rules/routines/*.yaml; do
    routine=$(basename "$file" .yaml)
    tools/run-samples "$INKOM" "$scratch/$routine" "$routine" >"$scratch/out" 2>"$scratch/err"
    is "$routine: played" "$? $(cat "$scratch/err")" '0 '
    like "$routine: none in quarantine" "$(summary)" ', 0 i karantän\..* 0 misslyckade, 0 okända'
    [ "$routine" != koping ] || like 'the README shows what is so' "$(cat README.md)" "^$(summary)\$"
    tools/run-samples "$INKOM" "$scratch/$routine" "$routine" >"$scratch/out" 2>&1
    like "$routine: and then nothing is new" "$(summary)" '^Inga nya meddelanden'
done
done_testing
