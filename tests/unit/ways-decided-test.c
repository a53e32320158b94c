/* SPDX-License-Identifier: MIT
 *
 * Other ways than a case that a person has the last word in, and one whose answer comes from
 * elsewhere: a personal attack, a letter that waits, what is of minor importance, a copy of
 * another office's answer.
 */
#include "ways-look.h"

#define REFUSES "procedures: {personangrepp: {case: ja, letter: refusal, letter_when: beslut}}\n"
#define WAITS                                                                                      \
    "procedures: {överklagande: {case: nej, letter: appeal, letter_when: beslut, to: " ROLE "}}\n"
#define COPY                                                                                       \
    "procedures: {miljöfråga: {case: ja, forward: ja, answer_copy: ja, to: " ROLE "}}\n"           \
    "closing: {when_answered: ja}\n"

/* --- B7 ---------------------------------------------------------------------------------------*/

/* Nothing goes before a person has decided; then it is registered, refused and closed. */
static void
test_abuse(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    take(fixture, ABUSE, INK_DISPOSITION_REVIEW);
    g_autoptr(InkReviewRow) note = get_note(fixture, "abuse");
    g_assert_null(find_letter(fixture, "refusal", "anna.ek@example.org"));

    gint64 case_id = note->case_id;
    g_assert_cmpint(case_id, ==, 0);
    g_autofree char *no_letter = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_refuse_abuse(fixture->pipeline, txn, note->message, &case_id, &no_letter, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    g_assert_null(no_letter);
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_assert_cmpint(cas->status, ==, INK_CASE_CLOSED);
    g_autofree char *letter = find_letter(fixture, "refusal", "anna.ek@example.org");
    g_assert_nonnull(letter);
    g_assert_nonnull(strstr(letter, cas->dnr));
    g_assert_null(strstr(letter, "clown"));
    g_assert_null(find_letter(fixture, "receipt", "anna.ek@example.org"));
    g_assert_true(has_journal(fixture, note->message, "personangrepp", "avböjande brev"));
    g_autoptr(GPtrArray) left = ink_store_list_reviews(fixture->store, FALSE, &error);
    for (guint i = 0; i < left->len; i++) /* no receipt is owed besides */
        g_assert_cmpstr(((const InkReviewRow *)left->pdata[i])->kind, !=, "receipt");
}

static void
test_abuse_unknown(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    take(fixture, ABUSE, INK_DISPOSITION_REVIEW);
    g_autoptr(InkReviewRow) note = get_note(fixture, "review");
    gint64 case_id = 0;
    g_autofree char *no_letter = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_false(ink_pipeline_refuse_abuse(fixture->pipeline, txn, note->message, &case_id,
                                             &no_letter, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    ink_txn_free(txn);
}

/* --- a letter that waits ----------------------------------------------------------------------*/

static void
test_letter_waits(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    take(fixture, CITIZEN HEAD "Subject: Beslutet\n\nJag överklagar ert beslut den 2 mars.\n",
         INK_DISPOSITION_REFER);
    g_assert_null(find_letter(fixture, "appeal", "anna.ek@example.org"));
    g_autoptr(InkReviewRow) note = get_note(fixture, "letter");
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_send_way_letter(fixture->pipeline, txn, note->message, note->case_id, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    g_autofree char *letter = find_letter(fixture, "appeal", "anna.ek@example.org");
    g_assert_nonnull(letter);
    g_assert_nonnull(strstr(letter, "27 mars 2026"));
}

/* --- B35, B36 ---------------------------------------------------------------------------------*/

#define ADVERTISEMENT                                                                              \
    "From: Nyheter <nyheter@leverantor.example>\nMessage-ID: <r@leverantor.example>\n" HEAD        \
    "List-Unsubscribe: <https://leverantor.example/av>\n"                                          \
    "Subject: 5 trender\n\nBoka din plats på vårt webbinarium.\n"

static void
test_minor(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture, ADVERTISEMENT, INK_DISPOSITION_MINOR);
    g_assert_true(has_journal(fixture, 1, "ringa betydelse", "gallringsbeslut 7"));
}

static void
test_minor_proposed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture, ADVERTISEMENT, INK_DISPOSITION_REVIEW);
    g_autoptr(InkReviewRow) note = get_note(fixture, "minor");
    g_assert_nonnull(note);
    g_assert_false(has_journal(fixture, 1, "ringa betydelse", "gallringsbeslut 7"));
}

/* --- E28 --------------------------------------------------------------------------------------*/

#define RADON CITIZEN HEAD "Subject: Radon i vårt hus\n\nVem mäter radon i vårt hus på Ekvägen 3?\n"
#define OFFICE_ANSWER(verdict)                                                                     \
    "Authentication-Results: " ID "; dkim=" verdict " header.d=exempelkommun.example\n"            \
    "Received: from a by " ID " with ESMTP; Fri, 27 Mar 2026 17:55:00 +0100\n"                     \
    "From: Roll <" ROLE ">\nTo: Anna Ek <anna.ek@example.org>\n"                                   \
    "Cc: inkorg@exempelkommun.example\nMessage-ID: <svar@exempelkommun.example>\n"                 \
    "Date: Fri, 27 Mar 2026 17:50:00 +0100\nSubject: %s Radon\nMIME-Version: 1.0\n"                \
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"                 \
    "Hej! Vi mäter gärna.\n"

static gint64
ask_office(Fixture *fixture)
{
    take(fixture, RADON, INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->held, !=, NULL);
    g_assert_cmpstr(cas->procedure, ==, "miljöfråga");
    g_autofree char *told = find_letter(fixture, "told", ROLE);
    g_assert_nonnull(told);
    g_assert_nonnull(strstr(told, "anna.ek@example.org")); /* whom to answer */
    g_assert_nonnull(strstr(told, "Vem mäter radon"));
    g_assert_nonnull(strstr(told, "kopia"));
    return cas->id;
}

static void
test_copy(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = ask_office(fixture);
    take_in_case(fixture, id, OFFICE_ANSWER("pass"), INK_DISPOSITION_ANSWER);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_null(cas->held);
    g_assert_cmpint(cas->status, ==, INK_CASE_CLOSED); /* the final answer closes */
}

static void
test_copy_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = ask_office(fixture);
    take_in_case(fixture, id, OFFICE_ANSWER("fail"), INK_DISPOSITION_REVIEW);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_nonnull(cas->held);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
}

#define ADD(path, keys, function)                                                                  \
    g_test_add("/ways-decided/" path, Fixture, keys, set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("abuse", REFUSES, test_abuse);
    ADD("abuse-unknown", "", test_abuse_unknown);
    ADD("letter-waits", WAITS, test_letter_waits);
    ADD("minor", "minor: {decision: gallringsbeslut 7}\n", test_minor);
    ADD("minor-proposed", "minor: {decision: gallringsbeslut 7, decided_by: människa}\n",
        test_minor_proposed);
    ADD("copy", COPY, test_copy);
    ADD("copy-forged", COPY, test_copy_forged);
    return g_test_run();
}
