/* SPDX-License-Identifier: MIT
 *
 * What it changes that somebody else wrote it: the receipt, the parties, the deadline, the record,
 * the alarm; and that a forged letter changes nothing.
 */
#include "origin-harness.h"

static void
test_forward(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "1", FORWARD "\nFor registrering.\n/Eva\n\n" BLOCK);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_cmpstr(cas->sender, ==, "mats.lund@example.com");
    g_assert_cmpstr(cas->sender_name, ==, "Mats Lund");
    g_assert_cmpstr(cas->unit, ==, "BUN");
    /* Five working days from the day Per had it, not from the day Eva passed it on. */
    g_autofree char *arrived = ink_day_format(cas->arrived), *due = ink_day_format(cas->due);
    g_assert_cmpstr(arrived, ==, "2026-03-18");
    g_assert_cmpstr(due, ==, "2026-03-25");
    g_assert_nonnull(strstr(cas->arrived_by, "per.strom@exempelkommun.example"));

    g_autoptr(InkRecord) record = get_record(fixture, cas->id, 0);
    g_assert_cmpstr(record->from, ==, "mats.lund@example.com");
    g_assert_cmpstr(record->passed_on_by, ==, "eva.lind@exempelkommun.example");
    g_assert_cmpint(record->direction, ==, INK_DIRECTION_IN);
    gboolean is_party = FALSE;
    g_assert_true(
        ink_store_is_party(fixture->store, cas->id, "mats.lund@example.com", &is_party, &error));
    g_assert_true(is_party);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_nonnull(receipt);
    g_assert_cmpstr(receipt->to, ==, "mats.lund@example.com");
}

/* The officer's own message-id is not for the citizen. */
static void
test_receipt_names_no_officer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    just_take_in(fixture, "1",
                 HEAD EVA "Message-ID: <hemlig@exch.exempelkommun.example>\n"
                          "Subject: VB: Skolskjuts\n" TAIL "\n" BLOCK);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, receipt->id, &error);
    g_assert_no_error(error);
    gsize size;
    const char *text = g_bytes_get_data(bytes, &size);
    g_assert_null(g_strstr_len(text, (gssize)size, "hemlig@"));
    g_assert_null(g_strstr_len(text, (gssize)size, "eva.lind"));
}

static void
test_uncertain(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict = take_in(fixture, "1", FORWARD "\nMamman ringde.\n/Eva\n");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    g_assert_cmpuint(count_reviews(fixture, "origin"), ==, 1);
    g_assert_null(find_letter(fixture, "receipt"));
}

/* A colleague's own letter, passed on: hers it is, but she who passed it on waits for nothing. */
static void
test_own_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "1",
                FORWARD "\nFrån: Karin Berg <karin.berg@exempelkommun.example>\nSkickat: den 18 "
                        "mars 2026 21:40\nTill: Eva Lind\nÄmne: Lampor\n\nLampan är trasig.\n");
    g_assert_cmpint(verdict->origin->kind, ==, INK_ORIGIN_DIRECT);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_true(verdict->decision->reply.is_owed);
    g_assert_null(find_letter(fixture, "receipt"));
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 1);
}

/* A number in the officer's words leads to the case; the author is a new face in it, or not. */
static void
test_forward_to_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = pipeline_take_over(fixture, "BUN", 77, "klagomål", "Skolskjuts: linje 3",
                                   "mats.lund@example.com", "2026-03-12");
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "1", FORWARD "\nTill BUN 2026/0077.\n\n" BLOCK);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    g_assert_cmpint(verdict->decision->case_id, ==, id);
    g_assert_cmpuint(count_reviews(fixture, "stranger"), ==, 0);
    g_autoptr(InkRecord) record = get_record(fixture, id, 0);
    g_assert_cmpstr(record->from, ==, "mats.lund@example.com");
    g_assert_cmpstr(record->passed_on_by, ==, "eva.lind@exempelkommun.example");
}

