/* SPDX-License-Identifier: MIT
 *
 * Dates as mail programs write them above a letter that is passed on.
 */
#include "harness.h"

#include "inkom/origin.h"

static const struct {
    const char *text, *expected; /* NULL: it is none, or could be two */
} cases[] = {
    /* Outlook, Gmail, Apple Mail and Thunderbird in Swedish */
    {"den 3 mars 2026 14:05", "2026-03-03T14:05:00+01:00"},
    {"den 18 mars 2026 21:40:33", "2026-03-18T21:40:33+01:00"},
    {"onsdag 18 mars 2026 21:40", "2026-03-18T21:40:00+01:00"},
    {"onsdag den 18 mars 2026 21:40", "2026-03-18T21:40:00+01:00"},
    {"ons 18 mars 2026 kl 21:40", "2026-03-18T21:40:00+01:00"},
    {"ons 18 mars 2026 kl. 21.40", "2026-03-18T21:40:00+01:00"},
    {"18 mars 2026 kl. 21:40:12 CET", "2026-03-18T21:40:12+01:00"},
    {"18 juli 2026 kl. 09:40:12 CEST", "2026-07-18T09:40:12+02:00"},
    {"onsdag, mars 18, 2026 9:40 em", "2026-03-18T21:40:00+01:00"},
    {"torsdag, augusti 6, 2026 9:40 fm", "2026-08-06T09:40:00+02:00"},
    {"2026-03-18 21:40", "2026-03-18T21:40:00+01:00"},
    {"2026-03-18 kl. 21:40", "2026-03-18T21:40:00+01:00"},
    {"2026-03-18T21:40:00+01:00", "2026-03-18T21:40:00+01:00"},
    {"den 6 juni 2026", "2026-06-06T00:00:00+02:00"},
    {"26 maj 2026 00:00", "2026-05-26T00:00:00+02:00"},
    {"den 31 december 2026 23:59", "2026-12-31T23:59:00+01:00"},
    {"2026-03-26 kl 09.10 ringde en kvinna", "2026-03-26T09:10:00+01:00"},
    /* English */
    {"Tuesday, March 3, 2026 2:05 PM", "2026-03-03T14:05:00+01:00"},
    {"Tuesday, March 3, 2026 2:05:09 PM", "2026-03-03T14:05:09+01:00"},
    {"Tue, Mar 3, 2026 at 2:05\xe2\x80\xaf"
     "PM",
     "2026-03-03T14:05:00+01:00"},
    {"March 3, 2026 at 2:05:00 PM GMT+1", "2026-03-03T14:05:00+01:00"},
    {"3 March 2026 14:05", "2026-03-03T14:05:00+01:00"},
    {"03 March 2026 14:05", "2026-03-03T14:05:00+01:00"},
    {"Tue, 3 Mar 2026 14:05:00 +0100", "2026-03-03T14:05:00+01:00"},
    {"Tue, 3 Mar 2026 05:05:00 -0800 (PST)", "2026-03-03T14:05:00+01:00"},
    {"Tue, 3 Mar 2026 13:05:00 GMT", "2026-03-03T14:05:00+01:00"},
    {"Wednesday, May 6, 2026 12:00 AM", "2026-05-06T00:00:00+02:00"},
    {"Wednesday, May 6, 2026 12:30 p.m.", "2026-05-06T12:30:00+02:00"},
    {"18/03/2026 21:40", "2026-03-18T21:40:00+01:00"},
    {"3/18/2026 9:40 PM", "2026-03-18T21:40:00+01:00"},
    {"3/3/2026 2:05 PM", "2026-03-03T14:05:00+01:00"},
    {"October 1st, 2026 10:00", "2026-10-01T10:00:00+02:00"},
    /* Finnish */
    {"ti 3. maalisk. 2026 klo 14.05", "2026-03-03T14:05:00+01:00"},
    {"tiistai 3. maaliskuuta 2026 14.05", "2026-03-03T14:05:00+01:00"},
    {"ma 9. marrask. 2026 klo 8.15", "2026-11-09T08:15:00+01:00"},
    {"3.3.2026 14.05", "2026-03-03T14:05:00+01:00"},
    {"3.3.2026 klo 14.05.30", "2026-03-03T14:05:30+01:00"},
    {"keskiviikkona 1. heinäkuuta 2026 9.00", "2026-07-01T09:00:00+02:00"},
    {"3. maaliskuuta 2026 klo 14.05.00 EET", "2026-03-03T13:05:00+01:00"},
    /* German, Norwegian, Danish */
    {"Dienstag, 3. März 2026 14:05", "2026-03-03T14:05:00+01:00"},
    {"Am 1. Dezember 2026 um 14:05", "2026-12-01T14:05:00+01:00"},
    {"tirsdag 3. mars 2026 14:05", "2026-03-03T14:05:00+01:00"},
    {"3. marts 2026 14.05", "2026-03-03T14:05:00+01:00"},
    {"man. 4. mai 2026 kl. 14:05", "2026-05-04T14:05:00+02:00"},
    /* The clock first, with its seconds: no 9 May 2030. */
    {"kl. 9.05.30 den 3 mars 2026", "2026-03-03T09:05:30+01:00"},
    {"klo 14.05 3.3.2026", "2026-03-03T14:05:00+01:00"},
    /* Summer time begins and ends. */
    {"den 29 mars 2026 03:30", "2026-03-29T03:30:00+02:00"},
    {"den 29 mars 2026 01:30", "2026-03-29T01:30:00+01:00"},
    {"den 25 oktober 2026 04:30", "2026-10-25T04:30:00+01:00"},
    /* None, or two. */
    {"", NULL},
    {"i går", NULL},
    {"3/4/2026 2:05 PM", NULL},
    {"den 18 mars", NULL},
    {"mars 2026", NULL},
    {"2026", NULL},
    {"den 30 februari 2026 14:05", NULL},
    {"den 3 mars 2026 25:05", NULL},
    {"den 3 mars 2026 14:65", NULL},
    {"den 3 mars 2026 13:05 PM", NULL},
    {"den 3 mars 1899 14:05", NULL},
    {"2026-13-01", NULL},
    {"99999999999999999999", NULL},
    {"Skolskjuts den 3 mars 2026", NULL},
    {"++++--..::", NULL},
};

static void
test_dates(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkClock) clock = ink_clock_new("Europe/Stockholm", &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gint64 time = ink_origin_parse_date(clock, cases[i].text);
        g_autofree char *found = ink_clock_format(clock, time);
        if (g_strcmp0(found, cases[i].expected) != 0) {
            g_test_message("\"%s\": expected %s, found %s", cases[i].text, cases[i].expected,
                           found);
            g_test_fail();
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/origin/date/table", test_dates);
    return g_test_run();
}
