/* SPDX-License-Identifier: MIT
 *
 * From message to case: own Message-IDs, numbers in the subject and in the new text, and whom to
 * believe. The register is a table.
 */
#include "harness.h"

#include "inkom/error.h"
#include "inkom/parse.h"
#include "inkom/thread.h"
#include "inkom/token.h"

#include <string.h>

#define ANNA     "anna.ek@example.org"
#define BO       "bo@example.net"
#define KARIN    "karin.berg@exempelkommun.example"
#define STRANGER "nils@example.net"

enum { LAMP = 1, SCHOOL = 2, CARE = 3 };

static const struct {
    const char *unit;
    int year, sequence;
    gint64 case_id;
} numbers[] = {
    {"KS", 2026, 412, LAMP},
    {"TN", 2026, 9, LAMP}, /* it was moved: both numbers lead to it */
    {"BUN", 2026, 77, SCHOOL},
    {"SN", 2026, 3, CARE},
};

typedef struct {
    InkDnrFinder *finder;
    GBytes *key;
    char *letter; /* Message-ID of a receipt in the lamp's case */
    char *alert;  /* … of a letter without a case */
    guint lookups, letter_lookups;
    gboolean is_broken; /* the register cannot be asked */
} Fixture;

static gboolean
is_broken(Fixture *fixture, GError **error)
{
    fixture->lookups++;
    if (fixture->is_broken)
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "upptagen");
    return fixture->is_broken;
}

static gboolean
find_letter(gpointer data, const char *message_id, gint64 *out_case_id, GError **error)
{
    Fixture *fixture = data;
    fixture->letter_lookups++;
    if (is_broken(fixture, error))
        return FALSE;
    *out_case_id = g_str_equal(message_id, fixture->letter)  ? LAMP
                   : g_str_equal(message_id, fixture->alert) ? 0
                                                             : -1;
    return TRUE;
}

static gboolean
find_number(gpointer data, const InkDnr *dnr, gint64 *out_case_id, GError **error)
{
    if (is_broken(data, error))
        return FALSE;
    *out_case_id = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (g_strcmp0(numbers[i].unit, dnr->unit) == 0 && numbers[i].year == dnr->year &&
            numbers[i].sequence == dnr->sequence)
            *out_case_id = numbers[i].case_id;
    return TRUE;
}

static gboolean
find_message(gpointer data, const char *message_id, gint64 *out_case_id, GError **error)
{
    if (is_broken(data, error))
        return FALSE;
    *out_case_id = g_str_equal(message_id, "anna-1@example.org")   ? LAMP
                   : g_str_equal(message_id, "mats-1@example.com") ? SCHOOL
                                                                   : 0;
    return TRUE;
}

/* Anna takes part in the lamp's case, and Bo has had a copy of a letter in it. */
static gboolean
get_standing(gpointer data, gint64 case_id, const char *address, InkStanding *out_standing,
             GError **error)
{
    Fixture *fixture = data;
    if (is_broken(fixture, error))
        return FALSE;
    gboolean is_lamp = case_id == LAMP;
    *out_standing = g_str_has_suffix(address, "@exempelkommun.example") ? INK_STANDING_STAFF
                    : is_lamp && g_str_equal(address, ANNA)             ? INK_STANDING_PARTY
                    : is_lamp && g_str_equal(address, BO)               ? INK_STANDING_COPIED
                                                                        : INK_STANDING_STRANGER;
    return TRUE;
}

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const units[] = {"KS", "TN", "BUN", "SN", NULL};
    fixture->finder = ink_dnr_finder_new(units, NULL);
    fixture->key = g_bytes_new_static("0123456789abcdef0123456789abcdef", 32);
    fixture->letter = ink_own_id_new(fixture->key, "Exempelkommun.example");
    fixture->alert = ink_own_id_new(fixture->key, "exempelkommun.example");
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_dnr_finder_free(fixture->finder);
    g_bytes_unref(fixture->key);
    g_free(fixture->letter);
    g_free(fixture->alert);
}

