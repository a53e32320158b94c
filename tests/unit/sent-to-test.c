/* SPDX-License-Identifier: MIT
 *
 * Letters with addresses of their own, through the whole pipeline: who answers to one, who else
 * does, when it has had its time, and how the keys are changed.
 */
#include "pipeline-harness.h"

#include "inkom/address-keys.h"
#include "inkom/links.h"
#include "inkom/outbox.h"

#define DAY_S (24 * 3600)

typedef PipelineFixture Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    fixture->config->delimiter = data != NULL ? '\0' : '+';
}

/* path: its Return-Path. */
static InkVerdict *
take_in_by(Fixture *fixture, const char *path, const char *from, const char *to,
           const char *subject)
{
    static guint uid = 0;
    g_autofree char *number = g_strdup_printf("%u", ++uid);
    g_autofree char *text = g_strdup_printf(
        "Return-Path: <%s>\nMessage-ID: <%s@example.org>\nFrom: %s\nTo: <%s>\nSubject: %s\n"
        "Content-Type: text/plain; charset=utf-8\n\nGatlampan på Storgatan %s är trasig.\n",
        path, number, from, to, subject, number);
    return pipeline_take_in(fixture, text);
}

static InkVerdict *
take_in(Fixture *fixture, const char *from, const char *to, const char *subject)
{
    return take_in_by(fixture, from, from, to, subject);
}

static InkOutboxRow *
get_letter(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(letters->len, ==, 1);
    return g_ptr_array_steal_index(letters, 0);
}

/* The receipt's Reply-To. */
static char *
get_reply_to(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkOutboxRow) letter = get_letter(fixture);
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, letter->id, &error);
    g_assert_no_error(error);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_autoptr(GRegex) regex =
        g_regex_new("^Reply-To:\\s+<?([^>\\s]+)", G_REGEX_MULTILINE, 0, &error);
    g_autoptr(GMatchInfo) match = NULL;
    g_assert_true(g_regex_match(regex, text, 0, &match));
    return g_match_info_fetch(match, 1);
}

static gint64
begin_case(Fixture *fixture)
{
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, "anna@example.org", "inkorg@exempelkommun.example", "Trasig gatlampa");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_true(verdict->decision->reply.send);
    g_autoptr(InkOutboxRow) letter = get_letter(fixture);
    return letter->case_id;
}

static void
check_filed(const InkVerdict *verdict, gint64 case_id, gboolean is_stranger)
{
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    g_assert_cmpint(verdict->decision->case_id, ==, case_id);
    g_assert_false(verdict->decision->reply.send);
    gboolean is_flagged =
        g_strv_contains((const char *const *)verdict->decision->flags, "ny avsändare");
    g_assert_cmpint(is_flagged, ==, is_stranger);
}

/* No number, no reference: the address alone tells. */
static void
test_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id = begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    g_assert_true(g_str_has_prefix(reply_to, "inkorg+r"));
    g_autofree char *capitals = g_ascii_strup(reply_to, -1);
    g_autoptr(InkVerdict) verdict = take_in(fixture, "anna@example.org", reply_to, "En sak till");
    check_filed(verdict, case_id, FALSE);
    g_autoptr(InkVerdict) loud = take_in(fixture, "anna@example.org", capitals, "Och en till");
    check_filed(loud, case_id, FALSE);
    g_autoptr(InkVerdict) stranger = take_in(fixture, "bo@example.net", reply_to, "Jag med");
    check_filed(stranger, case_id, TRUE);
}

/* Whichever field the mail server writes the envelope's recipient in. */
static void
test_envelope_fields(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id = begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    for (const char *const *name = ink_header_recipient_names; *name != NULL; name++) {
        g_test_message("%s", *name);
        g_autofree char *subject = g_strdup_printf("%s\n%s: <%s>", *name, *name, reply_to);
        g_autoptr(InkVerdict) verdict =
            take_in(fixture, "anna@example.org", "inkorg@exempelkommun.example", subject);
        check_filed(verdict, case_id, FALSE);
    }
}

/* The receipt goes to the Return-Path, and she answers from the address in From:. */
static void
test_other_path(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) first = take_in_by(fixture, "eva.ek@firma.example", "eva@firma.example",
                                             "inkorg@exempelkommun.example", "Trasig gatlampa");
    g_autoptr(InkOutboxRow) letter = get_letter(fixture);
    g_assert_cmpstr(first->decision->sender, ==, "eva@firma.example");
    g_assert_cmpstr(letter->to, ==, "eva.ek@firma.example");
    g_autofree char *reply_to = get_reply_to(fixture);
    g_autoptr(InkVerdict) answer =
        take_in_by(fixture, "eva.ek@firma.example", "eva@firma.example", reply_to, "En sak till");
    check_filed(answer, letter->case_id, FALSE);
    g_autoptr(InkVerdict) stranger = take_in(fixture, "bo@example.net", reply_to, "Jag med");
    check_filed(stranger, letter->case_id, TRUE);
}