/* What is uncertain about who wrote it is uncertain in a case too: nothing of it is done there. */
static void
test_uncertain_to_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    gint64 id = pipeline_take_over(fixture, "BUN", 77, "klagomål", "Skolskjuts: linje 3",
                                   "mats.lund@example.com", "2026-03-12");
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_status(txn, id, INK_CASE_CLOSED, NULL, &error));
    txn_commit(txn);
    static const char *const texts[] = {
        "Authentication-Results: mx.exempelkommun.example; dmarc=fail "
        "header.from=exempelkommun.example\n" HEAD EVA
        "Cc: elak@example.net\nSubject: VB: BUN 2026/0077\n" TAIL "\n" BLOCK,
        HEAD EVA "Subject: VB: BUN 2026/0077\n" TAIL "\nMamman ringde.\n/Eva\n",
        HEAD EVA "Subject: Tjansteanteckning BUN 2026/0077\n" TAIL
                 "\nTjänsteanteckning\n2027-03-26 ringde en man.\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 1);
        g_autoptr(InkVerdict) verdict = take_in(fixture, uid, texts[i]);
        g_assert_false(verdict->origin->is_certain);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
        g_assert_cmpint(verdict->decision->case_id, ==, 0);
        g_assert_null(verdict->decision->dnr);
        g_assert_cmpuint(count_reviews(fixture, "origin"), ==, i + 1);
        /* Nobody vouches for her, so the guard has stopped her as a stranger; it names the case. */
        g_autoptr(InkReviewRow) row = find_review(fixture, "stranger");
        g_assert_nonnull(strstr(row->reason, "BUN 2026/0077"));
    }
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_cmpint(cas->status, ==, INK_CASE_CLOSED);
    g_assert_cmpint(cas->records, ==, 0);
    gboolean is_copied = TRUE;
    g_assert_true(ink_store_is_copied(fixture->store, id, "elak@example.net", &is_copied, &error));
    g_assert_false(is_copied);
}

static void
test_note(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict = take_in(
        fixture, "1",
        HEAD EVA "Subject: Tjansteanteckning\n" TAIL "\nTjänsteanteckning\n2026-03-26 kl 09.10 "
                 "ringde en man och klagade på snöröjningen på Storgatan.\n\n/Lisa Holm\n");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_cmpstr(cas->channel, ==, "tjänsteanteckning");
    g_assert_cmpstr(cas->sender_name, ==, "Lisa Holm");
    g_autofree char *arrived = ink_clock_format_short(fixture->clock, cas->arrived_at);
    g_assert_cmpstr(arrived, ==, "2026-03-26 09:10");
    g_autoptr(InkRecord) record = get_record(fixture, cas->id, 0);
    g_assert_cmpint(record->direction, ==, INK_DIRECTION_INTERNAL);
    g_assert_null(find_letter(fixture, "receipt"));
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 0);
}

static void
test_form(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    just_take_in(fixture, "1",
                 HEAD FORM TAIL "\nTyp: Klagomål\nOmråde: Skola\nNamn: Per Ask\n"
                                "E-post: per.ask@example.org\n" CASE_TEXT);
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_cmpstr(cas->sender, ==, "per.ask@example.org");
    g_assert_cmpstr(cas->type, ==, "klagomål");
    g_assert_cmpstr(cas->unit, ==, "BUN");
    g_autoptr(InkRecord) record = get_record(fixture, cas->id, 0);
    g_assert_cmpstr(record->passed_on_by, ==, "noreply@www.exempelkommun.example");
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_nonnull(receipt);
    g_assert_cmpstr(receipt->to, ==, "per.ask@example.org");
}

/* Nobody to write to: no receipt, and none owed. */
static void
test_anonymous(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    just_take_in(fixture, "1", HEAD FORM TAIL "\nNamn:\nE-post:\n" CASE_TEXT);
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_null(cas->sender);
    g_assert_null(find_letter(fixture, "receipt"));
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 0);
}

/* Who fills in the inbox's own address gives none: his matter is one all the same. */
static void
test_form_with_own_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict = take_in(
        fixture, "1", HEAD FORM TAIL "\nNamn:\nE-post: inkorg@exempelkommun.example\n" CASE_TEXT);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_null(cas->sender);
    g_assert_null(find_letter(fixture, "receipt"));
}

static void
test_misfit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->registrar = g_strdup("registrator@exempelkommun.example");
    for (guint i = 0; i < 3; i++) {
        g_autofree char *uid = g_strdup_printf("%u", i + 1);
        g_autofree char *text = g_strdup_printf(
            HEAD FORM TAIL "\nNamn: Per\nMejladress: per@example.org\nMeddelande: %u\n", i);
        g_autoptr(InkVerdict) verdict = take_in(fixture, uid, text);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    }
    g_assert_cmpuint(count_reviews(fixture, "form"), ==, 3);
    g_autoptr(InkOutboxRow) alert = find_letter(fixture, "alert"); /* one, not three */
    g_assert_nonnull(alert);
    g_assert_cmpstr(alert->to, ==, "registrator@exempelkommun.example");
    g_assert_null(find_letter(fixture, "receipt"));
}

