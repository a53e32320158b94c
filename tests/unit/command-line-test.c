/* SPDX-License-Identifier: MIT
 *
 * Which lines of a registrar's letter are commands, how they are read, and what is refused.
 */
#include "harness.h"

#include "inkom/command-line.h"
#include "inkom/parse.h"

#include <string.h>

/* found: the commands, a "|" between; "" = the letter is none of commands; "? …" = a mistake that
 * says so. */
typedef struct {
    const char *body, *found;
} Case;

static const Case cases[] = {
    {"inkom case list", "inkom case list"},
    {"Inkom case list", "inkom case list"},
    {"inkom case close \"KS 2026/0412\"", "inkom case close \"KS 2026/0412\""},
    {"inkom case close 'KS 2026/0412'", "inkom case close \"KS 2026/0412\""},
    {"inkom case close KS\\ 2026/0412", "inkom case close \"KS 2026/0412\""},
    {"  inkom   case\tclose  2026/0412  ", "inkom case close 2026/0412"},
    {"inkom case close ”KS 2026/0412”", "inkom case close \"KS 2026/0412\""},
    {"inkom case close “KS 2026/0412”", "inkom case close \"KS 2026/0412\""},
    {"inkom case close »KS 2026/0412»", "inkom case close \"KS 2026/0412\""},
    {"inkom case title 2026/1 \"Om ”Storgatan”\"", "inkom case title 2026/1 \"Om ”Storgatan”\""},
    {"inkom case title 2026/1 \"O'Brien\"", "inkom case title 2026/1 \"O'Brien\""},
    {"inkom case title 2026/1 ”O'Brien: bygglov”", "inkom case title 2026/1 \"O'Brien: bygglov\""},
    {"inkom case title 2026/1 \"5 \\\"A\\\"\"", "inkom case title 2026/1 '5 \"A\"'"},
    {"inkom case title 2026/1 \"Det Anna skrev: skolmat\"",
     "inkom case title 2026/1 \"Det Anna skrev: skolmat\""},
    {"inkom case hold 2026/1 --reason \"väntar på delar\"",
     "inkom case hold 2026/1 --reason \"väntar på delar\""},
    {"inkom case hold 2026/1 --reason=delar", "inkom case hold 2026/1 --reason=delar"},
    {"inkom case hold 2026/1 –reason delar", "inkom case hold 2026/1 --reason delar"},
    {"inkom case hold 2026/1 —reason=delar", "inkom case hold 2026/1 --reason=delar"},
    {"inkom case hold 2026/1 --reason -kort-", "inkom case hold 2026/1 --reason -kort-"},
    {"inkom deadlines", "inkom deadlines"},
    {"inkom deadlines --overdue", "inkom deadlines --overdue"},
    {"inkom review resolve 4 --new --unit TN", "inkom review resolve 4 --new --unit TN"},
    {"inkom case type 2026/1 klagomål\ninkom case close 2026/1",
     "inkom case type 2026/1 klagomål|inkom case close 2026/1"},
    {"inkom case type 2026/1 klagomål\n\ninkom case close 2026/1",
     "inkom case type 2026/1 klagomål|inkom case close 2026/1"},
    {"Hej!\n\ninkom case list\n\nMvh\nÅsa", "inkom case list"},
    {"inkom case list\nMvh\nÅsa", "inkom case list"},
    {"inkom case list\n\nTack för hjälpen, jag skriver mer i morgon.", "inkom case list"},
    {"inkom case list\n-- \nÅsa Lind\ninkom case close 2026/1", "inkom case list"},
    {"inkom case list # de nya", "inkom case list"},
    /* A shell's signs are words like others, and here they are too many. */
    {"inkom case list; rm -rf /", "? finns inte"},
    {"inkom case list > /tmp/fil", "? fel antal argument"},
    {"inkom case list | less", "? fel antal argument"},
    {"inkom case show $(id)", "inkom case show '$(id)'"},
    {"inkom case show `id`", "inkom case show '`id`'"},

    /* Nothing that is somebody else's. */
    {"> inkom case close 2026/1", ""},
    {"Hej!\n\n> inkom case close 2026/1", ""},
    {"inkom case list\n\n> inkom case close 2026/1", "inkom case list"},
    {"inkom case list\n\nFrån: Anna\ninkom case close 2026/1", "inkom case list"},
    {"inkom case list\n\nSkriv ovanför den här raden\ninkom case close 2026/1", "inkom case list"},
    {"-----Ursprungligt meddelande-----\ninkom case close 2026/1", ""},
    {"Den 3 mars 2026 skrev Anna:\ninkom case close 2026/1", ""},
    {"Till: alla\ninkom case close 2026/1", ""},

    /* The word is a Swedish one. */
    {"Inkom i går från en boende på Storgatan", ""},
    {"inkom i går", ""},
    {"Inkom mail från Anna Ek", ""},
    {"Inkom mail som rör bussen", ""},
    {"inkom", ""},
    {"Inkom", ""},
    {"Ett brev som inkom case list", ""},
    {"inkomcase list", ""},

    /* Mistakes: nothing is done. */
    {"inkom case foo 2026/1", "? finns inte"},
    {"inkom cas close 2026/1", "? finns inte"},
    {"Inkom case clsoe 2026/1", "? finns inte"},
    {"inkom case close \"KS 2026/0412", "? citattecken"},
    {"inkom case close ”KS 2026/0412", "? citattecken"},
    {"inkom case close", "? fel antal argument"},
    {"inkom case close 2026/1 2026/2", "? fel antal argument"},
    {"inkom case close 2026/1 --json", "? flaggan --json"},
    {"inkom case close 2026/1 --help", "? flaggan --help"},
    {"inkom case close 2026/1 -h", "? flaggan -h"},
    {"inkom case close 2026/1 --", "? flaggan --"},
    {"inkom case close 2026/1 --attach /etc/passwd", "? flaggan --attach"},
    {"inkom case hold 2026/1 --reason", "? värdet efter --reason saknas"},
    {"inkom deadlines --overdue=ja", "? --overdue tar inget värde"},
    {"inkom -c /etc/inkom/annan.yaml case list", "? flaggor före kommandot"},
    {"inkom --now 2020-01-01 case list", "? flaggor före kommandot"},
    {"inkom init", "? kan inte ges i ett brev"},
    {"inkom run --once", "? kan inte ges i ett brev"},
    {"inkom doctor", "? kan inte ges i ett brev"},
    {"inkom import /var/mail", "? kan inte ges i ett brev: det läser filer"},
    {"inkom explain /etc/passwd", "? kan inte ges i ett brev: det läser filer"},
    {"inkom rules check", "? kan inte ges i ett brev"},
    {"inkom mail reconcile", "? kan inte ges i ett brev"},
    {"inkom mail raw 4", "? kan inte ges i ett brev: ett brev i original"},
    {"inkom case list\ninkom case clse 2026/1", "? case clse"},
    {"inkom case new --unit TN --title \"Gatan: Storgatan\"\n--secrecy 26:1",
     "? hör till kommandot"},
    {"inkom case hold 2026/1 --reason väntar\npå delar", "? inget kommando"},
    {"Jag vill att ni gör det här:\n\ninkom case close 2026/1", "? överst"},
    {"inkom case list\n\nOch så det här:\ninkom case close 2026/1", "? överst"},
};

