/* SPDX-License-Identifier: MIT
 *
 * An IMAP folder as a source, against a real Dovecot: imaps: and STARTTLS with a verified
 * certificate, moving and marking, and what is left when something goes wrong on the way.
 */
#include "../lib/mail-server.h"
#include "inkom/clock.h"
#include "inkom/error.h"
#include "inkom/source.h"
#include "inkom/tls.h"

#define DONE "Ärenden/klara & svar"
/* Dovecot's Maildir name for it: '.' between levels, modified UTF-7. */
#define DONE_DIR ".&AMQ-renden.klara &- svar"

typedef struct {
    TestMail *mail;
    InkMailbox mailbox;
    InkSecret secret;
    InkLimits limits;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer setting)
{
    fixture->mail = test_mail_new();
    fixture->secret.kind = INK_SECRET_FILE;
    fixture->secret.value = g_build_filename(fixture->mail->folder, "password", NULL);
    g_assert_true(g_file_set_contents_full(fixture->secret.value, TEST_PASSWORD "\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    fixture->mailbox.name = (char *)"stadskansliet";
    fixture->mailbox.password = &fixture->secret;
    fixture->limits = INK_LIMITS_DEFAULT;
    if (g_strcmp0(setting, "none") != 0)
        test_mail_start_dovecot(fixture->mail, setting);
}

static void
tear_down(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    test_mail_free(fixture->mail);
    g_free(fixture->secret.value);
}

static InkSource *
open_source(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    InkSource *source;

    fixture->mailbox.source = fixture->mail->endpoint;
    source = ink_source_open(&fixture->mailbox, &fixture->limits, &error);
    g_assert_no_error(error);
    return source;
}

static char *
make_text(guint number)
{
    return g_strdup_printf("Subject: nr %u\r\n\r\n%.*sHej från nr %u\r\n", number,
                           (int)(number % 200),
                           "((({{{\"\"\\\\\r\n.\r\n* 1 EXISTS\r\n"
                           "1 OK klart\r\n((({{{\"\"\\\\\r\n.\r\n{5}\r\n",
                           number);
}

static void
deliver(const Fixture *fixture, guint first, guint last)
{
    for (guint i = first; i <= last; i++) {
        g_autofree char *text = make_text(i);
        test_mail_deliver(fixture->mail, i, text);
    }
}

static GPtrArray *
list(InkSource *source, guint32 after_uid)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *listed = ink_source_list(source, after_uid, &error);

    g_assert_no_error(error);
    return listed;
}

static GPtrArray *
fetch(InkSource *source, const GPtrArray *listed, guint first, guint count)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *incoming =
        ink_source_fetch(source, (InkListed *const *)listed->pdata + first, count, &error);

    g_assert_no_error(error);
    return incoming;
}

static void
acknowledge(InkSource *source, const GPtrArray *incoming)
{
    g_autoptr(GError) error = NULL;
    g_autofree const char **uids = g_new0(const char *, incoming->len + 1);

    for (guint i = 0; i < incoming->len; i++)
        uids[i] = ((InkIncoming *)incoming->pdata[i])->uid;
    g_assert_true(ink_source_acknowledge(source, uids, incoming->len, &error));
    g_assert_no_error(error);
}

static void
assert_message(const InkIncoming *incoming, guint number)
{
    g_autofree char *text = make_text(number);
    gsize size;
    const char *bytes = g_bytes_get_data(incoming->bytes, &size);

    g_assert_cmpuint(size, ==, strlen(text));
    g_assert_cmpint(memcmp(bytes, text, size), ==, 0);
    g_assert_cmpint(incoming->size, ==, (gint64)size);
    g_assert_false(incoming->is_header_only);
    g_assert_cmpstr(incoming->stored_by, ==, "INTERNALDATE");
    g_assert_cmpint(incoming->stored_at, >, 1700000000);
}

static void
test_moves_thousand(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL, rest = NULL;
    g_autofree char *done = g_build_filename(DONE_DIR, "new", NULL);
    g_autofree char *seen = g_build_filename(DONE_DIR, "cur", NULL);

    deliver(fixture, 1, 1000);
    fixture->mailbox.done = (char *)DONE;
    source = open_source(fixture);
    g_assert_true(ink_source_has_marks(source));
    listed = list(source, 0);
    g_assert_cmpuint(listed->len, ==, 1000);
    for (guint first = 0; first < 1000; first += 100) {
        g_autoptr(GPtrArray) incoming = fetch(source, listed, first, 100);

        g_assert_cmpuint(incoming->len, ==, 100);
        for (guint i = 0; i < 100; i++)
            assert_message(incoming->pdata[i], first + i + 1);
        acknowledge(source, incoming);
        acknowledge(source, incoming); /* done already is no error */
    }
    rest = list(source, 0);
    g_assert_cmpuint(rest->len, ==, 0);
    g_assert_cmpuint(test_mail_count(fixture->mail, "new") + test_mail_count(fixture->mail, "cur"),
                     ==, 0);
    g_assert_cmpuint(test_mail_count(fixture->mail, done) + test_mail_count(fixture->mail, seen),
                     ==, 1000);
}

