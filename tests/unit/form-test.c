/* SPDX-License-Identifier: MIT
 *
 * Form files: what is said of bad ones (each tests/forms-bad/NN-name.yaml gives exactly
 * NN-name.expected), and that nothing a citizen writes passes for another field.
 */
#include "harness.h"

#include "inkom/origin.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const UNITS[] = {"KS", "TN", "BUN", "VON", "SN", "MBN", "KFN", NULL};
static const InkVocabulary VOCABULARY = {INK_TYPES, UNITS, INK_CHANNELS};

static InkClock *
clock_new_here(void)
{
    g_autoptr(GError) error = NULL;
    InkClock *clock = ink_clock_new("Europe/Stockholm", &error);
    g_assert_no_error(error);
    return clock;
}

static void
check_bad(gconstpointer data)
{
    const char *path = data;
    g_autofree char *base = g_strndup(path, strlen(path) - strlen("yaml"));
    g_autofree char *expected_file = g_strconcat(base, "expected", NULL);
    g_autofree char *expected = NULL;
    g_assert_true(g_file_get_contents(expected_file, &expected, NULL, NULL));

    /* Problems name the file as it was given: from its own folder. */
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *before = g_get_current_dir();
    g_assert_cmpint(g_chdir(folder), ==, 0);
    const char *paths[] = {name, NULL};
    g_autoptr(InkClock) clock = clock_new_here();
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkForms) forms = ink_forms_load(paths, &VOCABULARY, clock, problems);
    g_assert_cmpint(g_chdir(before), ==, 0);

    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, expected);
    g_assert_true((forms == NULL) == (ink_problems_count(problems, INK_SEVERITY_ERROR) > 0));
}

static void
add_bad_tests(GPtrArray *paths)
{
    g_autofree char *folder = test_path("tests/forms-bad");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_suffix(name, ".yaml")) {
            g_autofree char *test = g_strconcat("/form/bad/", name, NULL);
            char *path = g_build_filename(folder, name, NULL);
            g_ptr_array_add(paths, path);
            g_test_add_data_func(test, path, check_bad);
        }
}

/* --- what a form makes of a letter ------------------------------------------------------------*/

#define FORM                                                                                       \
    "forms:\n"                                                                                     \
    "- id: a\n"                                                                                    \
    "  when: {from: '<form@kommun\\.example>'}\n"                                                  \
    "  labels: {sender: [E-post, Epost], name: Namn, text: Meddelande, place: Plats, time: Tid}\n" \
    "  ignore: [Kategori]\n"                                                                       \
    "  arrival: time\n"                                                                            \
    "  required: text\n"                                                                           \
    "  present: sender\n"                                                                          \
    "  examples: {match: [{from: form@kommun.example, text: \"E-post:\\nMeddelande: hej\"}]}\n"

