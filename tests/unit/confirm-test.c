/* SPDX-License-Identifier: MIT
 *
 * What a person confirms of an uncertain origin; and what must not be taken from the words of a
 * letter, or from a letter that nobody vouches for.
 */
#include "origin-harness.h"

/* --- what a person confirms -------------------------------------------------------------------*/

static InkCase *
register_by_hand(Fixture *fixture, gint64 message, const InkNewCaseWish *wish)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 case_id = 0;
    g_assert_true(
        ink_pipeline_register_waiting(fixture->pipeline, txn, message, wish, &case_id, &error));
    g_assert_no_error(error);
    txn_commit(txn);
    InkCase *cas = ink_store_get_case(fixture->store, case_id, &error);
    g_assert_no_error(error);
    return cas;
}

static void
send_owed(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkReviewRow) debt = find_review(fixture, "receipt");
    g_assert_nonnull(debt);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_pipeline_send_owed(fixture->pipeline, txn, debt->id, NULL, &error));
    g_assert_no_error(error);
    txn_commit(txn);
}

#define NAMELESS                                                                                   \
    "Från: Per Ask\nSkickat: den 18 mars 2026 21:40\nTill: Eva Lind\nÄmne: Gunga\n\n"            \
    "Gungan vid Sågvägen är trasig.\n"

/* The day and the name that were found count, uncertain as they were. */
static void
test_confirmed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict = take_in(fixture, "1", FORWARD "\n" NAMELESS);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    const InkNewCaseWish wish = {0};
    g_autoptr(InkCase) cas = register_by_hand(fixture, 1, &wish);
    g_assert_null(cas->sender);
    g_assert_cmpstr(cas->sender_name, ==, "Per Ask");
    g_autofree char *arrived = ink_day_format(cas->arrived), *due = ink_day_format(cas->due);
    g_assert_cmpstr(arrived, ==, "2026-03-18");
    g_assert_cmpstr(due, ==, "2026-03-25");
    g_assert_nonnull(strstr(cas->arrived_by, "vidarebefordrat"));
}

/* A person knows better than the letter; the receipt goes to whom he named. */
static void
test_wished(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    just_take_in(fixture, "1", FORWARD "\n" NAMELESS);
    const InkNewCaseWish wish = {.sender = "Per.Ask@Example.org",
                                 .arrived = ink_clock_parse(fixture->clock, "2026-03-16")};
    g_autoptr(InkCase) cas = register_by_hand(fixture, 1, &wish);
    g_assert_cmpstr(cas->sender, ==, "per.ask@example.org");
    g_assert_cmpstr(cas->sender_name, ==, "Per Ask");
    g_assert_cmpstr(cas->arrived_by, ==, "registrator");
    g_autofree char *arrived = ink_day_format(cas->arrived), *due = ink_day_format(cas->due);
    g_assert_cmpstr(arrived, ==, "2026-03-16");
    g_assert_cmpstr(due, ==, "2026-03-23");
    g_autoptr(InkRecord) record = get_record(fixture, cas->id, 0);
    g_assert_cmpstr(record->from, ==, "per.ask@example.org");
    send_owed(fixture);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_cmpstr(receipt->to, ==, "per.ask@example.org");
}

/* The name that was found is not that of somebody else. */
static void
test_wished_another(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    just_take_in(fixture, "1", HEAD EVA "Subject: Klagomal\n" TAIL "\nSe nedan.\n\n" BLOCK);
    const InkNewCaseWish wish = {.sender = "siv@example.org"};
    g_autoptr(InkCase) cas = register_by_hand(fixture, 1, &wish);
    g_assert_cmpstr(cas->sender, ==, "siv@example.org");
    g_assert_null(cas->sender_name);
}

/* --- staff who writes to a citizen, with a copy -----------------------------------------------*/

#define REPLY                                                                                      \
    HEAD EVA                                                                                       \
        "To: mats.lund@example.com\nCc: inkorg@exempelkommun.example\nSubject: SV: %s\n"           \
        "Date: Fri, 27 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n"                               \
        "Content-Type: text/plain; charset=utf-8\n\nHej Mats, vi ser över det.\n/Eva\n\n" BLOCK

static void
test_reply(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *text = g_strdup_printf(REPLY, "Dalig skolskjuts");
    g_autoptr(InkVerdict) verdict = take_in(fixture, "1", text);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    g_assert_cmpuint(count_reviews(fixture, "origin"), ==, 1);
    g_assert_null(find_letter(fixture, "receipt"));
    const InkNewCaseWish wish = {0};
    g_autoptr(InkCase) cas = register_by_hand(fixture, 1, &wish);
    g_assert_cmpstr(cas->sender, ==, "mats.lund@example.com");
    g_assert_cmpstr(cas->sender_name, ==, "Mats Lund");
    g_autofree char *arrived = ink_day_format(cas->arrived);
    g_assert_cmpstr(arrived, ==, "2026-03-18");
    send_owed(fixture);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_cmpstr(receipt->to, ==, "mats.lund@example.com");
}

