/* SPDX-License-Identifier: MIT
 *
 * Other ways than a case that a person has the last word in, and those whose answer comes from
 * elsewhere: a personal attack, a letter that waits, what is of minor importance, a copy of
 * another office's answer, an editor; and what the routine wants officers to be told.
 */
#include "ways-harness.h"

#include "inkom/journal.h"
#include "inkom/review.h"

#include <string.h>

typedef PipelineFixture Fixture;

#define ROLE "roll@exempelkommun.example"
#define ID   "mx.exempelkommun.example"
#define HEAD                                                                                       \
    "To: inkorg@exempelkommun.example\nDate: Fri, 27 Mar 2026 17:42:10 +0100\n"                    \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"                                 \
    "Content-Transfer-Encoding: 8bit\n"
#define CITIZEN "From: Anna Ek <anna.ek@example.org>\nMessage-ID: <1@example.org>\n"
#define ABUSE                                                                                      \
    CITIZEN HEAD "Subject: Er idiotiska kommunchef\n\nvilken jävla clown. ni är dumma i huvudet\n"

#define REFUSES "procedures: {personangrepp: {case: ja, letter: refusal, letter_when: beslut}}\n"
#define WAITS                                                                                      \
    "procedures: {överklagande: {case: nej, letter: appeal, letter_when: beslut, to: " ROLE "}}\n"
#define COPY                                                                                       \
    "procedures: {miljöfråga: {case: ja, forward: ja, answer_copy: ja, to: " ROLE "}}\n"           \
    "closing: {when_answered: ja}\n"
#define EDITOR                                                                                     \
    "channels: {sociala medier: {receipt: nej, answer: 24 timmar, answer_to: " ROLE "}}\n"         \
    "assignment: {called: kontaktperson, hint: Skriv klart.}\n"
#define CHEF "internal: {to_chef: ja, hint: Ta upp det på nästa APT.}\n"

static void
set_up(Fixture *fixture, gconstpointer data)
{
    ways_set_up(fixture, data);
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup(ID);
    pipeline_prove_border(fixture);
}

/* Of the only row of the kind that waits; fails without one. */
static InkReviewRow *
get_note(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal(((const InkReviewRow *)rows->pdata[i])->kind, kind))
            return g_ptr_array_steal_index(rows, i);
    g_test_message("no note of kind %s", kind);
    g_assert_not_reached();
}

/* The letter of the kind, whole; NULL without one. */
static char *
find_letter(Fixture *fixture, const char *kind, const char *to)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < letters->len; i++) {
        const InkOutboxRow *letter = letters->pdata[i];
        if (!g_str_equal(letter->kind, kind) || g_strcmp0(letter->to, to) != 0)
            continue;
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, letter->id, &error);
        g_assert_no_error(error);
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
        g_assert_no_error(error);
        return g_strdup_printf("%s\n%s", message->subject, message->text);
    }
    return NULL;
}