static InkCommandLines *
read_as(const InkOrderWords *words, const char *type, const char *body)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *mail = g_strdup_printf(
        "From: registrator@exempelkommun.example\nSubject: inkom case close 2026/1\n"
        "MIME-Version: 1.0\nContent-Type: %s; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n%s\n",
        type, body);
    g_autoptr(GBytes) bytes = g_bytes_new(mail, strlen(mail));
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return ink_command_lines_read(words, message);
}

static char *
describe(const InkCommandLines *lines)
{
    GString *all = g_string_new(NULL);
    if (lines->doubt != NULL)
        g_string_append_printf(all, "? %s", lines->doubt);
    for (guint i = 0; i < lines->list->len; i++)
        g_string_append_printf(all, "%s%s", all->len > 0 ? "|" : "",
                               ((const InkCommandLine *)lines->list->pdata[i])->text);
    return g_string_free(all, FALSE);
}

static gboolean
is_as_expected(const char *found, const char *expected)
{
    return g_str_has_prefix(expected, "? ")
               ? g_str_has_prefix(found, "? ") && strstr(found, expected + 2) != NULL
               : g_str_equal(found, expected);
}

static InkOrderWords *
load(void)
{
    g_autofree char *file = test_path("rules/commands.yaml");
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkOrderWords *words = ink_order_words_load(file, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    return words;
}

static void
test_cases(void)
{
    g_autoptr(InkOrderWords) words = load();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(InkCommandLines) lines = read_as(words, "text/plain", cases[i].body);
        g_autofree char *found = describe(lines);
        if (is_as_expected(found, cases[i].found))
            continue;
        g_test_fail();
        g_test_message("\"%s\" gives \"%s\", not \"%s\"", cases[i].body, found, cases[i].found);
    }
}