/* The message in between, that somebody else has marked as deleted, must stay. */
static void
test_moves_only_named(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autofree char *from = test_mail_path(fixture->mail, "new/0000002.test");
    g_autofree char *to = test_mail_path(fixture->mail, "cur/0000002.test:2,T");
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL, incoming = NULL, others = g_ptr_array_new(), rest = NULL;

    deliver(fixture, 1, 3);
    g_assert_cmpint(g_rename(from, to), ==, 0);
    fixture->mailbox.done = (char *)"Klart";
    source = open_source(fixture);
    listed = list(source, 0);
    g_assert_cmpuint(listed->len, ==, 3);
    incoming = fetch(source, listed, 0, 3);
    g_assert_cmpuint(incoming->len, ==, 3);
    g_ptr_array_add(others, incoming->pdata[0]);
    g_ptr_array_add(others, incoming->pdata[2]);
    acknowledge(source, others);
    rest = list(source, 0);
    g_assert_cmpuint(rest->len, ==, 1);
    g_assert_cmpstr(((InkListed *)rest->pdata[0])->uid, ==,
                    ((InkIncoming *)incoming->pdata[1])->uid);
    g_assert_cmpuint(test_mail_count(fixture->mail, ".Klart/cur") +
                         test_mail_count(fixture->mail, ".Klart/new"),
                     ==, 2);
}

static void
test_marks(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(InkSource) source = NULL, again = NULL;
    g_autoptr(GPtrArray) listed = NULL, incoming = NULL, rest = NULL, later = NULL;

    deliver(fixture, 1, 5);
    test_mail_use_starttls(fixture->mail, TRUE);
    source = open_source(fixture);
    g_assert_true(ink_source_has_marks(source));
    listed = list(source, 0);
    g_assert_cmpuint(listed->len, ==, 5);
    incoming = fetch(source, listed, 0, 4);
    g_assert_cmpuint(incoming->len, ==, 4);
    acknowledge(source, incoming);
    rest = list(source, 0);
    g_assert_cmpuint(rest->len, ==, 1);
    g_assert_cmpstr(((InkListed *)rest->pdata[0])->uid, ==, ((InkListed *)listed->pdata[4])->uid);
    deliver(fixture, 6, 6);
    again = open_source(fixture);
    g_assert_cmpuint(ink_source_get_uidvalidity(again), ==, ink_source_get_uidvalidity(source));
    later = list(again, 1000); /* marks say what is new, not the highest number */
    g_assert_cmpuint(later->len, ==, 2);
}

static void
test_gone(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autofree char *new = test_mail_path(fixture->mail, "new/0000002.test");
    g_autofree char *cur = test_mail_path(fixture->mail, "cur/0000002.test:2,");
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL, incoming = NULL;

    deliver(fixture, 1, 3);
    source = open_source(fixture);
    listed = list(source, 0);
    g_assert_cmpint(g_remove(new) == 0 || g_remove(cur) == 0, ==, TRUE);
    incoming = fetch(source, listed, 0, 3);
    g_assert_cmpuint(incoming->len, ==, 2);
    assert_message(incoming->pdata[0], 1);
    assert_message(incoming->pdata[1], 3);
    acknowledge(source, incoming);
}

/* Between a small one and a small one, so that the order is seen. */
static void
test_header_only(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autofree char *filler = g_strnfill(5000, 'x');
    g_autofree char *large =
        g_strdup_printf("Subject: stort\r\nX-Lang: %.3000s\r\n\r\n%s\r\n", filler, filler);
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL, incoming = NULL;
    const InkIncoming *second;
    gsize size;

    deliver(fixture, 1, 1);
    test_mail_deliver(fixture->mail, 2, large);
    deliver(fixture, 3, 3);
    fixture->limits.message_bytes = 4000;
    fixture->limits.header_bytes = 2000;
    source = open_source(fixture);
    listed = list(source, 0);
    incoming = fetch(source, listed, 0, 3);
    g_assert_cmpuint(incoming->len, ==, 3);
    assert_message(incoming->pdata[0], 1);
    assert_message(incoming->pdata[2], 3);
    second = incoming->pdata[1];
    g_assert_true(second->is_header_only);
    g_assert_cmpint(second->size, ==, (gint64)strlen(large));
    g_assert_cmpint(memcmp(g_bytes_get_data(second->bytes, &size), large, 2000), ==, 0);
    g_assert_cmpuint(size, ==, 2000);
    acknowledge(source, incoming);
}

