/* SPDX-License-Identifier: MIT
 *
 * Templates: what is put in, what is left out, and every mistake with its place.
 */
#include "harness.h"
#include "inkom/error.h"
#include "inkom/template.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
    char *dir, *language_dir, *file;
    GHashTable *values;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->dir = g_dir_make_tmp("inkom-template-XXXXXX", NULL);
    g_assert_nonnull(fixture->dir);
    fixture->language_dir = g_build_filename(fixture->dir, "sv", NULL);
    g_assert_cmpint(g_mkdir(fixture->language_dir, 0700), ==, 0);
    fixture->file = g_build_filename(fixture->language_dir, "letter.txt", NULL);
    fixture->values = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(fixture->values, (char *)"dnr", (char *)"KS 2026/0412");
    g_hash_table_insert(fixture->values, (char *)"due", (char *)"fredag 27 mars 2026");
    g_hash_table_insert(fixture->values, (char *)"inbox", (char *)"");
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_unlink(fixture->file);
    g_rmdir(fixture->language_dir);
    g_rmdir(fixture->dir);
    g_hash_table_unref(fixture->values);
    g_free(fixture->file);
    g_free(fixture->language_dir);
    g_free(fixture->dir);
}

static InkTemplates *
load(const Fixture *fixture, const char *text, char **out_problems)
{
    g_assert_true(g_file_set_contents(fixture->file, text, -1, NULL));
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkTemplates *templates = ink_templates_load(fixture->dir, ink_template_fields, problems);
    *out_problems = ink_problems_format(problems);
    return templates;
}

static void
render(const Fixture *fixture, const char *text, char **out_subject, char **out_body)
{
    g_autofree char *problems = NULL;
    g_autoptr(InkTemplates) templates = load(fixture, text, &problems);
    g_assert_cmpstr(problems, ==, "");
    g_assert_true(ink_templates_render(templates, "sv", "letter", fixture->values, out_subject,
                                       out_body, NULL));
}