static InkThread *
find_in(Fixture *fixture, const InkMessage *message, GError **error)
{
    const InkCaseIndex index = {find_letter, find_number, find_message, get_standing, fixture};
    const InkAddress *sender = ink_message_get_sender(message);
    const InkThreadQuery query = {.message = message,
                                  .sender = sender != NULL ? sender->address : NULL,
                                  .key = fixture->key,
                                  .finder = fixture->finder,
                                  .receiving_unit = "KS"};
    return ink_thread_find(&query, &index, error);
}

static InkThread *
find_raw(Fixture *fixture, const char *bytes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) message_bytes = g_bytes_new(bytes, strlen(bytes));
    g_autoptr(InkMessage) message = ink_message_parse(message_bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    InkThread *thread = find_in(fixture, message, &error);
    g_assert_no_error(error);
    return thread;
}

static InkThread *
find(Fixture *fixture, const char *from, const char *headers, const char *text)
{
    g_autofree char *bytes = g_strdup_printf(
        "From: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n%s\n%s\n", from,
        headers, text);
    return find_raw(fixture, bytes);
}

static void
assert_thread(Fixture *fixture, const char *from, const char *headers, const char *text,
              InkThreadKind kind, gint64 case_id)
{
    g_autoptr(InkThread) thread = find(fixture, from, headers, text);
    g_test_message("%s | %s", headers, text);
    g_assert_cmpint(thread->kind, ==, kind);
    g_assert_cmpint(thread->case_id, ==, case_id);
    g_assert_true((thread->evidence != NULL) == (kind != INK_THREAD_NONE));
}

/* --- our own Message-IDs ----------------------------------------------------------------------*/

static void
test_own_id(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(ink_own_id_check(fixture->key, fixture->letter));
    g_assert_cmpstr(fixture->letter, !=, fixture->alert);
    g_assert_true(g_str_has_suffix(fixture->letter, "@exempelkommun.example"));
    g_autofree char *folded = g_ascii_strup(fixture->letter, -1);
    g_assert_true(ink_own_id_check(fixture->key, folded));

    g_autoptr(GBytes) other_key = g_bytes_new_static("another", 7);
    g_assert_false(ink_own_id_check(other_key, fixture->letter));
    static const char *const wrong[] = {
        "",
        "inkom",
        "inkom.",
        "inkom.@x",
        "inkom..@x",
        "inkom.a.b@x",
        "@",
        ".",
        "inkom.abc",
        "inkom.aaaaaaaaaaaaaaaa.@x",
        "inkom.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaa@x",
        "inkom.aaaaaaaaaaaaaaaa@aaaaaaaaaaaaaaaaaaaaaaaaaa.x",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(ink_own_id_check(fixture->key, wrong[i]));
}

/* Every other letter in every place before the '@' makes it someone else's. */
static void
test_own_id_changed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gsize size = (gsize)(strchr(fixture->letter, '@') - fixture->letter);
    for (gsize i = 0; i < size; i++)
        for (const char *c = "az27.-@"; *c != '\0'; c++) {
            if (fixture->letter[i] == *c)
                continue;
            g_autofree char *changed = g_strdup(fixture->letter);
            changed[i] = *c;
            g_assert_false(ink_own_id_check(fixture->key, changed));
        }
}

/* The domain is not signed: mail systems may not change it, and it proves nothing. */
static void
test_by_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const forms[] = {
        "In-Reply-To: <%s>\n",
        "References: <%s>\n",
        "References: <a@example.org> <%s> <b@example.org>\n",
        "References: <a@example.org>\n\t<%s>\n",
        "In-Reply-To: <other@example.org>\nReferences: <%s>\n",
        "In-Reply-To: Ert brev <%s>\n",
        "in-reply-to: <%s>\nSubject: BUN 2026/77\n",
    };
    g_autofree char *folded = g_ascii_strup(fixture->letter, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_auto(GStrv) parts = g_strsplit(forms[i], "%s", 2);
        g_autofree char *headers = g_strconcat(parts[0], fixture->letter, parts[1], NULL);
        g_autofree char *upper = g_strconcat(parts[0], folded, parts[1], NULL);
        assert_thread(fixture, ANNA, headers, "Tack!", INK_THREAD_CASE, LAMP);
        assert_thread(fixture, STRANGER, upper, "Tack!", INK_THREAD_CASE, LAMP);
    }
}

