/* SPDX-License-Identifier: MIT
 *
 * The IMAP session against servers that go wrong: what it sends them, what it takes from them, and
 * that none can crash it, hold it or fill its memory. A real server is in imap-dovecot-test.c.
 */
#include "../lib/mail-server.h"
#include "inkom/clock.h"
#include "inkom/error.h"
#include "inkom/imap.h"
#include "inkom/tls.h"

#include <sys/resource.h>

/* A sanitizer keeps what has been freed. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_MAX_KB (1024 * 1024)
#endif
#endif
#ifndef MEMORY_MAX_KB
#define MEMORY_MAX_KB (96 * 1024)
#endif

static const guint32 UIDS[] = {11, 12, 13};

/* What a server gets to see before it has been verified. */
#define CAPABILITY "1 CAPABILITY\r\n"
#define STARTTLS   CAPABILITY "2 STARTTLS\r\n"

static const struct {
    const char *fault, *cert;
    gboolean has_ca;
    int code;
    const char *reason;
    const char *sent; /* NULL = the login was sent, and should be */
} REFUSED[] = {
    {"preauth", NULL, FALSE, INK_ERROR_BAD_CONFIG, "PREAUTH", ""},
    {"preauth", "good", TRUE, INK_ERROR_BAD_CONFIG, "PREAUTH", ""},
    {"starttls-preauth", "good", TRUE, INK_ERROR_BAD_CONFIG, "PREAUTH", ""},
    {"bye", NULL, FALSE, INK_ERROR_TEMPORARY, "localhost", ""},
    {"garbage-greeting", NULL, FALSE, INK_ERROR_TEMPORARY, "localhost", ""},
    {"hang-greeting", NULL, FALSE, INK_ERROR_TEMPORARY, "i tid", ""},
    {"close-greeting", NULL, FALSE, INK_ERROR_TEMPORARY, "förbindelsen", ""},
    {"flags-greeting", NULL, FALSE, INK_ERROR_TEMPORARY, "IMAP-server", ""},
    {"none", NULL, TRUE, INK_ERROR_BAD_CONFIG, "STARTTLS", CAPABILITY},
    {"logindisabled", NULL, FALSE, INK_ERROR_BAD_CONFIG, "ingen inloggning", CAPABILITY},
    {"starttls-no", "good", TRUE, INK_ERROR_BAD_CONFIG, "inte nu", STARTTLS},
    {"starttls-injected", "good", TRUE, INK_ERROR_BAD_CONFIG, "STARTTLS", STARTTLS},
    {"starttls-referral", "good", TRUE, INK_ERROR_BAD_CONFIG, "STARTTLS", STARTTLS},
    {"starttls", "unknown", TRUE, INK_ERROR_BAD_CONFIG, "okänd", STARTTLS},
    {"starttls", "self", TRUE, INK_ERROR_BAD_CONFIG, "okänd", STARTTLS},
    {"starttls", "wrong-host", TRUE, INK_ERROR_BAD_CONFIG, "servernamn", STARTTLS},
    {"starttls", "wildcard", TRUE, INK_ERROR_BAD_CONFIG, "servernamn", STARTTLS},
    {"starttls", "expired", TRUE, INK_ERROR_BAD_CONFIG, "gått ut", STARTTLS},
    {"starttls", "future", TRUE, INK_ERROR_BAD_CONFIG, "inte ännu", STARTTLS},
    {"starttls", "client-only", TRUE, INK_ERROR_BAD_CONFIG, "servrar", STARTTLS},
    {"none", "unknown", TRUE, INK_ERROR_BAD_CONFIG, "okänd", ""},
    {"none", "self", TRUE, INK_ERROR_BAD_CONFIG, "okänd", ""},
    {"none", "wrong-host", TRUE, INK_ERROR_BAD_CONFIG, "servernamn", ""},
    {"none", "wildcard", TRUE, INK_ERROR_BAD_CONFIG, "servernamn", ""},
    {"none", "expired", TRUE, INK_ERROR_BAD_CONFIG, "gått ut", ""},
    {"none", "future", TRUE, INK_ERROR_BAD_CONFIG, "inte ännu", ""},
    {"none", "client-only", TRUE, INK_ERROR_BAD_CONFIG, "servrar", ""},
    {"login-no", "good", TRUE, INK_ERROR_BAD_CONFIG, "fel losen", NULL},
    {"login-unavailable", "good", TRUE, INK_ERROR_TEMPORARY, "katalogen", NULL},
    {"login-bye", "good", TRUE, INK_ERROR_TEMPORARY, "localhost", NULL},
};

