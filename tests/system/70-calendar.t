#!/bin/sh
# Deadlines as a person meets them: a case that came in on a day, the day of its answer, and which
# days were skipped and why. The routine of these tests gives five working days.
. tests/lib/tap.sh
. tests/lib/inkom.sh
write_config "$maildir_mailbox" "$maildir_outgoing"

# arrived day -> due day, and what `deadlines` must name among the days that do not count.
n=0
while read -r day due skipped; do
    [ -n "$day" ] || continue
    n=$((n + 1))
    now=${day%T*}T23:59
    inkom case new --unit TN --title "Gatubelysning: Storgatan $n" --arrived "$day" --json
    is "came in $day" "$(printf '%s' "$out" | jq -r .due)" "$due"
    dnr=$(printf '%s' "$out" | jq -r .dnr)
    why=$(json '.[0] | .why' deadlines "$dnr")
    is "$day: deadlines has the same day" "$(json '.[0].due' deadlines "$dnr")" "$due"
    for name in $skipped; do
        like "$day: says that $name does not count" "$why" "$name"
    done
done <<END
2026-03-27 2026-04-07 långfredag annandag
2026-04-02 2026-04-13 långfredag annandag
2026-04-30 2026-05-08 maj
2026-05-13 2026-05-21 himmelsfärd
2026-06-05 2026-06-12 nationaldag
2026-06-18 2026-06-26 midsommarafton
2026-06-20 2026-06-26
2026-10-30 2026-11-06
2026-12-18 2026-12-29 julafton juldagen
2026-12-23 2027-01-05 julafton nyårsafton nyårsdagen
2026-12-30 2027-01-11 nyårsafton trettondedag
2025-12-23 2026-01-07 julafton nyårsafton trettondedag
2025-06-05 2025-06-13 nationaldag
2026-01-05 2026-01-13 trettondedag
2028-06-05 2028-06-13 nationaldag
2026-03-29T01:30 2026-04-07 långfredag
2026-03-27T23:59 2026-04-07 långfredag
END

# Civil dates of Stockholm, whatever the clock of the machine says: 22:30 UTC is the next day.
now=2026-07-01T10:00
for zone in UTC America/New_York Pacific/Auckland; do
    TZ=$zone "$INKOM" -c "$config" --now 2026-07-01T10:00 case new --unit TN \
        --title "Gatubelysning: $zone" --arrived 2026-06-25T22:30+00:00 --json >"$scratch/out"
    is "the day is Stockholm's under TZ=$zone" "$(jq -r .arrived "$scratch/out")" 2026-06-26
done
TZ=America/New_York "$INKOM" -c "$config" --now 2026-10-25T02:30 case list >/dev/null
is 'an hour that the clock shows twice is a time' "$?" 0

# Closed days of the organisation's own, and what is overdue.
sed -i 's|^  hosts: .*|&\n  closed: [{day: 2026-09-04, reason: klämdag}, {from: 2026-09-07, to: 2026-09-08, reason: planeringsdagar}]|' "$config"
now=2026-09-01T09:00
inkom case new --unit TN --title 'Gatubelysning: Ringvägen' --json
is 'closed days do not count' "$(printf '%s' "$out" | jq -r .due)" 2026-09-11
dnr=$(printf '%s' "$out" | jq -r .dnr)
like 'and are named' "$(json '.[0].why' deadlines "$dnr")" 'klämdag.*planeringsdagar'
now=2026-09-11T23:59
is 'the last minute of the day is in time' "$(json '.[0].overdue' deadlines "$dnr")" false
now=2026-09-12T00:00
is 'the next is not' "$(json '.[0].overdue' deadlines "$dnr")" true
inkom deadlines --overdue
like 'and the list says so' "$out" 'över tiden'
inkom case close "$dnr"
is 'a closed case has met its deadline' "$(json '.[0] | [.overdue, .met]' deadlines "$dnr")" \
    '[false,"2026-09-12T00:00:00+02:00"]'
is 'and is no longer among those that run' "$(json "[.[] | select(.dnr == \"$dnr\")] | length" deadlines)" 0
done_testing