/* Signed evidence finds the case for anybody; who is no party (our letter was passed on) is told
 * of. */
static void
test_letter_is_enough(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *headers = g_strdup_printf("In-Reply-To: <%s>\n", fixture->letter);
    g_autoptr(InkThread) thread = find(fixture, STRANGER, headers, "");
    g_assert_cmpint(thread->case_id, ==, LAMP);
    g_assert_cmpint(thread->standing, ==, INK_STANDING_STRANGER);
    g_assert_false(thread->is_ambiguous);
    g_assert_nonnull(strstr(thread->evidence, "In-Reply-To"));
    g_autoptr(InkThread) own = find(fixture, ANNA, headers, "");
    g_assert_cmpint(own->standing, ==, INK_STANDING_PARTY);
}

static void
test_forged_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *forged = g_strdup(fixture->letter);
    char *mac = strrchr(forged, '@') - 1;
    *mac = *mac == 'a' ? 'e' : 'a';
    g_autofree char *headers = g_strdup_printf("In-Reply-To: <%s>\n", forged);
    fixture->letter_lookups = 0;
    assert_thread(fixture, ANNA, headers, "Hej", INK_THREAD_NONE, 0);
    g_assert_cmpuint(fixture->letter_lookups, ==, 0); /* not even asked for */
}

/* Ours by its signature, but not in the register (a restored backup): the number it bears may have
 * been given out once more, so no number decides. A letter that is known does. */
static void
test_lost_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *lost = ink_own_id_new(fixture->key, "exempelkommun.example");
    g_autofree char *headers = g_strdup_printf("In-Reply-To: <%s>\n", lost);
    assert_thread(fixture, ANNA, headers, "Hej", INK_THREAD_LOST_LETTER, 0);
    assert_thread(fixture, ANNA, headers, "Det gäller BUN 2026/77", INK_THREAD_LOST_LETTER, 0);
    g_autofree char *both =
        g_strdup_printf("In-Reply-To: <%s>\nReferences: <%s>\n", lost, fixture->letter);
    assert_thread(fixture, ANNA, both, "Hej", INK_THREAD_CASE, LAMP);
}

/* Ours, and about no case. */
static void
test_letter_without_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *headers = g_strdup_printf("In-Reply-To: <%s>\n", fixture->alert);
    assert_thread(fixture, ANNA, headers, "Hej", INK_THREAD_NONE, 0);
    assert_thread(fixture, ANNA, headers, "Det gäller BUN 2026/77", INK_THREAD_CASE, SCHOOL);
    g_autofree char *both = g_strdup_printf("In-Reply-To: <%s>\nReferences: <%s> <%s>\n",
                                            fixture->alert, fixture->alert, fixture->letter);
    assert_thread(fixture, ANNA, both, "Hej", INK_THREAD_CASE, LAMP);
}

/* --- numbers ----------------------------------------------------------------------------------*/

static void
test_by_number(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *subject, *text;
        InkThreadKind kind;
        gint64 case_id;
    } rows[] = {
        {"Sv: [KS 2026/0412] Belysning", "Hej", INK_THREAD_CASE, LAMP},
        {"ks2026/412", "Hej", INK_THREAD_CASE, LAMP},
        {"TN 2026/9", "Hej", INK_THREAD_CASE, LAMP},
        {"KS 2026/0412-3", "Hej", INK_THREAD_CASE, LAMP},
        {"=?utf-8?Q?Sv=3A_=5BKS_2026/04?= =?utf-8?Q?12=5D?=", "Hej", INK_THREAD_CASE, LAMP},
        {"ärende 412/26", "Hej", INK_THREAD_CASE, LAMP}, /* no code: the receiving unit's */
        {"ärende 77/26", "Hej", INK_THREAD_UNKNOWN_NUMBER, 0},
        {"Lampan", "Hej, ang ert dnr ks 2026/412.", INK_THREAD_CASE, LAMP},
        {"Lampan", "Hej", INK_THREAD_NONE, 0},
        {"KS 2026/9999", "Hej", INK_THREAD_UNKNOWN_NUMBER, 0},
        {"Lampan", "KS 2026/9999", INK_THREAD_UNKNOWN_NUMBER, 0},
        {"BUN 2026/412", "Hej", INK_THREAD_UNKNOWN_NUMBER, 0},
        {"KS 2025/412", "Hej", INK_THREAD_UNKNOWN_NUMBER, 0},
        /* The subject counts before the text, what exists before what does not. */
        {"KS 2026/0412", "BUN 2026/77", INK_THREAD_CASE, LAMP},
        {"KS 2026/9999", "BUN 2026/77", INK_THREAD_CASE, SCHOOL},
        {"KS 2026/9999 KS 2026/412", "Hej", INK_THREAD_CASE, LAMP},
        {"KS 2026/412 KS 2026/9999", "Hej", INK_THREAD_CASE, LAMP},
        {"Möte 2026-03-27 på Storgatan 412", "Tel 0221-255 00", INK_THREAD_NONE, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *headers = g_strdup_printf("Subject: %s\n", rows[i].subject);
        assert_thread(fixture, ANNA, headers, rows[i].text, rows[i].kind, rows[i].case_id);
    }
}