static void
test_bodies(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    /* dnr and due have values; inbox is "" and organisation is not there: no values. */
    static const char *const rows[][2] = {
        {"Hej!\n", "Hej!\n"},
        {"Hej!", "Hej!\n"},
        {"Nr {{dnr}}.\n", "Nr KS 2026/0412.\n"},
        {"Nr {{ dnr\t}}.\n", "Nr KS 2026/0412.\n"},
        {"<{{inbox}}{{organisation}}>\n", "<>\n"},
        {"{{dnr}}{{dnr}}\n", "KS 2026/0412KS 2026/0412\n"},
        {"a{ {b} }c\n", "a{ {b} }c\n"},
        {"a{{! inte {med} }}b\n", "ab\n"},
        {"a{{!dnr}}b{{ ! x}}c\n", "abc\n"},
        {"{{#dnr}}ja{{/dnr}}{{^dnr}}nej{{/dnr}}\n", "ja\n"},
        {"{{#inbox}}ja{{/inbox}}{{^inbox}}nej{{/inbox}}\n", "nej\n"},
        {"{{# dnr }}ja{{/ dnr }}\n", "ja\n"},
        /* Nested sections, also of the same field. */
        {"{{#dnr}}a{{#inbox}}b{{#due}}c{{/due}}{{/inbox}}d{{/dnr}}e\n", "ade\n"},
        {"{{#dnr}}a{{^inbox}}b{{#due}}c{{/due}}{{/inbox}}d{{/dnr}}e\n", "abcde\n"},
        {"{{#inbox}}a{{#due}}b{{/due}}c{{/inbox}}d\n", "d\n"},
        {"{{#dnr}}a{{#dnr}}b{{/dnr}}c{{/dnr}}\n", "abc\n"},
        {"{{#dnr}}{{/dnr}}x\n", "x\n"},
        {"x{{#inbox}}y{{/inbox}}", "x\n"},
        /* A line for the writer leaves nothing behind; a line with text keeps its end. */
        {"a\n{{#dnr}}\nb\n{{/dnr}}\nc\n", "a\nb\nc\n"},
        {"a\n{{#inbox}}\nb\n{{/inbox}}\nc\n", "a\nc\n"},
        {"a\n  {{! två ord }}  \nb\n", "a\nb\n"},
        {"a\n{{#dnr}}{{/dnr}}\nb\n", "a\n\nb\n"},
        {"a\n{{inbox}}\nb\n", "a\n\nb\n"},
        {"a\r\nb {{dnr}}\r\n", "a\nb KS 2026/0412\n"},
        {"a\n\n\nb\n", "a\n\n\nb\n"},
        {"Ämne: åäö 😀 {{dnr}}\n", "Ämne: åäö 😀 KS 2026/0412\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat("Subject: S\n\n", rows[i][0], NULL);
        g_autofree char *subject = NULL, *body = NULL;
        render(fixture, text, &subject, &body);
        g_assert_cmpstr(subject, ==, "S");
        g_assert_cmpstr(body, ==, rows[i][1]);
    }
}

static void
test_subjects(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const rows[][2] = {
        {"Subject: Tack", "Tack"},
        {"Subject:Tack", "Tack"},
        {"Subject:   Tack  för  det ", "Tack för det"},
        {"Subject: [{{dnr}}] Tack", "[KS 2026/0412] Tack"},
        {"Subject: {{#inbox}}[{{inbox}}] {{/inbox}}Tack", "Tack"},
        {"Subject: {{#dnr}}[{{dnr}}] {{/dnr}}Tack", "[KS 2026/0412] Tack"},
        {"\xEF\xBB\xBFSubject: Tack\r", "Tack"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat(rows[i][0], "\n\nHej!\n", NULL);
        g_autofree char *subject = NULL, *body = NULL;
        render(fixture, text, &subject, &body);
        g_assert_cmpstr(subject, ==, rows[i][1]);
        g_assert_cmpstr(body, ==, "Hej!\n");
    }
}

/* Values are text: no tag in them is read, and no line end of theirs gets into the subject. */
static void
test_values_cannot_inject(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const rows[][2] = {
        {"a\r\nBcc: x@example.com", "a Bcc: x@example.com"},
        {"a\nb\rc\n\n\nd", "a b c d"},
        {"a\xC2\x85"
         "b\xE2\x80\xA8"
         "c\xE2\x80\xA9"
         "d\fe\vf\x1B[0m",
         "a b c d e f [0m"},
        {"\n\r\n", ""},
        {"\n a \n", "a"},
        {"{{dnr}} {{#due}} {{/x}} %s %n", "{{dnr}} {{#due}} {{/x}} %s %n"},
        {"<b>&amp;", "<b>&amp;"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *subject = NULL, *body = NULL;
        g_hash_table_insert(fixture->values, (char *)"what", (char *)rows[i][0]);
        render(fixture, "Subject: {{what}}\n\n<{{what}}>\n", &subject, &body);
        g_assert_cmpstr(subject, ==, rows[i][1]);
        g_autofree char *expected = g_strconcat("<", rows[i][0], ">\n", NULL);
        g_assert_cmpstr(body, ==, expected);
    }
}

/* Fields of its own: the mistakes name them all. */
static void
test_bad_templates(void)
{
    static const char *const fields[] = {"organisation", "unit_name",   "dnr",  "arrived", "due",
                                         "inbox",        "privacy_url", "what", "detail",  NULL};
    g_autofree char *dir = test_path("tests/templates-bad");
    g_autofree char *file = test_path("tests/templates-bad/expected");
    g_autofree char *expected = NULL;
    g_assert_true(g_file_get_contents(file, &expected, NULL, NULL));

    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkTemplates) templates = ink_templates_load(dir, fields, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_auto(GStrv) parts = g_strsplit(text, dir, -1);
    g_autofree char *relative = g_strjoinv("templates-bad", parts);
    g_assert_cmpstr(relative, ==, expected);
    g_assert_false(ink_templates_has(templates, "sv", "unknown-field"));
    g_assert_false(ink_templates_has(templates, "sv", "latin1"));
}

/* However the text is cut, the parser ends and says something or nothing. */
static void
test_every_beginning_of_a_template(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const char *text = "Subject: {{#dnr}}[{{dnr}}]{{/dnr}} å\n\n{{#due}}{{^inbox}}ä{{/inbox}}\n"
                       "{{! b }}{{/due}}\n";
    for (gsize size = 0; size <= strlen(text); size++) {
        g_autofree char *beginning = g_strndup(text, size);
        g_autofree char *problems = NULL;
        g_autoptr(InkTemplates) templates = load(fixture, beginning, &problems);
        g_assert_cmpint(ink_templates_has(templates, "sv", "letter"), ==, *problems == '\0');
    }
}

static void
test_uses(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *problems = NULL;
    g_autoptr(InkTemplates) templates =
        load(fixture,
             "Subject: [{{dnr}}]\n\n{{#due}}Senast {{due}} till {{inbox}}.{{/due}}"
             "{{^organisation}}{{unit_name}}{{/organisation}}{{#what}}{{/what}} detail\n",
             &problems);
    g_assert_true(ink_templates_uses(templates, "sv", "letter", "dnr"));
    g_assert_true(ink_templates_uses(templates, "sv", "letter", "due"));
    g_assert_true(ink_templates_uses(templates, "sv", "letter", "unit_name"));
    g_assert_false(ink_templates_uses(templates, "sv", "letter", "inbox"));
    g_assert_false(ink_templates_uses(templates, "sv", "letter", "what"));
    g_assert_false(ink_templates_uses(templates, "sv", "letter", "detail"));
    g_assert_false(ink_templates_uses(templates, "fi", "letter", "dnr"));
}

static void
test_missing_template(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *problems = NULL;
    g_autoptr(InkTemplates) templates = load(fixture, "Subject: S\n\nHej!\n", &problems);
    g_assert_true(ink_templates_has(templates, "sv", "letter"));
    g_assert_false(ink_templates_has(templates, "fi", "letter"));
    g_assert_false(ink_templates_has(templates, "sv", "letter.txt"));

    char untouched[] = "untouched";
    char *subject = untouched, *body = untouched;
    g_autoptr(GError) error = NULL;
    g_assert_false(
        ink_templates_render(templates, "fi", "letter", fixture->values, &subject, &body, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    g_assert_nonnull(strstr(error->message, "fi/letter.txt"));
    g_assert_true(subject == untouched && body == untouched);
}

static void
test_missing_folder(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *dir = g_build_filename(fixture->dir, "nowhere", NULL);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkTemplates) templates = ink_templates_load(dir, ink_template_fields, problems);
    g_assert_nonnull(templates);
    g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), ==, 1);
    g_assert_cmpstr(ink_problems_get(problems, 0)->file, ==, dir);
}

#define ADD(path, function)                                                                        \
    g_test_add("/template/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("bodies", test_bodies);
    ADD("subjects", test_subjects);
    ADD("values-cannot-inject", test_values_cannot_inject);
    g_test_add_func("/template/bad", test_bad_templates);
    ADD("every-beginning", test_every_beginning_of_a_template);
    ADD("uses", test_uses);
    ADD("missing-template", test_missing_template);
    ADD("missing-folder", test_missing_folder);
    return g_test_run();
}