static void
test_refused(void)
{
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(REFUSED); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *record = NULL;

        g_test_message("%s %s", REFUSED[i].fault, REFUSED[i].cert);
        test_mail_start_fault(mail, REFUSED[i].fault, REFUSED[i].cert);
        g_clear_pointer(&mail->endpoint->ca_file, g_free);
        if (REFUSED[i].has_ca)
            mail->endpoint->ca_file = g_build_filename(mail->certs, "ca.pem", NULL);
        mail->endpoint->timeout_ms = 1000;
        g_assert_null(ink_imap_open(mail->endpoint, TEST_PASSWORD, &error));
        g_assert_error(error, INK_ERROR, REFUSED[i].code);
        test_assert_contains(error->message, REFUSED[i].reason);
        g_assert_null(strstr(error->message, TEST_PASSWORD));
        record = test_mail_read_record(mail);
        if (REFUSED[i].sent != NULL)
            g_assert_cmpstr(record, ==, REFUSED[i].sent);
        else
            test_assert_contains(record, TEST_PASSWORD);
    }
}

/* The server says OK to STARTTLS and then just reads: it may get our hello, and nothing else. */
static void
test_starttls_ignored(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *record = NULL;

    test_mail_start_fault(mail, "starttls-plain", "good");
    mail->endpoint->timeout_ms = 500;
    g_assert_null(ink_imap_open(mail->endpoint, TEST_PASSWORD, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    record = test_mail_read_record(mail);
    g_assert_true(g_str_has_prefix(record, STARTTLS "\x16\x03"));
    g_assert_null(strstr(record, "LOGIN"));
}

static const struct {
    const char *fault, *cert, *sent;
} LOGINS[] = {
    {"none", NULL, "2 LOGIN inkorg hemligt\r\n"},
    {"none", "good", "2 LOGIN inkorg hemligt\r\n"},
    {"capability-nothing", NULL, "2 LOGIN inkorg hemligt\r\n"},
    {"sasl", "good", "2 AUTHENTICATE PLAIN AGlua29yZwBoZW1saWd0\r\n"},
    {"starttls", "good", "4 AUTHENTICATE PLAIN AGlua29yZwBoZW1saWd0\r\n"},
};

static void
test_logins(void)
{
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(LOGINS); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *record = NULL;
        InkImap *imap;

        test_mail_start_fault(mail, LOGINS[i].fault, LOGINS[i].cert);
        imap = ink_imap_open(mail->endpoint, TEST_PASSWORD, &error);
        g_assert_no_error(error);
        ink_imap_close(imap);
        record = test_mail_read_record(mail);
        test_assert_contains(record, LOGINS[i].sent);
        test_assert_contains(record, " LOGOUT\r\n");
    }
}

static void
test_bad_words(void)
{
    static const struct {
        const char *user, *password;
    } CASES[] = {
        {"inkorg", NULL},
        {"inkorg", ""},
        {NULL, "hemligt"},
        {"", "hemligt"},
        {"inkorg", "hemligt\r\n9 DELETE INBOX"},
        {"inkorg\n9 DELETE INBOX", "hemligt"},
        {"inkorg", "hem\rligt"},
    };
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *record = NULL;

        test_mail_start_fault(mail, "none", NULL);
        g_free(mail->endpoint->user);
        mail->endpoint->user = g_strdup(CASES[i].user);
        g_assert_null(ink_imap_open(mail->endpoint, CASES[i].password, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        record = test_mail_read_record(mail);
        g_assert_cmpstr(record, ==, CAPABILITY);
    }
}

/* libetpan itself loses the greeting of a server that says BYE. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:mailimap_greeting_new\n";
}

static InkImap *
open_inbox(TestMail *mail, const char *fault, InkImapFolder *out_folder)
{
    g_autoptr(GError) error = NULL;
    InkImap *imap;

    test_mail_start_fault(mail, fault, NULL);
    mail->endpoint->timeout_ms = 500;
    imap = ink_imap_open(mail->endpoint, TEST_PASSWORD, &error);
    g_assert_no_error(error);
    g_assert_true(ink_imap_select(imap, "INBOX", "$Inkom", out_folder, &error));
    g_assert_no_error(error);
    return imap;
}

static void
test_select(void)
{
    static const struct {
        const char *fault;
        gboolean is_bad, may_add, is_read_only;
    } CASES[] = {
        {"none", FALSE, TRUE, FALSE},           {"no-keywords", FALSE, FALSE, FALSE},
        {"read-only", FALSE, FALSE, TRUE},      {"select-no", TRUE, FALSE, FALSE},
        {"no-uidvalidity", TRUE, FALSE, FALSE},
    };
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkImap) imap = NULL;
        InkImapFolder folder = {.uidvalidity = 1};

        test_mail_start_fault(mail, CASES[i].fault, NULL);
        imap = ink_imap_open(mail->endpoint, TEST_PASSWORD, &error);
        g_assert_no_error(error);
        if (CASES[i].is_bad) {
            g_assert_false(ink_imap_select(imap, "Ärenden", "$Inkom", &folder, &error));
            g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
            test_assert_contains(error->message, "Ärenden");
            g_assert_cmpuint(folder.uidvalidity, ==, 1);
            continue;
        }
        g_assert_true(ink_imap_select(imap, "Ärenden", "$Inkom", &folder, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(folder.uidvalidity, ==, 7);
        g_assert_cmpint(folder.may_add_keywords, ==, CASES[i].may_add);
        g_assert_cmpint(folder.is_read_only, ==, CASES[i].is_read_only);
    }
}

static void
test_search(void)
{
    static const struct {
        const char *fault;
        guint32 first;
        const char *uids; /* NULL = an error */
    } CASES[] = {
        {"none", 0, " 11 12 13"},      {"none", 12, " 12 13"},
        {"none", G_MAXUINT32, ""}, /* n:* names the last one */
        {"search-star", 10, " 12 13"}, {"search-nothing", 1, ""},
        {"search-modseq", 1, NULL},    {"esearch", 1, NULL},
        {"search-no", 1, NULL},
    };
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        InkImapFolder folder;
        g_autoptr(InkImap) imap = open_inbox(mail, CASES[i].fault, &folder);
        g_autoptr(GError) error = NULL;
        g_autoptr(GArray) uids = ink_imap_search(imap, CASES[i].first, "$Inkom", &error);
        g_autoptr(GString) text = g_string_new(NULL);

        g_test_message("%s", CASES[i].fault);
        if (CASES[i].uids == NULL) {
            g_assert_null(uids);
            g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
            g_assert_false(ink_imap_is_open(imap));
            continue;
        }
        g_assert_no_error(error);
        for (guint j = 0; j < uids->len; j++)
            g_string_append_printf(text, " %u", g_array_index(uids, guint32, j));
        g_assert_cmpstr(text->str, ==, CASES[i].uids);
    }
}