/* What is quoted is what somebody else once wrote. */
static void
test_not_in_quotes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const texts[] = {
        "En ny sak.\n\n> Ert diarienummer är KS 2026/0412.",
        "En ny sak.\n\n-----Ursprungligt meddelande-----\nFrån: a\nKS 2026/0412",
        "En ny sak.\n\nDen fre 27 mars 2026 kl 10:15 skrev Kommunen <a@example.org>:\n"
        "> KS 2026/0412",
        "En ny sak.\n\nFrån: Kommunen\nSkickat: den 27 mars 2026 10:15\nTill: Anna\n"
        "Ämne: KS 2026/0412\n\nHej",
        "En ny sak.\n\n-- \nAnna\nKS 2026/0412",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        assert_thread(fixture, ANNA, "Subject: Hej\n", texts[i], INK_THREAD_NONE, 0);
    assert_thread(fixture, ANNA, "Subject: Hej\n", "KS 2026/0412\n\n> BUN 2026/77", INK_THREAD_CASE,
                  LAMP);
}

/* Wrapped by the sender's program, put together again by format=flowed. */
static void
test_flowed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkThread) thread =
        find_raw(fixture, "From: " ANNA "\nContent-Type: text/plain; charset=utf-8; "
                          "format=flowed\n\nJag undrar hur det går med mitt ärende KS \n"
                          "2026/0412 nu.\n");
    g_assert_cmpint(thread->kind, ==, INK_THREAD_CASE);
    g_autoptr(InkThread) soft =
        find_raw(fixture, "From: " ANNA "\nContent-Type: text/plain; charset=utf-8\n"
                          "Content-Transfer-Encoding: quoted-printable\n\nMitt =\n=C3=A4rende KS "
                          "2026/=\n0412\n");
    g_assert_cmpint(soft->kind, ==, INK_THREAD_CASE);
}

static void
test_strangers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *from;
        gboolean is_stranger;
    } rows[] = {
        {ANNA, FALSE},
        {"Anna Ek <ANNA.EK@Example.ORG>", FALSE},
        {STRANGER, TRUE},
        {"\"anna.ek@example.org\" <nils@example.net>", TRUE},
        {"anna.ek@example.org.example.net", TRUE},
        {"", TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkThread) thread = find(fixture, rows[i].from, "Subject: KS 2026/412\n", "Hej");
        g_test_message("%s", rows[i].from);
        g_assert_cmpint(thread->kind, ==, INK_THREAD_CASE);
        g_assert_cmpint(thread->standing, ==,
                        rows[i].is_stranger ? INK_STANDING_STRANGER : INK_STANDING_PARTY);
    }
}