static InkCase *
get_case(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static gboolean
has_journal(Fixture *fixture, gint64 message, const char *what, const char *after)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_message_journal(fixture->store, message, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++) {
        const InkJournalRow *row = rows->pdata[i];
        if (g_str_equal(row->what, what) && g_strcmp0(row->after, after) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
take(Fixture *fixture, const char *text, InkDisposition disposition)
{
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, text);
    g_assert_cmpstr(ink_disposition_get_name(verdict->decision->disposition), ==,
                    ink_disposition_get_name(disposition));
}

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
answer_as_office(Fixture *fixture, gint64 case_id, const char *form, InkDisposition disposition)
{
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_auto(GStrv) parts = g_strsplit(form, "%s", 2);
    g_autofree char *text = g_strconcat(parts[0], cas->dnr, parts[1], NULL);
    take(fixture, text, disposition);
}

static void
test_copy(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = ask_office(fixture);
    answer_as_office(fixture, id, OFFICE_ANSWER("pass"), INK_DISPOSITION_ANSWER);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_null(cas->held);
    g_assert_cmpint(cas->status, ==, INK_CASE_CLOSED); /* the final answer closes */
}

static void
test_copy_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = ask_office(fixture);
    answer_as_office(fixture, id, OFFICE_ANSWER("fail"), INK_DISPOSITION_REVIEW);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_nonnull(cas->held);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
}

/* --- A21, C15, E23, B8–B10 --------------------------------------------------------------------*/

static InkCase *
new_case(const char *channel)
{
    InkCase *cas = ink_case_new();
    cas->unit = g_strdup("KS");
    cas->type = g_strdup("fråga");
    cas->title = g_strdup("Eldning: helgen");
    cas->channel = g_strdup(channel);
    cas->language = g_strdup("sv");
    cas->officer = g_strdup("karin.berg@exempelkommun.example");
    cas->arrived_by = g_strdup("registrator");
    return cas;
}

static gint64
register_case(Fixture *fixture, const char *channel)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = new_case(channel);
    cas->arrived_at = ink_clock_now(fixture->clock) - 3600;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_case(fixture->pipeline, txn, cas, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    return cas->id;
}

#define TO_EDITOR                                                                                  \
    "Authentication-Results: " ID "; dkim=pass header.d=exempelkommun.example\n"                   \
    "Received: from a by " ID " with ESMTP; Fri, 27 Mar 2026 17:55:00 +0100\n"                     \
    "From: Karin Berg <karin.berg@exempelkommun.example>\nTo: " ROLE "\n"                          \
    "Cc: inkorg@exempelkommun.example\nMessage-ID: <r@exempelkommun.example>\n"                    \
    "Date: Fri, 27 Mar 2026 17:50:00 +0100\nSubject: %s Svar att publicera\nMIME-Version: 1.0\n"   \
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"                 \
    "Nej, det är eldningsförbud.\n"

static void
test_editor(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = register_case(fixture, "sociala medier");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(letter);
    g_assert_nonnull(strstr(letter, "Du är kontaktperson"));
    g_assert_nonnull(strstr(letter, "Svara inte den som har skrivit"));
    g_assert_nonnull(strstr(letter, ROLE));
    g_assert_nonnull(strstr(letter, "Skriv klart."));
    answer_as_office(fixture, id, TO_EDITOR, INK_DISPOSITION_ANSWER);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
}

/* By another channel the sender is answered, and the editor is nobody. */
static void
test_no_editor(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = register_case(fixture, "e-post");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_null(strstr(letter, ROLE));
    answer_as_office(fixture, id, TO_EDITOR, INK_DISPOSITION_ATTACH);
}

static void
test_internal(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    register_case(fixture, "internt");
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(strstr(letter, "Ta upp det på nästa APT."));
    g_assert_nonnull(strstr(letter, "Du är handläggare"));
}

/* B8, B9: by mail, to the nearest chef. */
static void
test_nearest_chef(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    take(fixture,
         "From: Per Ström <per.strom@exempelkommun.example>\n"
         "Message-ID: <i@exempelkommun.example>\n" HEAD
         "Subject: förbättringsförslag från personalen\n\n"
         "Vi i grupp 3 föreslår att nycklarna hängs upp i ett skåp.\n",
         INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpstr(cas->channel, ==, "internt");
    g_assert_cmpstr(cas->officer, ==, "karin.berg@exempelkommun.example");
    g_autofree char *flags = g_strjoinv(";", cas->flags);
    g_assert_nonnull(strstr(flags, "intern synpunkt"));
    g_autofree char *letter =
        find_letter(fixture, "assignment", "karin.berg@exempelkommun.example");
    g_assert_nonnull(strstr(letter, "Ta upp det på nästa APT."));
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
    ADD("editor", EDITOR, test_editor);
    ADD("no-editor", EDITOR, test_no_editor);
    ADD("internal", CHEF, test_internal);
    ADD("nearest-chef", CHEF, test_nearest_chef);
    return g_test_run();
}
