/* SPDX-License-Identifier: MIT
 *
 * The routines that Inkom is delivered with: what each rule of the municipalities' documents says,
 * by its id, and that COVERAGE.md answers for every rule once.
 */
#include "inkom/routine.h"

#include "harness.h"
#include "routine-show.h"

#include <string.h>

static const struct {
    const char *file, *rule, *line;
} RULES[] = {
    {"koping", "A14", "answer.within 5 arbetsdagar"},
    {"koping", "A14", "answer.from inkommet"},
    {"koping", "A8", "receipt.template receipt"},
    {"koping", "A9, A10", "receipt.must_say [dnr, due]"},
    {"koping", "A28", "receipt.when registrering"},
    {"koping", "A18, A19",
     "channel sociala medier: answer 24 timmar, receipt nej, later_mail ja, to ingen"},
    {"koping", "A22", "oral.register ja"},
    {"koping", "A22", "oral.consent nej"},
    {"koping", "A27", "assignment.officers alla"},
    {"koping", "A33", "closing.when_answered nej"},
    {"koping", "A35", "closing.after_silence 21 dagar"},
    {"koping", "A35", "closing.announce nej"},
    {"koping", "A35", "closing.thanks_restart ja"},
    {"koping", "A35", "later_mail.to_closed öppna"},
    {"koping", "A39", "types en"},
    {"koping", "A40", "later_mail.stranger tillför"},
    {"koping", "A41", "simple_questions.register ja"},
    {"koping", "F: no reminder", "reminders []"},

    {"hjo", "B1", "types flera"},
    {"hjo", "B2", "simple_questions.register ja"},
    {"hjo", "B3",
     "procedure avvikelse: to [], letter ingen genast, secrecy 26:1, case nej, forward "
     "ja, copy nej"},
    {"hjo", "B4",
     "procedure överklagande: to [], letter appeal genast, secrecy ingen, case nej, "
     "forward nej, copy nej"},
    {"hjo", "B5",
     "procedure kränkande behandling: to [], letter concern genast, secrecy 23:2, case "
     "nej, forward nej, copy nej"},
    {"hjo", "B6",
     "procedure felanmälan: to [], letter fault genast, secrecy ingen, case ja, "
     "forward nej, copy nej"},
    {"hjo", "B7",
     "procedure personangrepp: to [], letter refusal beslut, secrecy ingen, case ja, "
     "forward nej, copy nej"},
    {"hjo", "B9", "internal.to_chef ja"},
    {"hjo", "B10", "internal.hint Ta gärna upp synpunkten på nästa APT."},
    {"hjo", "B13", "oral.register ja"},
    {"hjo", "B17", "oral.consent ja"},
    {"hjo", "B21", "receipt.within 2 arbetsdagar"},
    {"hjo", "B22", "receipt.when tilldelning"},
    {"hjo", "B22", "receipt.must_say [dnr, officer]"},
    {"hjo", "B23", "assignment.officers chefer"},
    {"hjo", "B24", "answer.within 10 arbetsdagar"},
    {"hjo", "B24", "answer.from bekräftat"},
    {"hjo", "B25, B26", "reminders [+1 arbetsdag]"},
    {"hjo", "B29", "anonymous.register ja"},
    {"hjo", "B32", "channel sociala medier: answer –, receipt nej, later_mail ja, to ingen"},
    {"hjo", "B35", "minor.decision kommunens dokumenthanteringsplan"},
    {"hjo", "B36", "minor.decided_by människa"},

    {"norrkoping", "C9", "receipt.template receipt"},
    {"norrkoping", "C12", "first_response 24 timmar på vardagar"},
    {"norrkoping", "C14", "closing.when_answered ja"},
    {"norrkoping", "C15", "assignment.called kontaktperson"},
    {"norrkoping", "C17", "answer.within ingen"},
    {"norrkoping", "C17", "closing.after_silence ingen"},

    {"stromstad", "D3", "answer.within ingen"},
    {"stromstad", "D3", "first_response ingen"},
    {"stromstad", "D7", "simple_questions.register ja"},
    {"stromstad", "D8", "assignment.officers alla"},
    {"stromstad", "D13", "oral.register nej"},
    {"stromstad", "D14", "receipt.template receipt"},
    {"stromstad", "D14", "receipt.must_say []"},
    {"stromstad", "D15", "closing.announce ja"},
    {"stromstad", "D16", "anonymous.register nej"},

    {"nordanstig", "E5",
     "procedure avvikelse: to [], letter ingen genast, secrecy 26:1, case nej, "
     "forward nej, copy nej"},
    {"nordanstig", "E6", "oral.register ja"},
    {"nordanstig", "E12", "channel sociala medier: answer –, receipt ja, later_mail nej, to ingen"},
    {"nordanstig", "E15", "receipt.template receipt"},
    {"nordanstig", "E18", "assignment.within 2 arbetsdagar"},
    {"nordanstig", "E18", "assignment.officers chefer"},
    {"nordanstig", "E20", "answer.within 10 arbetsdagar"},
    {"nordanstig", "E20", "answer.needs_contact ja"},
    {"nordanstig", "E20", "anonymous.register ja"},
    {"nordanstig", "E21",
     "assignment.hint Berätta i svaret vad som är gjort, om sekretessen medger det."},
    {"nordanstig", "E24", "closing.when_answered ja"},
    {"nordanstig", "E28",
     "procedure miljöfråga: to [], letter receipt genast, secrecy ingen, case ja, "
     "forward ja, copy ja"},
    {"nordanstig", "E29",
     "procedure överklagande: to [], letter appeal genast, secrecy ingen, case nej, "
     "forward nej, copy nej"},
    {"nordanstig", "E30", "authority Försäkringskassan: Försäkringskassans kundcenter"},
    {"nordanstig", "E31", "minor.decision kommunens dokumenthanteringsplan"},
    {"nordanstig", "E32", "simple_questions.register nej"},

    {"standard", "10 working days", "answer.within 10 arbetsdagar"},
    {"standard", "number and date", "receipt.must_say [dnr, due]"},
    {"standard", "before and after", "reminders [-2 arbetsdagar, +1 arbetsdag]"},
    {"standard", "three weeks", "closing.after_silence 21 dagar"},
    {"standard", "off by default", "relay nej"},
};