/* "Vår beteckning" is a number in the sender's own register, unless the sender is one of ours. */
static void
test_labels(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *from, *text;
        InkThreadKind kind;
        gint64 case_id;
    } rows[] = {
        {STRANGER, "Vår beteckning SN 2026/3", INK_THREAD_NONE, 0},
        {STRANGER, "Vår beteckning:\nSN 2026/3", INK_THREAD_NONE, 0},
        {STRANGER, "Vårt dnr: 2026/412 KS", INK_THREAD_NONE, 0},
        {STRANGER, "Our reference: SN 2026/3", INK_THREAD_NONE, 0},
        {STRANGER, "Vår beteckning SN 2026/4444", INK_THREAD_NONE, 0}, /* not to be looked into */
        {STRANGER, "Vår beteckning SN 2026/3, er beteckning KS 2026/0412", INK_THREAD_CASE, LAMP},
        {STRANGER, "Er beteckning KS 2026/0412, vår beteckning SN 2026/3", INK_THREAD_CASE, LAMP},
        {STRANGER, "BUN 2026/77, er beteckning KS 2026/0412", INK_THREAD_CASE, LAMP},
        {STRANGER, "Vår beteckning SN 2026/3. Se BUN 2026/77.", INK_THREAD_CASE, SCHOOL},
        {STRANGER, "Vår beteckning 5.2-1234/2026", INK_THREAD_NONE, 0},
        {STRANGER, "Er beteckning KS 2026/9999", INK_THREAD_UNKNOWN_NUMBER, 0},
        {ANNA, "Vårt ärende KS 2026/0412", INK_THREAD_CASE, LAMP},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_thread(fixture, rows[i].from, "Subject: Hej\n", rows[i].text, rows[i].kind,
                      rows[i].case_id);
    assert_thread(fixture, STRANGER, "Subject: Vår beteckning SN 2026/3\n",
                  "Er beteckning: KS 2026/0412", INK_THREAD_CASE, LAMP);
}

static void
test_ambiguous(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *text;
        gboolean is_ambiguous;
    } rows[] = {
        {"KS 2026/412", FALSE},
        {"KS 2026/412 och KS 2026/0412", FALSE},
        {"KS 2026/412, förut TN 2026/9", FALSE}, /* the same case */
        {"KS 2026/412 och BUN 2026/77", TRUE},
        {"KS 2026/412, KS 2026/412, SN 2026/3", TRUE},
        {"KS 2026/412 och KS 2026/9999", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkThread) thread = find(fixture, ANNA, "Subject: Hej\n", rows[i].text);
        g_test_message("%s", rows[i].text);
        g_assert_cmpint(thread->case_id, ==, LAMP);
        g_assert_cmpint(thread->is_ambiguous, ==, rows[i].is_ambiguous);
    }
}

/* Guessing by the thousand asks the register only a few times. */
static void
test_many_numbers(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 5000; i++)
        g_string_append_printf(text, "KS 2026/%u\n", 500 + i);
    g_string_append(text, "KS 2026/0412\n");
    fixture->lookups = 0;
    g_autoptr(InkThread) thread = find(fixture, STRANGER, "Subject: Hej\n", text->str);
    g_assert_cmpint(thread->kind, ==, INK_THREAD_UNKNOWN_NUMBER);
    g_assert_cmpuint(fixture->lookups, <=, 100);
}

/* "Could not tell" is never "no": the message must come back. */
static void
test_broken_register(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_free(message->subject);
    message->subject = g_strdup("KS 2026/412");
    fixture->is_broken = TRUE;
    g_autoptr(GError) error = NULL;
    g_assert_null(find_in(fixture, message, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);

    g_clear_error(&error);
    g_strfreev(message->references);
    message->references = g_strsplit(fixture->letter, " ", 1);
    g_assert_null(find_in(fixture, message, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

#define ADD(path, function) g_test_add("/thread/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("own-id", test_own_id);
    ADD("own-id-changed", test_own_id_changed);
    ADD("by-letter", test_by_letter);
    ADD("letter-is-enough", test_letter_is_enough);
    ADD("forged-letter", test_forged_letter);
    ADD("unknown-letter", test_letter_without_case);
    ADD("lost-letter", test_lost_letter);
    ADD("by-number", test_by_number);
    ADD("not-in-quotes", test_not_in_quotes);
    ADD("flowed", test_flowed);
    ADD("strangers", test_strangers);
    ADD("labels", test_labels);
    ADD("ambiguous", test_ambiguous);
    ADD("many-numbers", test_many_numbers);
    ADD("broken-register", test_broken_register);
    return g_test_run();
}