/* Our own server has looked, and does not know the sender. */
static void
test_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    static const char failed[] =
        "Authentication-Results: mx.exempelkommun.example; spf=none "
        "smtp.mailfrom=example.net; dkim=none; dmarc=none header.from=exempelkommun.example\n";
    static const char *const texts[] = {
        EVA "Subject: VB: Dalig skolskjuts\n" TAIL "\n" BLOCK,
        EVA "Subject: Tjansteanteckning\n" TAIL "\nTjänsteanteckning\n2026-03-26 ringde en man.\n",
        FORM TAIL "\nNamn:\nE-post: offer@example.org\n" CASE_TEXT,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 1);
        g_autofree char *text = g_strconcat(failed, HEAD, texts[i], NULL);
        g_autoptr(InkVerdict) verdict = take_in(fixture, uid, text);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
        g_assert_null(verdict->alert);
    }
    g_assert_null(find_letter(fixture, "receipt"));
    g_assert_null(find_letter(fixture, "alert"));
    g_assert_cmpuint(count_reviews(fixture, "origin"), ==, 3);
}

/* With the strictest policy an officer whom the server vouches for vouches for the author. */
static void
test_strict_policy(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("mx.exempelkommun.example");
    fixture->config->reply_to = INK_REPLY_TO_AUTHENTICATED;
    just_take_in(fixture, "1",
                 "Authentication-Results: mx.exempelkommun.example; dmarc=pass "
                 "header.from=exempelkommun.example\n" FORWARD "\n" BLOCK);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_nonnull(receipt);
    g_assert_cmpstr(receipt->to, ==, "mats.lund@example.com");
}

/* A stranger who puts staff into his letter is its author, and gets the receipt himself. */
static void
test_stranger_in_staff_name(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    just_take_in(fixture, "1",
                 HEAD
                 "From: bo@example.net\nSubject: VB: Beslut\n" TAIL
                 "\nHej, lampan på Storgatan är trasig.\n\nFrån: Eva Lind "
                 "<eva.lind@exempelkommun.example>\nSkickat: den 18 mars 2026 21:40\nTill: Bo\n"
                 "Ämne: Beslut\n\nDu får bygga.\n");
    g_autoptr(InkCase) cas = get_only_case(fixture);
    g_assert_cmpstr(cas->sender, ==, "bo@example.net");
    g_autoptr(InkRecord) record = get_record(fixture, cas->id, 0);
    g_assert_null(record->passed_on_by);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_nonnull(receipt);
    g_assert_cmpstr(receipt->to, ==, "bo@example.net");
}

/* A person says that it is a case: the author is the candidate, and the receipt is owed to him. */
static void
test_by_hand(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "1", HEAD EVA "Subject: Klagomal\n" TAIL "\nSe nedan.\n\n" BLOCK);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    InkTxn *txn = txn_begin(fixture->store);
    const InkNewCaseWish wish = {0};
    gint64 case_id = 0;
    g_assert_true(
        ink_pipeline_register_waiting(fixture->pipeline, txn, 1, &wish, &case_id, &error));
    g_assert_no_error(error);
    g_autoptr(InkReviewRow) debt = find_review(fixture, "receipt");
    g_assert_true(ink_pipeline_send_owed(fixture->pipeline, txn, debt->id, NULL, &error));
    g_assert_no_error(error);
    txn_commit(txn);
    g_autoptr(InkOutboxRow) receipt = find_letter(fixture, "receipt");
    g_assert_nonnull(receipt);
    g_assert_cmpstr(receipt->to, ==, "mats.lund@example.com");
}

#define ADD(name, function)                                                                        \
    g_test_add("/origin-pipeline/" name, Fixture, NULL, pipeline_set_up, function,                 \
               pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("forward", test_forward);
    ADD("receipt-names-no-officer", test_receipt_names_no_officer);
    ADD("uncertain", test_uncertain);
    ADD("own-letter", test_own_letter);
    ADD("forward-to-case", test_forward_to_case);
    ADD("uncertain-to-case", test_uncertain_to_case);
    ADD("note", test_note);
    ADD("form", test_form);
    ADD("anonymous", test_anonymous);
    ADD("form-with-own-address", test_form_with_own_address);
    ADD("misfit", test_misfit);
    ADD("forged", test_forged);
    ADD("strict-policy", test_strict_policy);
    ADD("stranger-in-staff-name", test_stranger_in_staff_name);
    ADD("by-hand", test_by_hand);
    return g_test_run();
}