/* In a case it is the officer's letter, and nobody needs to look at it. */
static void
test_reply_in_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = pipeline_take_over(fixture, "BUN", 77, "klagomål", "Skolskjuts: linje 3",
                                   "mats.lund@example.com", "2026-03-12");
    g_autofree char *text = g_strdup_printf(REPLY, "BUN 2026/0077");
    g_autoptr(InkVerdict) verdict = take_in(fixture, "1", text);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    g_assert_cmpuint(count_reviews(fixture, "origin"), ==, 0);
    g_autoptr(InkRecord) record = get_record(fixture, id, 0);
    g_assert_cmpstr(record->from, ==, "eva.lind@exempelkommun.example");
}

/* --- what takes nobody's receipt away ---------------------------------------------------------*/

static void
test_words_of_a_note(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const letters[] = {
        "Subject: Fraga om gatlampa\n" TAIL "\nHej, i er tjänsteanteckning står att gatlampan på "
        "Storgatan är lagad. Det är den inte.\n",
        "Subject: Sidkommentar om gatlampor\n" TAIL "\nGatlampan på Storgatan är trasig.\n",
        "Subject: Snabbsynpunkt\n" TAIL "\nSnabbsynpunkt via Facebook: gatlampan är trasig.\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 1);
        g_autofree char *text =
            g_strdup_printf(HEAD "From: anna%zu@example.org\n%s", i, letters[i]);
        g_autoptr(InkVerdict) verdict = take_in(fixture, uid, text);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
        g_assert_cmpstr(verdict->decision->channel, ==, "e-post");
        g_assert_true(verdict->decision->reply.send);
    }
    /* Nor when staff passes it on, or a form sends it. */
    g_autoptr(InkVerdict) forward =
        take_in(fixture, "11", FORWARD "\n" BLOCK "I er tjänsteanteckning står fel.\n");
    g_assert_cmpstr(forward->decision->channel, ==, "e-post");
    g_assert_true(forward->decision->reply.send);
    g_autoptr(InkVerdict) staff =
        take_in(fixture, "12",
                HEAD EVA "Subject: Lampor\n" TAIL "\nHär är min tjänsteanteckning om lampan på "
                         "Storgatan.\n");
    g_assert_cmpstr(staff->decision->channel, ==, "tjänsteanteckning");
}

static void
test_form_answers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) unwanted =
        take_in(fixture, "1",
                HEAD FORM TAIL "\nNamn: Per\nE-post: per@example.org\nVill ha svar: "
                               "Nej\n" CASE_TEXT);
    g_assert_cmpint(unwanted->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_false(unwanted->decision->reply.is_owed);
    g_assert_null(find_letter(fixture, "receipt"));
    /* Whoever gave an address waits for an answer, though nobody can read the address. */
    g_autoptr(InkVerdict) misspelt =
        take_in(fixture, "2", HEAD FORM TAIL "\nNamn: Per\nE-post: per(a)example.org\n" CASE_TEXT);
    g_assert_cmpint(misspelt->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    g_assert_cmpuint(count_reviews(fixture, "origin"), ==, 1);
}

/* The server is to write its results, and has written none: the letter is not believed, and nobody
 * outside can cause an alarm. */
static void
test_unproven(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    static const char *const texts[] = {
        FORWARD "\n" BLOCK,
        HEAD EVA "Subject: Samtal\n" TAIL "\nTjänsteanteckning\n2026-03-26 ringde en man.\n",
        HEAD FORM TAIL "\nNamn:\nE-post: offer@example.org\n" CASE_TEXT,
        HEAD FORM TAIL "\nBudskap: offer@example.org\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 1);
        g_autoptr(InkVerdict) verdict = take_in(fixture, uid, texts[i]);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
        g_autofree char *arrived =
            ink_clock_format_short(fixture->clock, verdict->decision->arrived);
        g_assert_cmpstr(arrived, ==, "2026-03-27 10:00");
        g_assert_null(verdict->alert);
    }
    g_assert_null(find_letter(fixture, "receipt"));
    /* What came by no server never left the house. */
    g_autoptr(InkVerdict) inside =
        take_in(fixture, "9", EVA "Subject: VB: Dalig skolskjuts\n" TAIL "\n" BLOCK);
    g_assert_cmpint(inside->decision->disposition, ==, INK_DISPOSITION_NEW);
}

#define ADD(name, function)                                                                        \
    g_test_add("/confirm/" name, Fixture, NULL, pipeline_set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("confirmed", test_confirmed);
    ADD("wished", test_wished);
    ADD("wished-another", test_wished_another);
    ADD("reply", test_reply);
    ADD("reply-in-case", test_reply_in_case);
    ADD("words-of-a-note", test_words_of_a_note);
    ADD("form-answers", test_form_answers);
    ADD("unproven", test_unproven);
    return g_test_run();
}