static void
test_uidvalidity(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autofree char *uidlist = test_mail_path(fixture->mail, "dovecot-uidlist");
    InkSource *source;
    guint32 before, after;

    deliver(fixture, 1, 1);
    source = open_source(fixture);
    before = ink_source_get_uidvalidity(source);
    ink_source_close(source);
    g_assert_true(g_file_set_contents(
        uidlist, "3 V4242 N8 G0123456789abcdef0123456789abcdef\n7 :0000001.test\n", -1, NULL));
    g_chmod(uidlist, 0666);
    for (int i = 0; i < 2; i++) {
        static const char *const INDEX[] = {"dovecot.index.log", "dovecot.index.cache"};
        g_autofree char *path = test_mail_path(fixture->mail, INDEX[i]);
        (void)g_remove(path);
    }
    source = open_source(fixture);
    after = ink_source_get_uidvalidity(source);
    ink_source_close(source);
    g_assert_cmpuint(before, !=, after);
    g_assert_cmpuint(after, ==, 4242);
}

static void
test_bad_config(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    static const struct {
        const char *path, *done, *reason;
    } CASES[] = {
        {"Finns inte", NULL, "Finns inte"},
        {"INBOX", "INBOX", "samma mapp"},
        {"INBOX", "inbox", "samma mapp"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GError) error = NULL;

        g_free(fixture->mail->endpoint->path);
        fixture->mail->endpoint->path = g_strdup(CASES[i].path);
        fixture->mailbox.source = fixture->mail->endpoint;
        fixture->mailbox.done = (char *)CASES[i].done;
        g_assert_null(ink_source_open(&fixture->mailbox, &fixture->limits, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        test_assert_contains(error->message, "brevlådan stadskansliet: ");
        test_assert_contains(error->message, CASES[i].reason);
    }
}

static void
test_wrong_password(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents_full(fixture->secret.value, "fel-losen\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    fixture->mailbox.source = fixture->mail->endpoint;
    g_assert_null(ink_source_open(&fixture->mailbox, &fixture->limits, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    test_assert_contains(error->message, "inloggningen godtogs inte");
    g_assert_null(strstr(error->message, "fel-losen"));
}

static void
test_no_move(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(GError) error = NULL;

    fixture->mailbox.source = fixture->mail->endpoint;
    fixture->mailbox.done = (char *)"Klart";
    g_assert_null(ink_source_open(&fixture->mailbox, &fixture->limits, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    test_assert_contains(error->message, "UIDPLUS");
}

/* No keyword may be added: the highest UID done is all there is. */
static void
test_no_marks(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) all = NULL, after = NULL, none = NULL, end = NULL, incoming = NULL;
    g_autofree char *record = NULL;

    test_mail_start_fault(fixture->mail, "no-keywords", NULL);
    source = open_source(fixture);
    g_assert_false(ink_source_has_marks(source));
    g_assert_cmpuint(ink_source_get_uidvalidity(source), ==, 7);
    all = list(source, 0);
    after = list(source, 11);
    none = list(source, 13);
    end = list(source, G_MAXUINT32);
    g_assert_cmpuint(all->len, ==, 3);
    g_assert_cmpuint(after->len, ==, 2);
    g_assert_cmpstr(((InkListed *)after->pdata[0])->uid, ==, "12");
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpuint(end->len, ==, 0);
    incoming = fetch(source, all, 0, 3);
    acknowledge(source, incoming);
    record = test_mail_read_record(fixture->mail);
    g_assert_null(strstr(record, "STORE"));
}

static GLogWriterOutput
keep_line(G_GNUC_UNUSED GLogLevelFlags level, const GLogField *fields, gsize count,
          gpointer user_data)
{
    GString *lines = user_data;

    for (gsize i = 0; i < count; i++)
        if (g_str_equal(fields[i].key, "MESSAGE"))
            g_string_append_printf(lines, "%s\n", (const char *)fields[i].value);
    return G_LOG_WRITER_HANDLED;
}

/* One message ends every session that asks for it, or the server says NO to it: the others come,
 * and can be acknowledged. The log writer can be set once in a process. */
static void
test_poison(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    static const char *const FAULTS[] = {"poison", "poison-no"};
    static GString *lines;

    lines = g_string_new(NULL);
    g_log_set_writer_func(keep_line, lines, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(FAULTS); i++) {
        g_autoptr(InkSource) source = NULL;
        g_autoptr(GPtrArray) listed = NULL, incoming = NULL;

        test_mail_start_fault(fixture->mail, FAULTS[i], NULL);
        source = open_source(fixture);
        listed = list(source, 0);
        g_assert_cmpuint(listed->len, ==, 3);
        incoming = fetch(source, listed, 0, 3);
        g_assert_cmpuint(incoming->len, ==, 2);
        g_assert_cmpstr(((InkIncoming *)incoming->pdata[0])->uid, ==, "11");
        g_assert_cmpstr(((InkIncoming *)incoming->pdata[1])->uid, ==, "13");
        acknowledge(source, incoming);
    }
    test_assert_contains(lines->str, "stadskansliet: meddelande 12 ");
}

/* The server says NO when asked for sizes, or leaves one out: the messages are listed and fetched
 * nonetheless. */
static void
test_no_sizes(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    static const struct {
        const char *fault;
        gint64 sizes[3];
    } CASES[] = {{"no-sizes", {0, 0, 0}}, {"no-size", {30, 0, 30}}};

    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(InkSource) source = NULL;
        g_autoptr(GPtrArray) listed = NULL, incoming = NULL;

        test_mail_start_fault(fixture->mail, CASES[i].fault, NULL);
        source = open_source(fixture);
        listed = list(source, 0);
        g_assert_cmpuint(listed->len, ==, 3);
        for (guint j = 0; j < listed->len; j++)
            g_assert_cmpint(((InkListed *)listed->pdata[j])->size, ==, CASES[i].sizes[j]);
        incoming = fetch(source, listed, 0, 3);
        g_assert_cmpuint(incoming->len, ==, 3);
    }
}

static void
test_lost_server(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL;
    g_autoptr(GError) first = NULL, second = NULL, third = NULL;
    const char *const uids[] = {"1", NULL};

    test_mail_start_fault(fixture->mail, "none", NULL);
    source = open_source(fixture);
    listed = list(source, 0);
    g_clear_pointer(&fixture->mail->server, test_server_stop);
    g_assert_null(ink_source_fetch(source, (InkListed *const *)listed->pdata, listed->len, &first));
    g_assert_error(first, INK_ERROR, INK_ERROR_TEMPORARY);
    test_assert_contains(first->message, "brevlådan stadskansliet: localhost port ");
    g_assert_false(ink_source_acknowledge(source, uids, 1, &second));
    g_assert_error(second, INK_ERROR, INK_ERROR_TEMPORARY);
    g_assert_null(ink_source_list(source, 0, &third));
    g_assert_error(third, INK_ERROR, INK_ERROR_TEMPORARY);
}

/* The numbers that were listed now mean other messages: nothing may be marked by them. */
static void
test_remade(Fixture *fixture, G_GNUC_UNUSED gconstpointer setting)
{
    static const char *const uids[] = {"11"};
    g_autoptr(InkSource) source = NULL;
    g_autoptr(GPtrArray) listed = NULL;
    g_autoptr(GError) first = NULL, second = NULL;
    g_autofree char *record = NULL;

    test_mail_start_fault(fixture->mail, "poison-remade", NULL);
    source = open_source(fixture);
    listed = list(source, 0);
    g_assert_null(ink_source_fetch(source, (InkListed *const *)listed->pdata, listed->len, &first));
    g_assert_error(first, INK_ERROR, INK_ERROR_TEMPORARY);
    test_assert_contains(first->message, "gjordes om");
    g_assert_false(ink_source_acknowledge(source, uids, 1, &second));
    g_assert_error(second, INK_ERROR, INK_ERROR_TEMPORARY);
    record = test_mail_read_record(fixture->mail);
    g_assert_null(strstr(record, "STORE"));
}

#define NO_MOVE "imap_capability=IMAP4rev1 UIDPLUS LITERAL+ SASL-IR AUTH=PLAIN"
#define NOTHING "imap_capability=IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN"

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_net_init();
#define ADD(path, setting, func) g_test_add(path, Fixture, setting, set_up, func, tear_down)
    ADD("/imap-source/moves-thousand", NULL, test_moves_thousand);
    ADD("/imap-source/copies-thousand", NO_MOVE, test_moves_thousand);
    ADD("/imap-source/moves-only-named", NULL, test_moves_only_named);
    ADD("/imap-source/copies-only-named", NO_MOVE, test_moves_only_named);
    ADD("/imap-source/no-move", NOTHING, test_no_move);
    ADD("/imap-source/marks", NULL, test_marks);
    ADD("/imap-source/gone", NULL, test_gone);
    ADD("/imap-source/header-only", NULL, test_header_only);
    ADD("/imap-source/uidvalidity", NULL, test_uidvalidity);
    ADD("/imap-source/bad-config", NULL, test_bad_config);
    ADD("/imap-source/wrong-password", NULL, test_wrong_password);
    ADD("/imap-source/lost-server", "none", test_lost_server);
    ADD("/imap-source/remade", "none", test_remade);
    ADD("/imap-source/no-marks", "none", test_no_marks);
    ADD("/imap-source/no-sizes", "none", test_no_sizes);
    ADD("/imap-source/poison", "none", test_poison);
    return g_test_run();
}
