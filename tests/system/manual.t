#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The manual keeps up with the program: inkom(1) names every command and every option that --help
# shows, and every option's explanation begins in the same column.
set -u
inkom=${INKOM:-build/inkom}
page=$(sed 's/\\&//g' man/inkom.1)
count=0 failed=0

check() { # $1: whether it holds (0) or not; $2: what
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        failed=1
    fi
}

# mdoc writes --json as "Fl -json".
names() { printf '%s\n' "$page" | grep -q -e "Fl -$1\\( \\|\$\\)"; }

commands=$("$inkom" --help | sed -n '/^Kommandon:/,/^$/s/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  .*/\1/p')
[ "$(printf '%s\n' "$commands" | wc -l)" -gt 20 ]
check $? 'the list of commands can be read'

while read -r command; do
    # shellcheck disable=SC2086
    help=$("$inkom" $command --help)
    check $? "$command --help ends well"
    printf '%s\n' "$page" | grep -q -e "^\\.It.*Cm $command\\( \\|\$\\)"
    check $? "$command stands in inkom(1)"
    for option in $(printf '%s\n' "$help" | sed -n 's/^  --\([a-z-]*\).*/\1/p'); do
        names "$option"
        check $? "$command --$option stands in inkom(1)"
    done
    columns=$(printf '%s\n' "$help" | LC_ALL=C.UTF-8 sed -n -E \
        '/^  --/{s/^(  --[^ ]+( [[:upper:]]+)? +).*/\1/;s/./x/g;p;}' | sort -u | wc -l)
    [ "$columns" = 1 ]
    check $? "$command --help is aligned"
done <<END
$commands
END

echo "1..$count"
exit "$failed"
