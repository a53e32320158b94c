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
    {"sv", "reminder", {"dnr", "title", "due", "late", "inbox", "draft"}},
    {"sv", "delay", {"dnr", "title", "due", "inbox", "draft"}},
    {"sv", "away", {"dnr", "detail", "due"}},
    {"sv", "told", {"dnr", "what", "detail", "inbox"}},
    {"sv", "delay-draft", {"dnr", "arrived", "due", "officer", "unit_name", "organisation"}},
    {"en", "delay-draft", {"dnr", "arrived", "due", "officer", "unit_name", "organisation"}},
    {"fi", "delay-draft", {"dnr", "arrived", "due", "officer", "unit_name", "organisation"}},
    {"sv", "appeal", {"arrived", "contact", "organisation"}},
    {"sv", "concern", {"arrived", "contact", "organisation"}},
    {"sv", "proposal", {"arrived", "contact", "organisation"}},
    {"sv", "referral", {"what", "contact", "organisation"}},
    {"sv", "refusal", {"contact", "organisation"}},
    {"sv", "request", {"arrived", "contact", "organisation"}},
    {"en", "appeal", {"arrived", "contact", "organisation"}},
    {"en", "concern", {"arrived", "contact", "organisation"}},
    {"en", "proposal", {"arrived", "contact", "organisation"}},
    {"en", "referral", {"what", "contact", "organisation"}},
    {"en", "refusal", {"contact", "organisation"}},
    {"en", "request", {"arrived", "contact", "organisation"}},
    {"fi", "appeal", {"arrived", "contact", "organisation"}},
    {"fi", "concern", {"arrived", "contact", "organisation"}},
    {"fi", "proposal", {"arrived", "contact", "organisation"}},
    {"fi", "referral", {"what", "contact", "organisation"}},
    {"fi", "refusal", {"contact", "organisation"}},
    {"fi", "request", {"arrived", "contact", "organisation"}},
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
    {"until", "onsdag 30 september 2026 kl. 16.45"},
    {"late", "12 arbetsdagar"},
    {"draft", "Hej!\n\nDet dröjer."},
    {"contact", "Ring Försäkringskassan."},
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
    for (char **line = lines; *line != NULL; line++) {
        g_test_message("%s", *line);
        g_assert_cmpint(g_utf8_strlen(*line, -1), <=, LINE_MAX_CHARS);
    }
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

/* What a citizen can get is there in three languages, and says the same in each. */
static void
test_every_language(void)
{
    static const char *const languages[] = {"en", "fi"};
    static const char *const names[] = {"receipt", "closing",  "delay-draft", "appeal",
                                        "concern", "proposal", "referral",    "refusal",
                                        "request", "relay",    "fault"};
    g_autoptr(InkTemplates) templates = load();
    for (gsize n = 0; n < G_N_ELEMENTS(names); n++)
        for (gsize l = 0; l < G_N_ELEMENTS(languages); l++) {
            g_test_message("%s/%s", languages[l], names[n]);
            g_assert_true(ink_templates_has(templates, languages[l], names[n]));
            for (const char *const *field = ink_template_fields; *field != NULL; field++)
                g_assert_cmpint(ink_templates_uses(templates, languages[l], names[n], *field), ==,
                                ink_templates_uses(templates, "sv", names[n], *field));
        }
}

/* Whoever looks at a letter sees what may stand in it. */
static void
test_examples(void)
{
    static const char *const never[] = {"secret",   "internal", "answer_to", "information",
                                        "noted_by", "relay",    NULL};
    for (const char *const *field = ink_template_fields; *field != NULL; field++) {
        g_autofree char *example = ink_template_make_example("receipt", *field, "sv");
        g_test_message("%s", *field);
        g_assert_true((example != NULL) != g_strv_contains(never, *field));
    }
}

/* What a letter has to say for itself is not the same in an alert as in a reminder. */
static void
test_examples_of_letters(void)
{
    static const char *const own[] = {"what", "detail", NULL};
    g_autoptr(InkTemplates) templates = load();
    g_autofree char *dir = test_path("templates/sv");
    g_autoptr(GDir) folder = g_dir_open(dir, 0, NULL);
    for (const char *file; (file = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *letter = g_strndup(file, strlen(file) - strlen(".txt"));
        for (const char *const *field = own; *field != NULL; field++) {
            if (!ink_templates_uses(templates, "sv", letter, *field))
                continue;
            g_autofree char *any = ink_template_make_example("–", *field, "sv");
            g_autofree char *example = ink_template_make_example(letter, *field, "sv");
            g_test_message("%s: %s", letter, *field);
            g_assert_cmpstr(example, !=, any);
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
    g_test_add_func("/letters/every-language", test_every_language);
    g_test_add_func("/letters/examples", test_examples);
    g_test_add_func("/letters/examples-of-letters", test_examples_of_letters);
    return g_test_run();
}
