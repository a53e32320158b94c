#!/bin/sh
# A case in Köping and one in Hjo, walked day by day over Easter 2026 by --now: the clock is set back
# a day, and each round is killed somewhere before it is let through. Every letter goes once.
. tests/lib/tap.sh
. tests/lib/inkom.sh
ulimit -c 0

# round TIME: killed three times on the way, and then whole; then once more, which does nothing.
round() {
    now=$1
    for delay in 0.005 0.02 0.05; do
        "$INKOM" -c "$config" --now "$now" run --once >/dev/null 2>&1 </dev/null &
        round_pid=$!
        sleep "$delay"
        kill -KILL "$round_pid" 2>/dev/null
        wait "$round_pid" 2>/dev/null
    done
    inkom run --once
    inkom run --once
}
# walk FIRST DAYS: each day at noon, weekends and holidays too
walk() {
    walk_day=0
    while [ "$walk_day" -lt "$2" ]; do
        round "$(date -u -d "$1 + $walk_day days" +%F)T12:00"
        walk_day=$((walk_day + 1))
    done
}
count() { sql "SELECT COUNT(*) FROM outbox WHERE kind = '$1'"; }
days() { sql "SELECT group_concat(d) FROM (SELECT date(created_at, 'unixepoch') AS d FROM outbox
    WHERE kind = '$1' ORDER BY created_at)"; }

begin() {
    rm -rf "$scratch"/inkom.db* "$scratch/utkorg" "$scratch/inkorg"
    make_inbox
    now=2026-03-27T10:00
    inkom_ok "$1: begun" case new --unit TN --title 'Gatubelysning: Storgatan 14' --type klagomål \
        --sender anna.ek@example.org --arrived 2026-03-27
    inkom_ok "$1: assigned" case assign 'TN 2026/0001' karin.berg@exempelkommun.example
}

write_config "$maildir_mailbox" "$maildir_outgoing"
begin Köping
is 'Köping: five working days over Easter' "$(json '.due' case show 'TN 2026/0001')" 2026-04-07
walk 2026-03-27 12
is 'Köping: nothing before the day has gone' "$(count delay)$(count reminder)$(count overdue)" 000
round 2026-04-08T07:59
is 'Köping: nothing before eight' "$(count delay)$(count overdue)" 00
now=2026-04-08T07:59
like 'Köping: what is overdue is marked' "$("$INKOM" -c "$config" --now "$now" deadlines)" \
    'svar .*1 dag över tiden'
round 2026-04-08T08:00
is 'Köping: one letter about the delay, and a list' "$(count delay)$(count overdue)" 11
round 2026-04-07T12:00
walk 2026-04-08 5
is 'Köping: one letter about the delay, for good' "$(days delay)" 2026-04-08
is 'Köping: a list each working day' "$(days overdue)" 2026-04-08,2026-04-09,2026-04-10
now=2026-04-13T07:30
inkom_ok 'Köping: closed by hand' case close 'TN 2026/0001' --reason 'löst på plats'
walk 2026-04-13 3
is 'Köping: then it is still' "$(count delay)$(count overdue)" 13
check_register Köping

# Hjo: ten working days, and one reminder on the first working day after; never again.
cat >"$scratch/hjo.yaml" <<'END'
name: Hjo
answer: {within: 10 arbetsdagar, from: registrerat}
reminders: ["+1 arbetsdag"]
closing: {after_silence: 3 veckor}
END
sed -i 's|^routine: .*|routine: hjo.yaml|' "$config"
begin Hjo
is 'Hjo: ten working days over Easter' "$(json '.due' case show 'TN 2026/0001')" 2026-04-14
walk 2026-03-27 19
is 'Hjo: no reminder until the days have run out' "$(count reminder)" 0
round 2026-04-15T12:00
is 'Hjo: one reminder the first working day after' "$(days reminder)" 2026-04-15
round 2026-04-14T12:00
walk 2026-04-15 30
is 'Hjo: and never again' "$(days reminder)" 2026-04-15
is 'Hjo: it says what to write to the sender, so no second letter does' "$(count delay)" 0
is 'Hjo: every letter has gone, once' \
    "$(sql "SELECT COUNT(*) FROM outbox WHERE state <> 'sent'") $(count_files "$scratch/utkorg/new")" \
    "0 $(sql 'SELECT COUNT(*) FROM outbox')"
plan=$(sql "EXPLAIN QUERY PLAN SELECT d.id FROM deadlines d JOIN cases c ON c.id = d.case_id
    WHERE d.kind = 'reminder' AND d.met_at IS NULL AND d.due_at < 1 ORDER BY d.due_at")
like 'what has come due is found by its index' "$plan" 'USING (COVERING )?INDEX deadlines_due \(kind=\? AND due_at<\?\)'
unlike 'without sorting' "$plan" 'TEMP B-TREE'
for time in '' 'AND due_at + 0 < 1'; do
    plan=$(sql "EXPLAIN QUERY PLAN UPDATE deadlines SET met_at = 1, met_by = ''
        WHERE case_id = 1 AND kind || '' = 'answer' AND met_at IS NULL $time")
    like "a case's own are found by the case, however many wait${time:+ and are due}" "$plan" 'INDEX deadlines_case'
done
check_register Hjo
done_testing
