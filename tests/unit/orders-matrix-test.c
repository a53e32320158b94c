/* SPDX-License-Identifier: MIT
 *
 * The whole matrix of mail-safety's third part through the whole pipeline: who wrote the letter,
 * what address it was sent to, what it orders. The classes that words can order are two; the third
 * is only the registrars', and stands in identity-test.c.
 */
#include "orders-harness.h"

#define DAY_S (24 * 3600)

typedef enum { OWN, NONE, LATE, OTHERS, FORGED, CAPABILITIES } Capability;
typedef enum { PROVED, UNTESTED, UNPROVED, STRANGER, IDENTITIES } Identity;

/* [who proves it][identity]: low and middle for each address. r = done or waits to be, c = asked
 * about, - = nothing is done. */
static const char *const wanted[2][IDENTITIES] = {
    [INK_PROVED_BY_AUTHENTICATION] = {"rr cc cc -- --", "c- -- -- -- --", "c- -- -- -- --",
                                      "-- -- -- -- --"},
    [INK_PROVED_BY_CONFIRMATION] = {"rr cc cc -- --", "cc cc cc -- --", "c- -- -- -- --",
                                    "-- -- -- -- --"},
};

/* The address of a letter to Karin; or to Per, who was the officer before. */
static char *
get_address(Fixture *fixture, Capability capability)
{
    if (capability == NONE)
        return g_strdup(INBOX);
    if (capability == OTHERS) {
        happen(fixture, INK_EVENT_ASSIGN, PER);
        char *others = get_reply_to(fixture, "assignment");
        happen(fixture, INK_EVENT_ASSIGN, KARIN);
        return others;
    }
    char *address = get_reply_to(fixture, "assignment");
    char *end = strchr(address, '@');
    if (capability == FORGED)
        end[-1] = end[-1] == 'a' ? 'b' : 'a';
    if (capability == LATE)
        go_to(fixture, 15 * DAY_S);
    return address;
}

/* What has come of it: r, c or -. */
static char
look(Fixture *fixture, gboolean is_middle, guint confirms_before)
{
    g_autoptr(InkCase) cas = get_case(fixture);
    gboolean is_asked = count_letters(fixture, "order-confirm") > confirms_before;
    gboolean is_done =
        is_middle ? count_pending(fixture) == 1 && !is_asked : cas->importance != NULL;
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpuint(count_pending(fixture), ==, is_asked || (is_done && is_middle) ? 1 : 0);
    g_assert_false(is_asked && is_done);
    return is_asked ? 'c' : is_done ? 'r' : '-';
}

static void
try_cell(Fixture *fixture, Identity identity, Capability capability, gboolean is_middle, char want)
{
    static const Author authors[] = {AUTHOR_PROVED, AUTHOR_UNTESTED, AUTHOR_UNPROVED,
                                     AUTHOR_PROVED};
    static int sequence = 1000;
    go_to(fixture, 2 * DAY_S); /* what was asked before is forgotten */
    work(fixture);
    begin_case(fixture, ++sequence, KARIN);
    g_autofree char *to = get_address(fixture, capability);
    guint before = count_letters(fixture, "order-confirm");
    const Mail mail = {.from = identity == STRANGER ? ANNA : KARIN,
                       .to = to,
                       .author = identity == STRANGER ? AUTHOR_UNTESTED : authors[identity],
                       .body = is_middle ? "Kan avslutas" : "Av vikt"};
    g_autoptr(InkVerdict) verdict = post(fixture, mail);
    char got = look(fixture, is_middle, before);
    g_test_message("%d %d %d: %c, %s", identity, capability, is_middle, got,
                   ink_disposition_get_name(verdict->decision->disposition));
    g_assert_cmpint(got, ==, want);
}

static void
test_matrix(Fixture *fixture, gconstpointer data)
{
    InkProvedBy by = (InkProvedBy)GPOINTER_TO_INT(data);
    fixture->base.config->officers_proved_by = by;
    for (Identity identity = 0; identity < IDENTITIES; identity++)
        for (Capability capability = 0; capability < CAPABILITIES; capability++)
            for (int middle = 0; middle < 2; middle++)
                try_cell(fixture, identity, capability, middle == 1,
                         wanted[by][identity][capability * 3 + (guint)middle]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add("/orders-matrix/authentication", Fixture,
               GINT_TO_POINTER(INK_PROVED_BY_AUTHENTICATION), set_up, test_matrix, tear_down);
    g_test_add("/orders-matrix/confirmation", Fixture, GINT_TO_POINTER(INK_PROVED_BY_CONFIRMATION),
               set_up, test_matrix, tear_down);
    return g_test_run();
}