static InkForms *
load(const char *yaml, const InkClock *clock)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("inkom-forms-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *file = g_build_filename(folder, "a.yaml", NULL);
    g_assert_true(g_file_set_contents(file, yaml, -1, NULL));
    g_assert_true(ink_forms_is_form_path(file));
    g_assert_true(ink_forms_is_form_path(folder));
    const char *paths[] = {folder, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkForms *forms = ink_forms_load(paths, &VOCABULARY, clock, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    g_unlink(file);
    g_rmdir(folder);
    return forms;
}

static InkOrigin *
run_named(const char *yaml, const char *name, const char *from, const char *text, InkProof proof)
{
    g_autoptr(InkClock) clock = clock_new_here();
    g_autoptr(InkForms) forms = load(yaml, clock);
    g_autoptr(InkPatternScratch) patterns = ink_pattern_scratch_new();
    g_autoptr(GPtrArray) nobody = g_ptr_array_new();
    InkConfig config = {
        .domains = (char *[]){NULL}, .addresses = (char *[]){NULL}, .officers = nobody};
    const InkOriginFacts facts = {&config, forms, clock, patterns, proof};
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->from, ink_address_new(name, from));
    message->from_fields = 1;
    message->date = ink_clock_parse(clock, "2026-03-27T10:00");
    g_free(message->text);
    message->text = g_strdup(text);
    ink_pattern_scratch_begin_message(patterns);
    return ink_origin_find(message, &facts);
}

static InkOrigin *
run(const char *yaml, const char *from, const char *text, InkProof proof)
{
    return run_named(yaml, NULL, from, text, proof);
}

static const struct {
    const char *text, *sender, *name, *body;
    gboolean is_certain, is_misfit;
} letters[] = {
    {"E-post: a@b.example\nMeddelande: hej", "a@b.example", NULL, "hej", TRUE, FALSE},
    {"e-POST : A@B.Example \nMEDDELANDE:\thej", "a@b.example", NULL, "hej", TRUE, FALSE},
    {"*E-post:* a@b.example\n**Meddelande**\nhej\npå er", "a@b.example", NULL, "hej\npå er", TRUE,
     FALSE},
    {"E-post:\na@b.example\n\nMeddelande\n\nhej", "a@b.example", NULL, "hej", TRUE, FALSE},
    {"E-post:\xc2\xa0"
     "a@b.example\r\nMeddelande: hej",
     "a@b.example", NULL, "hej", TRUE, FALSE},
    {"E-\xe2\x80\x8bpost: a@b.example\nMeddelande: hej", "a@b.example", NULL, "hej", TRUE, FALSE},
    {"E-post: Anna Ek <a@b.example>\nMeddelande: hej", "a@b.example", "Anna Ek", "hej", TRUE,
     FALSE},
    /* No address is no address. */
    {"E-post:\nMeddelande: hej", NULL, NULL, "hej", TRUE, FALSE},
    {"E-post: har ingen\n… och mer\nâ\nMeddelande: hej", NULL, NULL, "hej", TRUE, FALSE},
    {"E-post: a@b.example, c@d.example\nMeddelande: hej", NULL, NULL, "hej", FALSE, FALSE},
    {"E-post: a@b.example\nBcc: c@d.example\nMeddelande: hej", "a@b.example", NULL, "hej", TRUE,
     FALSE},
    {"E-post: a@å.example\nMeddelande: hej", "a@xn--5ca.example", NULL, "hej", TRUE, FALSE},
    /* What stands twice is uncertain: a citizen may have written the one. */
    {"Meddelande: hej\nE-post: offer@b.example\nE-post: a@b.example", "offer@b.example", NULL,
     "hej", FALSE, FALSE},
    {"Meddelande: hej\nEpost: offer@b.example\nE-post: a@b.example", "offer@b.example", NULL, "hej",
     FALSE, FALSE},
    {"Meddelande: hej\nEpost: offer@b.example\nE-post:", "offer@b.example", NULL, "hej", FALSE,
     FALSE},
    {"Meddelande: hej\nE-post: a@b.example\nEpost: a@b.example", "a@b.example", NULL, "hej", TRUE,
     FALSE},
    {"E-post: a@b.example\nMeddelande: hej\nMeddelande: igen", "a@b.example", NULL, "hej", FALSE,
     FALSE},
    /* The form has changed. */
    {"Mejl: a@b.example\nMeddelande: hej", NULL, NULL, "hej", FALSE, TRUE},
    {"E-post: a@b.example\nMeddelande:   ", "a@b.example", NULL, "", FALSE, TRUE},
    {"E-post: a@b.example\nBudskap: hej", "a@b.example", NULL, "", FALSE, TRUE},
    {"", NULL, NULL, "", FALSE, TRUE},
};

static void
test_letters(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_test_message("%s", letters[i].text);
        g_autoptr(InkOrigin) origin =
            run(FORM, "form@kommun.example", letters[i].text, INK_PROOF_NONE);
        g_assert_cmpint(origin->kind, ==, INK_ORIGIN_FORM);
        g_assert_cmpstr(origin->sender, ==, letters[i].sender);
        g_assert_cmpstr(origin->sender_name, ==, letters[i].name);
        g_assert_cmpstr(origin->letter->text, ==, letters[i].body);
        g_assert_cmpint(origin->is_certain, ==, letters[i].is_certain);
        g_assert_cmpint(origin->is_misfit, ==, letters[i].is_misfit);
        g_assert_cmpint(origin->doubt == NULL, ==, origin->is_certain);
    }
}

static void
test_proof(void)
{
    static const char good[] = "E-post: a@b.example\nMeddelande: hej";
    g_autoptr(InkOrigin) passed = run(FORM, "form@kommun.example", good, INK_PROOF_PASSED);
    g_assert_true(passed->is_certain);
    g_autoptr(InkOrigin) failed = run(FORM, "form@kommun.example", good, INK_PROOF_FAILED);
    g_assert_false(failed->is_certain);
    /* Nobody outside can cause the alarm. */
    g_autoptr(InkOrigin) broken = run(FORM, "form@kommun.example", "hej", INK_PROOF_FAILED);
    g_assert_false(broken->is_certain);
    g_assert_false(broken->is_misfit);
    g_autoptr(InkOrigin) stranger = run(FORM, "form@kommun.example.org", good, INK_PROOF_NONE);
    g_assert_cmpint(stranger->kind, ==, INK_ORIGIN_DIRECT);
    g_assert_cmpstr(stranger->sender, ==, "form@kommun.example.org");
}

