/* SPDX-License-Identifier: MIT
 *
 * Letters: what stands in them, that they can be read again, and that no field can bring another.
 */
#include "inkom/compose.h"

#include <string.h>

#include "parse-harness.h"

static InkLetter
ordinary_letter(GTimeZone *zone)
{
    return (InkLetter){.from_name = "Exempelkommun, förvaltningen",
                       .from = "inkorg@exempelkommun.example",
                       .to = "anna.ek@example.org",
                       .subject = "Bekräftelse på din synpunkt, ärende KS 2026/0412",
                       .body = "Hej!\n\nTack för din synpunkt.\n.\nFrån oss\n",
                       .message_id = "1.2@exempelkommun.example",
                       .date = 1774602900,
                       .zone = zone};
}

static char *
compose(const InkLetter *letter)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = ink_letter_compose(letter, &error);
    g_assert_no_error(error);
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static gsize
count_fields(const char *text)
{
    gsize fields = 0;
    for (const char *line = text; strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2)
        fields += *line != ' ' && *line != '\t';
    return fields;
}

static void
test_ordinary(void)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Stockholm");
    InkLetter letter = ordinary_letter(zone);
    g_autofree char *text = compose(&letter);
    g_assert_nonnull(strstr(text, "Date: Fri, 27 Mar 2026 10:15:00 +0100\r\n"));
    g_assert_nonnull(strstr(text, "MIME-Version: 1.0\r\n"));
    g_assert_nonnull(strstr(text, "Content-Type: text/plain; charset=utf-8\r\n"));
    g_assert_nonnull(strstr(text, "Content-Transfer-Encoding: quoted-printable\r\n"));
    g_assert_null(strstr(text, "Auto-Submitted"));
    g_assert_null(strstr(text, "X-Auto-Response-Suppress"));
    g_assert_null(strcasestr(text, "iso-8859"));
    for (const char *c = text; *c != '\0'; c++) {
        g_assert_true((*c & 0x80) == 0);
        g_assert_true(*c != '\n' || (c > text && c[-1] == '\r'));
        g_assert_true(*c != '\r' || c[1] == '\n');
    }
}

static void
test_round_trip(void)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Stockholm");
    const char *references[] = {"0@exempelkommun.example", "9@example.org", NULL};
    InkLetter letter = ordinary_letter(zone);
    letter.reply_to = "inkorg+ks2026-412.ab12@exempelkommun.example";
    letter.in_reply_to = "9@example.org";
    letter.references = references;
    letter.auto_submitted = "auto-replied";
    letter.loop_mark = "ab12";
    g_autofree char *text = compose(&letter);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_cmpstr(address_at(message->from, 0)->name, ==, letter.from_name);
    g_assert_cmpstr(address_at(message->from, 0)->address, ==, letter.from);
    g_assert_cmpuint(message->to->len, ==, 1);
    g_assert_cmpstr(address_at(message->to, 0)->address, ==, letter.to);
    g_assert_cmpstr(address_at(message->reply_to, 0)->address, ==, letter.reply_to);
    g_assert_cmpstr(message->subject, ==, letter.subject);
    g_assert_cmpstr(message->text, ==, letter.body);
    g_assert_cmpstr(message->message_id, ==, letter.message_id);
    g_assert_cmpstr(message->in_reply_to[0], ==, "9@example.org");
    g_assert_cmpstr(message->references[0], ==, "0@exempelkommun.example");
    g_assert_cmpstr(message->references[1], ==, "9@example.org");
    g_assert_cmpint(message->date, ==, letter.date);
    g_assert_cmpstr(ink_message_find_header(message, "Auto-Submitted"), ==, "auto-replied");
    g_assert_cmpstr(ink_message_find_header(message, "X-Auto-Response-Suppress"), ==, "All");
    g_assert_cmpstr(ink_message_find_header(message, "Precedence"), ==, "bulk");
    g_assert_cmpstr(ink_message_find_header(message, "X-Inkom-Loop"), ==, "ab12");
    g_assert_null(message->defects[0]);
}

/* The last of them, twenty at most and a thousand bytes. */
static void
assert_references(int digits, guint count)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < 50; i++)
        g_ptr_array_add(ids, g_strdup_printf("%d.%0*d@exempelkommun.example", i, digits, 0));
    g_ptr_array_add(ids, NULL);
    InkLetter letter = ordinary_letter(zone);
    letter.references = (const char *const *)ids->pdata;
    g_autofree char *text = compose(&letter);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_cmpuint(g_strv_length(message->references), ==, count);
    g_assert_cmpstr(message->references[count - 1], ==, ids->pdata[49]);
    for (const char *line = text; line != NULL && *line != '\0'; line = strstr(line, "\r\n") + 2)
        g_assert_cmpuint(strcspn(line, "\r"), <=, 998);
}