/* What is confirmed and kept is the text: it must mean the same. */
static void
test_again(void)
{
    g_autoptr(InkOrderWords) words = load();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(InkCommandLines) lines = read_as(words, "text/plain", cases[i].body);
        for (guint l = 0; l < lines->list->len; l++) {
            const InkCommandLine *line = lines->list->pdata[l];
            InkCommandLine *again = ink_command_line_parse(line->text);
            g_assert_nonnull(again);
            g_assert_true(
                g_strv_equal((const char *const *)again->argv, (const char *const *)line->argv));
            g_assert_cmpstr(again->text, ==, line->text);
            ink_command_line_free(again);
        }
    }
}

static void
test_html(void)
{
    g_autoptr(InkOrderWords) words = load();
    g_autoptr(InkCommandLines) lines = read_as(words, "text/html", "<p>inkom case list</p>");
    g_assert_nonnull(strstr(lines->doubt, "HTML"));
    g_assert_cmpuint(lines->list->len, ==, 0);
}

static void
test_too_many(void)
{
    g_autoptr(InkOrderWords) words = load();
    g_autoptr(GString) body = g_string_new(NULL);
    for (guint i = 0; i < INK_COMMAND_LINES_MAX; i++)
        g_string_append(body, "inkom case list\n");
    g_autoptr(InkCommandLines) most = read_as(words, "text/plain", body->str);
    g_assert_cmpuint(most->list->len, ==, INK_COMMAND_LINES_MAX);
    g_string_append(body, "inkom case list\n");
    g_autoptr(InkCommandLines) more = read_as(words, "text/plain", body->str);
    g_assert_nonnull(strstr(more->doubt, "för många"));

    g_autofree char *title = g_strnfill(INK_COMMAND_LINE_MAX, 'a');
    g_autofree char *line = g_strdup_printf("inkom case title 2026/1 %s", title);
    g_autoptr(InkCommandLines) long_one = read_as(words, "text/plain", line);
    g_assert_nonnull(strstr(long_one->doubt, "för lång"));
}

static void
test_class(void)
{
    g_autoptr(InkOrderWords) words = load();
    g_autoptr(InkCommandLines) low =
        read_as(words, "text/plain", "inkom case list\ninkom case type 2026/1 klagomål");
    g_autoptr(InkCommandLines) high =
        read_as(words, "text/plain", "inkom case merge 2026/1 2026/2\ninkom case close 2026/1");
    g_assert_cmpint(ink_command_lines_get_class(low), ==, INK_BY_MAIL_LOW);
    g_assert_cmpint(ink_command_lines_get_class(high), ==, INK_BY_MAIL_HIGH);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/command-line/cases", test_cases);
    g_test_add_func("/command-line/again", test_again);
    g_test_add_func("/command-line/html", test_html);
    g_test_add_func("/command-line/too-many", test_too_many);
    g_test_add_func("/command-line/class", test_class);
    return g_test_run();
}