static char *
show_shipped(const char *name)
{
    g_autofree char *relative = g_strdup_printf("rules/routines/%s.yaml", name);
    g_autofree char *file = test_path(relative);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = ink_routine_load(file, problems);
    g_autofree char *mistakes = ink_problems_format(problems);
    g_assert_cmpstr(mistakes, ==, "");
    return show_routine(routine);
}

static void
test_rules(void)
{
    g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(RULES); i++) {
        const char *name = RULES[i].file;
        if (!g_hash_table_contains(shown, name))
            g_hash_table_insert(shown, (gpointer)name, show_shipped(name));
        g_test_message("%s: %s", name, RULES[i].rule);
        assert_says(g_hash_table_lookup(shown, name), RULES[i].line);
    }
    g_assert_cmpuint(g_hash_table_size(shown), ==, 6);
}

/* Every file in the folder is one of those above, and none writes to anybody as it is delivered:
 * the addresses are the municipality's own. */
static void
test_no_address(void)
{
    g_autofree char *folder = test_path("rules/routines");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    guint count = 0;
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        if (!g_str_has_suffix(name, ".yaml"))
            continue;
        g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".yaml"));
        g_autofree char *shown = show_shipped(stem);
        g_test_message("%s", name);
        g_assert_null(strchr(shown, '@'));
        count++;
    }
    g_assert_cmpuint(count, ==, 6);
}