static void
test_many_references(void)
{
    assert_references(10, 20);
    assert_references(150, 5);
    assert_references(220, 4);
}

static void
test_body_line_ends(void)
{
    static const char *const bodies[] = {"a\r\nb", "a\rb", "a\n.\nb", "a\n.\r\nb\r", "\n", ""};
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++) {
        InkLetter letter = ordinary_letter(zone);
        letter.body = bodies[i];
        g_autofree char *text = compose(&letter);
        for (const char *c = text; *c != '\0'; c++) {
            g_assert_true(*c != '\n' || c[-1] == '\r');
            g_assert_true(*c != '\r' || c[1] == '\n');
        }
    }
}

static const char *const hostile[] = {
    "x\r\nBcc: y@z.example",
    "x\nBcc: y@z.example",
    "x\rBcc: y",
    "x\r\n\r\nbody",
    "x\x01y",
    "x\ty",
    "x\x7fy",
    "x\xc2\x85y",
    "x\xe2\x80\xa8y",
    "x\xe2\x80\xa9y",
    "x\xff",
    "x\x1b[0m",
};

static void
assert_refused(const InkLetter *letter)
{
    g_autoptr(GError) error = NULL;
    GBytes *bytes = ink_letter_compose(letter, &error);
    g_assert_null(bytes);
    g_assert_error(error, INK_ERROR, INK_ERROR_INTERNAL);
}

static void
test_hostile_fields(void)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        const char *references[] = {hostile[i], NULL};
        InkLetter letter = ordinary_letter(zone);
        const char **fields[] = {&letter.from_name,   &letter.from,           &letter.to,
                                 &letter.reply_to,    &letter.subject,        &letter.message_id,
                                 &letter.in_reply_to, &letter.auto_submitted, &letter.loop_mark};
        for (gsize k = 0; k < G_N_ELEMENTS(fields); k++) {
            letter = ordinary_letter(zone);
            *fields[k] = hostile[i];
            assert_refused(&letter);
        }
        letter = ordinary_letter(zone);
        letter.references = references;
        assert_refused(&letter);
    }
}

/* Whatever UTF-8 a subject or a name holds, the letter is refused or has as many fields as ever,
 * and says the same when it is read again. */
static void
test_random(void)
{
    static const char *const pieces[] = {"\r\n",
                                         "\n",
                                         "\r",
                                         "Bcc: x@y.example",
                                         ":",
                                         " ",
                                         "=?utf-8?q?",
                                         "?=",
                                         "å",
                                         "\"",
                                         "\\",
                                         "<",
                                         ">",
                                         ",",
                                         ";",
                                         "(",
                                         ")",
                                         "\xe2\x80\xa8",
                                         "\xf0\x9f\x98\x80",
                                         "=0D=0A",
                                         "x",
                                         "=",
                                         "_",
                                         "\xc2\xa0",
                                         "\xe2\x80\xae"};
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    InkLetter letter = ordinary_letter(zone);
    g_autofree char *ordinary = compose(&letter);
    gsize fields = count_fields(ordinary);
    for (int i = 0; i < 20000; i++) {
        g_autoptr(GString) subject = g_string_new("x");
        for (int k = g_rand_int_range(random, 1, 40); k > 0; k--)
            g_string_append(
                subject,
                pieces[g_rand_int_range(random, i % 4 == 0 ? 0 : 3, G_N_ELEMENTS(pieces))]);
        letter.subject = letter.from_name = subject->str;
        g_autoptr(GBytes) bytes = ink_letter_compose(&letter, NULL);
        if (bytes == NULL)
            continue;
        g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
        g_assert_cmpuint(count_fields(text), ==, fields);
        g_assert_null(strstr(text, "\nBcc:"));
        g_autoptr(InkMessage) message = parse_text(text);
        g_autofree char *said = g_strstrip(g_strdup(subject->str));
        g_assert_cmpstr(message->subject, ==, said);
        g_assert_cmpstr(address_at(message->from, 0)->name, ==, said);
        g_assert_cmpstr(address_at(message->from, 0)->address, ==, letter.from);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/compose/ordinary", test_ordinary);
    g_test_add_func("/compose/round-trip", test_round_trip);
    g_test_add_func("/compose/many-references", test_many_references);
    g_test_add_func("/compose/body-line-ends", test_body_line_ends);
    g_test_add_func("/compose/hostile-fields", test_hostile_fields);
    g_test_add_func("/compose/random", test_random);
    return g_test_run();
}