/* What a FETCH brings: UIDs, or NULL for an error that closes the session. */
static const struct {
    const char *fault, *uids;
} FETCHES[] = {
    {"none", " 11 12 13"},   {"no-after-partial", " 11"}, /* libetpan calls it a success */
    {"fetch-no", ""},        {"nil-body", " 11"},         {"nil-reply", " 11"},
    {"twice", " 11"},        {"strangers", " 11"},        {"nul-bytes", " 11"},
    {"stray-date", " 11"},   {"bare-ok", NULL},           {"eof-literal", NULL},
    {"eof-line", NULL},      {"hang-literal", NULL},      {"drip", NULL},
    {"unknown-item", NULL},  {"unknown-response", NULL},  {"bad-date", NULL},
    {"nested-flags", NULL},  {"bare-alert", NULL},        {"bare-parse", NULL},
    {"wrong-tag", NULL},     {"bye-fetch", NULL},         {"flags-cut", NULL},
    {"nested", NULL},        {"nested-hidden", NULL},     {"nested-quoted", NULL},
    {"nested-list", NULL},   {"nested-lotus", NULL},      {"literal-4g", NULL},
    {"literal-wraps", NULL}, {"literal-lone", NULL},      {"long-line", NULL},
    {"long-search", NULL},   {"endless-lines", NULL},
};