static void
test_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    char *at = strchr(reply_to, '@');
    at[-1] = at[-1] == 'a' ? 'b' : 'a';
    g_autoptr(InkVerdict) verdict = take_in(fixture, "bo@example.net", reply_to, "Gissning");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    gboolean is_told = FALSE;
    for (guint i = 0; i < verdict->decision->reasons->len; i++)
        is_told = is_told || strstr(verdict->decision->reasons->pdata[i], "inte är äkta") != NULL;
    g_assert_true(is_told);
}

/* After half a year it still says which case, and no more proves who writes. */
static void
test_late(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id = begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    ink_clock_fix(fixture->clock,
                  ink_clock_now(fixture->clock) + (gint64)INK_REPLY_ADDRESS_DAYS * DAY_S);
    g_autoptr(InkVerdict) last = take_in(fixture, "anna@example.org", reply_to, "Sista dagen");
    check_filed(last, case_id, FALSE);
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + DAY_S);
    g_autoptr(InkVerdict) late = take_in(fixture, "anna@example.org", reply_to, "Dagen efter");
    check_filed(late, case_id, TRUE);
}

static void
test_bounce_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = begin_case(fixture);
    g_autoptr(InkOutboxRow) letter = get_letter(fixture);
    g_autofree char *address = NULL;
    g_assert_true(ink_pipeline_make_bounce_address(fixture->pipeline, letter, &address, &error));
    g_assert_true(g_str_has_prefix(address, "inkorg+b"));
    /* It is no way into the case for what people write. */
    g_autoptr(InkVerdict) verdict = take_in(fixture, "bo@example.net", address, "Hej");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_cmpint(verdict->decision->case_id, !=, case_id);
}

/* The case that it was given for has been joined to another. */
static void
test_merged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    gint64 other =
        pipeline_take_over(fixture, "TN", 77, "synpunkt", "Gatlampor", NULL, "2026-03-20");
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_merge_cases(txn, case_id, other, "samma sak", &error));
    g_assert_no_error(error);
    txn_commit(txn);
    g_autoptr(InkVerdict) verdict = take_in(fixture, "anna@example.org", reply_to, "En sak till");
    check_filed(verdict, other, FALSE);
}

/* Three months: a new key signs, and what the old one signed is good until its day. */
static void
test_keys(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    g_autoptr(InkAddressKey) first = ink_store_get_signing_key(fixture->store, &error);
    g_autoptr(InkAddressKey) same = ink_store_get_signing_key(fixture->store, &error);
    g_assert_cmpint(same->id, ==, first->id);
    ink_clock_fix(fixture->clock,
                  ink_clock_now(fixture->clock) + (gint64)INK_ADDRESS_KEY_DAYS * DAY_S);
    g_autoptr(InkAddressKey) second = ink_store_get_signing_key(fixture->store, &error);
    g_assert_no_error(error);
    g_assert_cmpint(second->id, >, first->id);
    g_assert_false(g_bytes_equal(first->secret, second->secret));
    g_autoptr(InkVerdict) verdict = take_in(fixture, "anna@example.org", reply_to, "En sak till");
    check_filed(verdict, case_id, FALSE);
    g_assert_null(ink_store_find_address_key(fixture->store, 99, &error));
    g_assert_no_error(error);
}

/* A server without plus-addresses: everything as before. */
static void
test_without(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    begin_case(fixture);
    g_autofree char *reply_to = get_reply_to(fixture);
    g_assert_cmpstr(reply_to, ==, "inkorg@exempelkommun.example");
    g_autoptr(InkOutboxRow) letter = get_letter(fixture);
    g_autofree char *address = NULL;
    g_assert_true(ink_pipeline_make_bounce_address(fixture->pipeline, letter, &address, &error));
    g_assert_cmpstr(address, ==, "inkorg@exempelkommun.example");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, data, function)                                                                  \
    g_test_add("/sent-to/" path, Fixture, data, set_up, function, pipeline_tear_down)
    ADD("answer", NULL, test_answer);
    ADD("envelope-fields", NULL, test_envelope_fields);
    ADD("other-path", NULL, test_other_path);
    ADD("forged", NULL, test_forged);
    ADD("late", NULL, test_late);
    ADD("bounce-address", NULL, test_bounce_address);
    ADD("merged", NULL, test_merged);
    ADD("keys", NULL, test_keys);
    ADD("without", "none", test_without);
#undef ADD
    return g_test_run();
}
