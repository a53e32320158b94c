/* SPDX-License-Identifier: MIT
 *
 * The part of a routine about letters: the receipt, copies, later mail.
 */
#include "routine-private.h"

#include <string.h>

static gboolean
is_field_name(const char *word)
{
    return *word != '\0' && word[strspn(word, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static void
check_field_names(const InkRoutine *routine, const InkYamlNode *node, InkProblems *problems)
{
    for (guint i = 0; routine->receipt_must_use[i] != NULL; i++) {
        if (!is_field_name(routine->receipt_must_use[i]))
            ink_yaml_problem(problems, ink_routine_get_item(node, i), 0,
                             "\"%s\" är inget fält; skriv namnet som det står mellan {{ och }} i "
                             "mallen, till exempel dnr",
                             routine->receipt_must_use[i]);
    }
}

static void
read_receipt(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"template", "must_say", "when", "within", NULL};
    static const char *const WHEN[] = {[INK_RECEIPT_AT_REGISTRATION] = "registrering",
                                       [INK_RECEIPT_AT_ASSIGNMENT] = "tilldelning",
                                       NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "receipt", KNOWN, problems);
    if (part == NULL)
        return;
    guint when;
    ink_routine_read_template(part, "template", &routine->receipt_template, problems);
    if (routine->receipt_template == NULL) { /* what the shared routine says of it is void */
        g_clear_pointer(&routine->receipt_must_use, g_strfreev);
        routine->receipt_must_use = g_new0(char *, 1);
        routine->receipt_when = INK_RECEIPT_AT_REGISTRATION;
        routine->receipt_within = (InkPeriod){INK_PERIOD_NONE, 0};
    }
    g_auto(GStrv) fields = NULL;
    if (ink_yaml_read_strings(part, "must_say", &fields, problems)) {
        g_strfreev(routine->receipt_must_use);
        routine->receipt_must_use = g_steal_pointer(&fields);
        check_field_names(routine, ink_yaml_node_find(part, "must_say"), problems);
    }
    if (ink_routine_read_word(part, "when", WHEN, &when, problems))
        routine->receipt_when = (InkReceiptWhen)when;
    ink_routine_read_period(part, "within", &routine->receipt_within, problems);
}

static void
read_later_mail(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"stranger", "new_matter", "to_closed", NULL};
    static const char *const LATER[] = {
        [INK_LATER_FILE] = "tillför", [INK_LATER_REVIEW] = "granska", NULL};
    static const char *const CLOSED[] = {
        [INK_CLOSED_REOPEN] = "öppna", [INK_CLOSED_LINK] = "länka", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "later_mail", KNOWN, problems);
    if (part == NULL)
        return;
    guint word;
    if (ink_routine_read_word(part, "stranger", LATER, &word, problems))
        routine->stranger = (InkLater)word;
    if (ink_routine_read_word(part, "new_matter", LATER, &word, problems))
        routine->new_matter = (InkLater)word;
    if (ink_routine_read_word(part, "to_closed", CLOSED, &word, problems))
        routine->to_closed = (InkClosed)word;
}

static void
read_copies(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"registered", "answered", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "copies", KNOWN, problems);
    if (part == NULL)
        return;
    ink_routine_read_addresses(part, "registered", &routine->copy_registered, problems);
    ink_routine_read_addresses(part, "answered", &routine->copy_answered, problems);
}

void
ink_routine_read_letters(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    read_receipt(routine, root, problems);
    read_copies(routine, root, problems);
    read_later_mail(routine, root, problems);
}