static void
test_fetch(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    struct rusage usage;

    for (gsize i = 0; i < G_N_ELEMENTS(FETCHES); i++) {
        InkImapFolder folder;
        g_autoptr(InkImap) imap = open_inbox(mail, FETCHES[i].fault, &folder);
        const gint64 start_us = g_get_monotonic_time();
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) messages =
            ink_imap_fetch(imap, UIDS, G_N_ELEMENTS(UIDS), 100000, &error);
        g_autoptr(GString) text = g_string_new(NULL);

        g_test_message("%s: %s", FETCHES[i].fault, error != NULL ? error->message : "ok");
        g_assert_cmpint(g_get_monotonic_time() - start_us, <, 20 * G_USEC_PER_SEC);
        if (FETCHES[i].uids == NULL) {
            g_assert_null(messages);
            g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
            test_assert_contains(error->message, "localhost port ");
            g_assert_false(ink_imap_is_open(imap));
            g_assert_null(ink_imap_search(imap, 1, NULL, NULL));
            continue;
        }
        g_assert_no_error(error);
        for (guint j = 0; j < messages->len; j++)
            g_string_append_printf(text, " %u", ((InkImapMessage *)messages->pdata[j])->uid);
        g_assert_cmpstr(text->str, ==, FETCHES[i].uids);
        g_assert_true(ink_imap_is_open(imap));
    }
    getrusage(RUSAGE_SELF, &usage);
    g_test_message("%ld KB", usage.ru_maxrss);
    g_assert_cmpint(usage.ru_maxrss, <, MEMORY_MAX_KB);
}

static void
test_fetched(void)
{
    static const guint32 ORDER[] = {13, 99, 11, 12};
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "none", &folder);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) messages = ink_imap_fetch(imap, ORDER, 4, 1000, &error);
    g_autoptr(GArray) sizes = ink_imap_fetch_sizes(imap, ORDER, 4, &error);
    g_autofree char *record = NULL;

    g_assert_no_error(error);
    g_assert_cmpuint(messages->len, ==, 3);
    for (guint i = 0; i < 3; i++) {
        const guint32 uid = (guint32[]){13, 11, 12}[i];
        const InkImapMessage *message = messages->pdata[i];
        g_autofree char *body = g_strdup_printf("Subject: nr %u\r\n\r\nHej %u\r\n", uid, uid);
        gsize size;
        const char *bytes = g_bytes_get_data(message->bytes, &size);

        g_assert_cmpuint(message->uid, ==, uid);
        g_assert_cmpuint(size, ==, strlen(body));
        g_assert_cmpint(memcmp(bytes, body, size), ==, 0);
        g_assert_cmpint(message->internal_date, ==, 1774602900); /* 09:15 UTC */
        g_assert_cmpuint(g_array_index(sizes, InkImapListed, i).uid, ==, uid);
        g_assert_cmpint(g_array_index(sizes, InkImapListed, i).size, ==, (gint64)size);
    }
    record = test_mail_read_record(mail);
    test_assert_contains(record, " UID FETCH 11:13,99 (UID INTERNALDATE BODY.PEEK[])\r\n");
    test_assert_contains(record, " UID FETCH 11:13,99 (UID RFC822.SIZE)\r\n");
}

/* A date that is none does not hide the message. */
static void
test_stray_date(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "stray-date", &folder);
    g_autoptr(GPtrArray) messages = ink_imap_fetch(imap, UIDS, 1, 1000, NULL);

    g_assert_cmpuint(messages->len, ==, 1);
    g_assert_cmpint(((InkImapMessage *)messages->pdata[0])->internal_date, ==, INK_TIME_NONE);
}