/* Whoever writes the form's address where a name or another address stands. */
static void
test_imitation(void)
{
    static const struct {
        const char *name, *from;
    } imitators[] = {
        {"<form@kommun.example>", "a@b.example"},
        {"Form <form@kommun.example>", "a@b.example"},
        {NULL, "\"<form@kommun.example>\"@b.example"},
        {NULL, "<form@kommun.example>@b.example"},
    };
    static const char good[] = "E-post: offer@b.example\nMeddelande: hej";
    for (gsize i = 0; i < G_N_ELEMENTS(imitators); i++) {
        g_test_message("%s %s", imitators[i].name, imitators[i].from);
        g_autoptr(InkOrigin) origin =
            run_named(FORM, imitators[i].name, imitators[i].from, good, INK_PROOF_PASSED);
        g_assert_cmpint(origin->kind, ==, INK_ORIGIN_DIRECT);
        g_assert_cmpstr(origin->sender, ==, imitators[i].from);
    }
    g_autoptr(InkOrigin) origin =
        run_named(FORM, "Form <b@c.example>", "form@kommun.example", good, INK_PROOF_PASSED);
    g_assert_cmpint(origin->kind, ==, INK_ORIGIN_FORM);
}

/* A text that makes a pattern slow must not make another's letter of the form's. */
static void
test_undecided(void)
{
    static const char *const forms[] = {
        "forms:\n- id: a\n  when: {from: '<form@kommun\\.example>', text: '(a|aa)+$'}\n"
        "  labels: {sender: E-post, text: Meddelande}\n  required: text\n"
        "  examples: {match: [{from: form@kommun.example, text: \"Meddelande: aa\"}]}\n",
        "forms:\n- id: a\n  when: {from: '<form@kommun\\.example>'}\n"
        "  labels: {sender: E-post, text: Meddelande}\n  end: '(a|aa)+$'\n"
        "  examples: {match: [{from: form@kommun.example, text: \"Meddelande: hej\"}]}\n",
        "forms:\n- id: a\n  when: {from: '<form@kommun\\.example>'}\n"
        "  labels: {sender: E-post}\n  patterns: [{pattern: '(?<text>(a|aa)+$)'}]\n"
        "  required: text\n"
        "  examples: {match: [{from: form@kommun.example, text: aa}]}\n"};
    g_autoptr(GString) text = g_string_new("E-post: b@c.example\nMeddelande: hej ");
    for (guint i = 0; i < 20000; i++)
        g_string_append_c(text, 'a');
    g_string_append_c(text, '!');
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(InkOrigin) origin =
            run(forms[i], "form@kommun.example", text->str, INK_PROOF_NONE);
        g_assert_cmpint(origin->kind, ==, INK_ORIGIN_FORM);
        g_assert_false(origin->is_certain);
        g_assert_false(origin->is_misfit); /* anybody can cause it */
        g_assert_nonnull(strstr(origin->doubt, i == 2 ? "text" : "tog för lång tid"));
    }
}

static const struct {
    const char *written, *date; /* NULL: the letter's own */
} times[] = {
    {"2026-03-26 21:40", "2026-03-26T21:40:00+01:00"},
    {"den 26 mars 2026 kl. 21:40", "2026-03-26T21:40:00+01:00"},
    {"2026-03-28 10:00", NULL}, /* after the letter */
    {"2025-03-26 10:00", NULL}, /* a year before it */
    {"nyss", NULL},
    {"", NULL},
};

static void
test_times(void)
{
    g_autoptr(InkClock) clock = clock_new_here();
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        g_autofree char *text =
            g_strdup_printf("E-post: a@b.example\nTid: %s\nMeddelande: hej", times[i].written);
        g_autoptr(InkOrigin) origin = run(FORM, "form@kommun.example", text, INK_PROOF_NONE);
        g_autofree char *date = ink_clock_format(clock, origin->date);
        g_assert_cmpstr(date, ==, times[i].date);
        g_assert_true(origin->is_certain);
    }
}

/* 100 KB of nothing but labels, and of one label without end. */
static void
test_hostile(void)
{
    static const char *const pieces[] = {
        "E-post: a@b.example\n", "Meddelande", "Namn:\n", ":", "\n", "> ", "** ", "E-post:E-post:"};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 100 * 1024)
            g_string_append(text, pieces[i]);
        gint64 start = g_get_monotonic_time();
        g_autoptr(InkOrigin) origin = run(FORM, "form@kommun.example", text->str, INK_PROOF_NONE);
        g_assert_false(origin->is_certain);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    add_bad_tests(paths);
    g_test_add_func("/form/letters", test_letters);
    g_test_add_func("/form/proof", test_proof);
    g_test_add_func("/form/times", test_times);
    g_test_add_func("/form/imitation", test_imitation);
    g_test_add_func("/form/undecided", test_undecided);
    g_test_add_func("/form/hostile", test_hostile);
    return g_test_run();
}
