#!/bin/sh
# A rule that a letter could make hang: the letter is registered all the same, the rule is named, and
# `rules check` warns of it beforehand. None of the rules that come with Inkom is one.
. tests/lib/tap.sh
. tests/lib/inkom.sh

make_inbox
write_config "$maildir_mailbox" "$maildir_outgoing"
inkom rules check --json
is 'the rules that come with Inkom: no warning' "$status $out" '0 []'

mkdir "$scratch/regler"
cat >"$scratch/regler/trog.yaml" <<'END'
rules:
  - id: trög
    when: {words: '(?:\w+\s?)+!!'}
    add: {unit: {TN: 3}}
    examples: {match: ["hej!!"]}
  - id: snö
    when: {words: '\bsnö\w*'}
    add: {type: {klagomål: 3}, unit: {KS: 3}}
    examples: {match: ["snöröjning"]}
END
sed -i "s|^rules:.*|rules: [regler]|" "$config"
inkom rules check
is 'a rule that can hang is no mistake' "$status" 0
like 'but warned of, with its place' "$out" 'trog.yaml:3:1: varning: regeln "trög"'
like 'and a text that does it' "$out" 'när det får 32 gånger "a" och till sist "¤a!!"'
unlike 'the other rule is not' "$out" 'regeln "snö"'

letter "$scratch/inkorg/new/1" anna.ek@example.org 'Snöröjningen' \
    "$(printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa. Hej!!')"
inkom run --once
is 'the letter is registered' "$status $(sql 'SELECT dnr, type FROM cases')" '0 KS 2026/0001|klagomål'
like 'the rule is named in a warning' "$err" 'regeln trög nådde en gräns'
is 'and waits for a person' \
    "$(sql "SELECT reason FROM reviews WHERE kind = 'undecided'")" \
    'regeln trög nådde en gräns och räknades inte med'
done_testing