static void
test_too_large(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "none", &folder);
    g_autoptr(GError) error = NULL;

    g_assert_null(ink_imap_fetch(imap, UIDS, 3, 30, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    test_assert_contains(error->message, "mer data än den får");
}

static void
test_move(void)
{
    static const struct {
        const char *fault;
        int code; /* -1 = works */
        const char *sent;
    } CASES[] = {
        {"none", -1, "UID MOVE 11:13 \"&AMQ-renden\"\r\n"},
        {"move-nothing", -1, "UID MOVE 11:13 \"&AMQ-renden\"\r\n"},
        {"move-no", INK_ERROR_REFUSED, "UID MOVE 11:13 \"&AMQ-renden\"\r\n"},
        {"move-trycreate", INK_ERROR_REFUSED, "CREATE \"&AMQ-renden\"\r\n"},
        {"copy", -1, "UID EXPUNGE 11:13\r\n"},
        {"plain-copy", INK_ERROR_REFUSED, "SELECT"},
    };
    g_autoptr(TestMail) mail = test_mail_new();

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        InkImapFolder folder;
        g_autoptr(InkImap) imap = open_inbox(mail, CASES[i].fault, &folder);
        g_autoptr(GError) error = NULL;
        g_autofree char *record = NULL;
        const gboolean is_moved = ink_imap_move(imap, UIDS, 3, "Ärenden", &error);

        g_test_message("%s", CASES[i].fault);
        g_assert_cmpint(is_moved, ==, CASES[i].code == -1);
        if (!is_moved)
            g_assert_error(error, INK_ERROR, CASES[i].code);
        record = test_mail_read_record(mail);
        test_assert_contains(record, CASES[i].sent);
        g_assert_null(strstr(record, " EXPUNGE\r\n"));
        if (g_str_equal(CASES[i].fault, "copy"))
            test_assert_contains(record, "UID STORE 11:13 +FLAGS.SILENT (\\Deleted)\r\n");
    }
}

static void
test_keyword(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "none", &folder);
    g_autofree char *record = NULL;

    g_assert_true(ink_imap_add_keyword(imap, UIDS, 3, "$Inkom", NULL));
    g_assert_true(ink_imap_add_keyword(imap, UIDS, 0, "$Inkom", NULL));
    record = test_mail_read_record(mail);
    test_assert_contains(record, "UID STORE 11:13 +FLAGS.SILENT ($Inkom)\r\n");
}

/* A folder's name cannot begin a new command. */
static void
test_folder_names(void)
{
    static const char *const NAMES[] = {"", "a\r\n9 DELETE INBOX", "a\nb", "\xff"};
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "none", &folder);
    g_autofree char *before = test_mail_read_record(mail), *after = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(GError) first = NULL, second = NULL;
        g_assert_false(ink_imap_select(imap, NAMES[i], NULL, &folder, &first));
        g_assert_error(first, INK_ERROR, INK_ERROR_BAD_CONFIG);
        g_assert_false(ink_imap_move(imap, UIDS, 3, NAMES[i], &second));
        g_assert_error(second, INK_ERROR, INK_ERROR_BAD_CONFIG);
    }
    after = test_mail_read_record(mail);
    g_assert_cmpstr(after, ==, before);
}

/* Every other UID of 2,000: no command line above 8,000 bytes, every UID in one of them, and never
 * one that was not named. */
static void
test_sets(void)
{
    g_autoptr(TestMail) mail = test_mail_new();
    InkImapFolder folder;
    g_autoptr(InkImap) imap = open_inbox(mail, "none", &folder);
    g_autofree char *record = NULL;
    g_auto(GStrv) lines = NULL;
    guint32 uids[2000];
    guint count = 0;

    for (guint i = 0; i < G_N_ELEMENTS(uids); i++)
        uids[i] = 4294960000U - 2 * i;
    g_assert_true(ink_imap_add_keyword(imap, uids, G_N_ELEMENTS(uids), "$Inkom", NULL));
    record = test_mail_read_record(mail);
    lines = g_strsplit(record, "\r\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_assert_cmpuint(strlen(*line), <, 8000);
        if (strstr(*line, "UID STORE") != NULL) {
            g_assert_null(strchr(*line, ':'));
            for (const char *p = *line; *p != '\0'; p++)
                count += *p == ',';
            count++;
        }
    }
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(uids));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_net_init();
    g_test_add_func("/imap/refused", test_refused);
    g_test_add_func("/imap/starttls-ignored", test_starttls_ignored);
    g_test_add_func("/imap/logins", test_logins);
    g_test_add_func("/imap/bad-words", test_bad_words);
    g_test_add_func("/imap/select", test_select);
    g_test_add_func("/imap/search", test_search);
    g_test_add_func("/imap/fetch", test_fetch);
    g_test_add_func("/imap/fetched", test_fetched);
    g_test_add_func("/imap/stray-date", test_stray_date);
    g_test_add_func("/imap/too-large", test_too_large);
    g_test_add_func("/imap/move", test_move);
    g_test_add_func("/imap/keyword", test_keyword);
    g_test_add_func("/imap/folder-names", test_folder_names);
    g_test_add_func("/imap/sets", test_sets);
    return g_test_run();
}
