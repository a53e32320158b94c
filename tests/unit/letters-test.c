/* SPDX-License-Identifier: MIT
 *
 * The letters that Inkom is shipped with: each loads without a mistake, names what it must, and is
 * a short, plain letter with every field and with none.
 */
#include "harness.h"
#include "inkom/template.h"

#include <string.h>

#define LETTER_MAX_BYTES 4096 /* a receipt must not amplify what a forger sends */
#define LINE_MAX_CHARS   72

typedef struct {
    const char *language, *name;
    const char *must_name[8];
} Letter;

static const Letter letters[] = {
    {"sv",
     "receipt",
     {"organisation", "unit_name", "dnr", "due", "arrived", "inbox", "privacy_url"}},
    {"en",
     "receipt",
     {"organisation", "unit_name", "dnr", "due", "arrived", "inbox", "privacy_url"}},
    {"fi",
     "receipt",
     {"organisation", "unit_name", "dnr", "due", "arrived", "inbox", "privacy_url"}},
    {"sv", "alert", {"what", "detail", "dnr"}},
    {"sv", "closing", {"organisation", "unit_name", "dnr", "arrived", "inbox"}},
    {"en", "closing", {"organisation", "unit_name", "dnr", "arrived", "inbox"}},
    {"fi", "closing", {"organisation", "unit_name", "dnr", "arrived", "inbox"}},
    {"sv", "relay", {"organisation", "unit_name", "dnr", "officer", "inbox", "answer"}},
    {"en", "relay", {"organisation", "unit_name", "dnr", "officer", "inbox", "answer"}},
    {"fi", "relay", {"organisation", "unit_name", "dnr", "officer", "inbox", "answer"}},
    {"sv", "assignment", {"dnr", "title", "sender", "arrived", "due", "inbox", "words"}},
    {"sv", "reassigned", {"dnr", "detail"}},
    {"sv", "returned", {"dnr", "detail", "title", "arrived", "due"}},
    {"sv", "transferred", {"dnr", "unit_name", "title", "arrived", "due", "detail"}},
    {"sv", "record", {"dnr", "title", "due", "inbox", "words"}},
    {"sv", "reopened", {"dnr", "title", "due", "inbox", "words"}},
    {"sv", "answered", {"dnr", "title", "officer", "measure", "detail"}},
    {"sv", "copy-registered", {"dnr", "title", "unit_name", "officer", "arrived", "due"}},
    {"sv", "order-done", {"dnr", "detail"}},
    {"sv", "order-waiting", {"dnr", "detail", "until"}},
    {"sv", "order-confirm", {"dnr", "detail", "until"}},
    {"sv", "order-question", {"dnr", "detail"}},
    {"sv", "order-refused", {"dnr", "detail"}},
    {"sv", "order-undone", {"dnr", "detail"}},
    {"sv", "copy-answered", {"dnr", "title", "unit_name", "officer", "measure", "words"}},
};

static const char *const example_values[][2] = {
    {"organisation", "Exempelkommun"},
    {"unit_name", "Samhällsbyggnadsnämnden"},
    {"dnr", "SBN 2026/0412"},
    {"arrived", "fredag 27 mars 2026"},
    {"due", "onsdag 30 september 2026"},
    {"inbox", "inkorg@exempelkommun.example"},
    {"privacy_url", "https://www.exempelkommun.example/personuppgifter"},
    {"what", "ett brev gick inte att skicka"},
    {"detail", "Mottagarens server svarar inte."},
    {"officer", "Karin Berg"},
    {"title", "Lampa: Storgatan"},
    {"type", "felanmälan"},
    {"sender", "Anna Ek <anna.ek@example.org>"},
    {"words", "Gatlampan är trasig."},
    {"answer", "Lampan lyser igen."},
    {"measure", "Lampan är bytt."},
    {"until", "onsdag 30 september 2026 klockan 16:45"},
};

static InkTemplates *
load(void)
{
    g_autofree char *dir = test_path("templates");
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkTemplates *templates = ink_templates_load(dir, ink_template_fields, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    return templates;
}

static GHashTable *
make_values(void)
{
    GHashTable *values = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < G_N_ELEMENTS(example_values); i++)
        g_hash_table_insert(values, (char *)example_values[i][0], (char *)example_values[i][1]);
    return values;
}

static void
assert_is_plain_letter(const char *subject, const char *body)
{
    g_assert_cmpuint(strlen(subject) + strlen(body), <, LETTER_MAX_BYTES);
    g_assert_null(strstr(subject, "{{"));
    g_assert_null(strstr(body, "{{"));
    g_assert_null(strstr(body, "}}"));
    g_assert_null(strstr(body, "\n\n\n"));
    g_assert_null(strstr(body, " \n"));
    g_assert_true(g_str_has_suffix(body, "\n"));
    g_assert_false(g_str_has_suffix(body, "\n\n"));
    g_assert_false(g_str_has_prefix(body, "\n"));
    g_assert_cmpint(g_utf8_strlen(subject, -1), <=, LINE_MAX_CHARS);

    g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        g_assert_cmpint(g_utf8_strlen(*line, -1), <=, LINE_MAX_CHARS);
}

static void
test_with_every_field(void)
{
    g_autoptr(InkTemplates) templates = load();
    g_autoptr(GHashTable) values = make_values();
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autofree char *subject = NULL, *body = NULL;
        g_assert_true(ink_templates_render(templates, letters[i].language, letters[i].name, values,
                                           &subject, &body, NULL));
        assert_is_plain_letter(subject, body);
        for (const char *const *field = letters[i].must_name; *field != NULL; field++)
            g_assert_nonnull(strstr(body, g_hash_table_lookup(values, *field)));
        g_assert_nonnull(strstr(subject, "[SBN 2026/0412]"));
    }
}

static void
test_with_no_field(void)
{
    g_autoptr(InkTemplates) templates = load();
    g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autofree char *subject = NULL, *body = NULL;
        g_assert_true(ink_templates_render(templates, letters[i].language, letters[i].name, values,
                                           &subject, &body, NULL));
        g_assert_null(strstr(subject, "{{"));
        g_assert_null(strstr(body, "{{"));
        g_assert_cmpuint(strlen(body), <, LETTER_MAX_BYTES);
    }
}

static void
test_required_fields(void)
{
    g_autoptr(InkTemplates) templates = load();
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        for (const char *const *field = letters[i].must_name; *field != NULL; field++) {
            g_test_message("%s/%s %s", letters[i].language, letters[i].name, *field);
            g_assert_true(
                ink_templates_uses(templates, letters[i].language, letters[i].name, *field));
        }
    }
}

/* An ack of a synpunkt promises an answer, never a decision: it is no ärende with parties. */
static void
test_no_decision_is_promised(void)
{
    static const char *const words[][3] = {
        {"sv", "beslut", "allmän handling"},
        {"en", "decision", "official document"},
        {"fi", "päätö", "yleinen asiakirja"},
    };
    g_autoptr(InkTemplates) templates = load();
    g_autoptr(GHashTable) values = make_values();
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *subject = NULL, *body = NULL;
        g_assert_true(
            ink_templates_render(templates, words[i][0], "receipt", values, &subject, &body, NULL));
        g_assert_null(strstr(body, words[i][1]));
        g_assert_nonnull(strstr(body, words[i][2]));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/letters/every-field", test_with_every_field);
    g_test_add_func("/letters/no-field", test_with_no_field);
    g_test_add_func("/letters/required-fields", test_required_fields);
    g_test_add_func("/letters/no-decision", test_no_decision_is_promised);
    return g_test_run();
}