static const struct {
    const char *prefix;
    guint count;
} DOCUMENTS[] = {{"A", 41}, {"B", 46}, {"C", 17}, {"D", 20}, {"E", 34}};

/* A row is "| A14 | what | state | where or why |", with something in every cell. */
static void
read_row(GHashTable *seen, const char *line)
{
    static const char *const STATES[] = {"gjort", "senare", "inte programvara", NULL};
    g_auto(GStrv) cells = g_strsplit(line, "|", -1);
    if (g_strv_length(cells) < 3 || !g_ascii_isupper(g_strstrip(cells[1])[0]) ||
        !g_ascii_isdigit(cells[1][1]))
        return;
    g_test_message("%s", line);
    g_assert_cmpuint(g_strv_length(cells), ==, 6);
    for (guint i = 2; i < 5; i++)
        g_assert_cmpstr(g_strstrip(cells[i]), !=, "");
    g_assert_true(g_strv_contains(STATES, cells[3]));
    g_assert_true(g_hash_table_add(seen, g_strdup(cells[1])));
}

static void
test_coverage(void)
{
    g_autofree char *file = test_path("rules/routines/COVERAGE.md");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        if (g_str_has_prefix(*line, "| "))
            read_row(seen, *line);
    guint total = 0;
    for (gsize d = 0; d < G_N_ELEMENTS(DOCUMENTS); d++)
        for (guint i = 1; i <= DOCUMENTS[d].count; i++, total++) {
            g_autofree char *id = g_strdup_printf("%s%u", DOCUMENTS[d].prefix, i);
            g_test_message("%s", id);
            g_assert_true(g_hash_table_contains(seen, id));
        }
    g_assert_cmpuint(g_hash_table_size(seen), ==, total);
}

/* --- a key that is read is followed -----------------------------------------------------------*/

/* All that follows a routine, as one text: not what reads and checks it, nor init, which lists it.
 */
static void
add_sources(GString *all, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
        gboolean is_reader = g_str_equal(name, "config") || g_str_equal(name, "init.c") ||
                             g_str_equal(name, "letter-check.c");
        if (g_file_test(path, G_FILE_TEST_IS_DIR) && !is_reader)
            add_sources(all, path);
        else if (g_str_has_suffix(name, ".c") && !is_reader &&
                 g_file_get_contents(path, &text, NULL, NULL))
            g_string_append(all, text);
    }
}

static gboolean
is_used(const GString *sources, const char *field)
{
    /* That the receipt says it is what is checked; the lists are looked into by name. */
    static const char *const elsewhere[] = {"receipt_must_use", "channels", "procedures",
                                            "authorities", NULL};
    if (g_strv_contains(elsewhere, field))
        return TRUE;
    g_autofree char *pattern = g_strdup_printf("(->|\\.)%s\\b", field);
    return g_regex_match_simple(pattern, sources->str, 0, 0);
}

/* Each field that a key is read into is used by something that acts. */
static void
test_followed(void)
{
    g_autofree char *header = test_path("include/inkom/routine.h"), *text = NULL;
    g_autofree char *folder = test_path("src");
    g_assert_true(g_file_get_contents(header, &text, NULL, NULL));
    g_autoptr(GString) sources = g_string_new(NULL);
    add_sources(sources, folder);
    g_autoptr(GRegex) declaration =
        g_regex_new("^    +(?:Ink\\w+|char|gboolean|GPtrArray|   )[ \\n]+\\**(\\w+);",
                    G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    guint count = 0;
    for (g_regex_match(declaration, text, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *field = g_match_info_fetch(match, 1);
        g_test_message("%s", field);
        g_assert_true(is_used(sources, field));
        count++;
    }
    g_assert_cmpuint(count, >, 50);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routine-files/rules", test_rules);
    g_test_add_func("/routine-files/no-address", test_no_address);
    g_test_add_func("/routine-files/coverage", test_coverage);
    g_test_add_func("/routine-files/followed", test_followed);
    return g_test_run();
}
