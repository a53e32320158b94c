/* SPDX-License-Identifier: MIT
 *
 * A rule file: loaded, its examples run, linted, and a letter classified by it.
 */
#include "fuzz.h"

#include "inkom/rules.h"

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    return 0;
}

static InkMessage *
make_letter(void)
{
    InkMessage *message = ink_message_new();
    g_free(message->subject);
    message->subject = g_strdup("Klagomål på snöröjningen");
    g_free(message->new_text);
    message->new_text = g_strdup("Snöröjningen på Storgatan 14 fungerar inte.\nHälsningar Anna Ek");
    g_ptr_array_add(message->from, ink_address_new("Anna Ek", "anna.ek@example.org"));
    return message;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const units[] = {"KS", "TN", "BUN", NULL};
    const InkVocabulary vocabulary = {INK_TYPES, units, INK_CHANNELS};
    g_autoptr(InkProblems) problems = ink_problems_new();
    char *file = fuzz_write_file("rules.yaml", data, size);
    const char *const paths[] = {file, NULL};
    g_autoptr(InkRules) rules = ink_rules_load(paths, &vocabulary, problems);
    if (rules != NULL) {
        g_autoptr(InkMessage) letter = make_letter();
        g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
        g_autoptr(InkClassification) found = ink_rules_classify(rules, scratch, letter);
        fuzz_assert_text(found->title);
        ink_rules_lint(rules, problems);
    }
    g_autofree char *text = ink_problems_format(problems);
    fuzz_assert_text(text);
    fuzz_remove_file(file);
    return 0;
}
