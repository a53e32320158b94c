/* SPDX-License-Identifier: MIT
 *
 * What contradicts what in a routine. A contradiction is between two keys, and either may stand in
 * the routine's file or among a unit's changes: it is shown where the person who made it has
 * written, at the first of the two that the changes have, else at the first that the file has.
 */
#include "routine-private.h"

#include <string.h>

typedef struct {
    const InkRoutine *routine;
    const InkYamlNode *root, *changes;
    InkProblems *problems;
} Check;

static const InkYamlNode *
find_path(const InkYamlNode *root, const char *part, const char *key)
{
    const InkYamlNode *node = ink_yaml_node_find(root, part);
    return node != NULL && key != NULL ? ink_yaml_node_find(node, key) : node;
}

typedef struct {
    const char *part, *key; /* key: NULL for the part itself */
} Path;

/* NULL-terminated paths, in the order of who is to blame. */
static const InkYamlNode *
find_place(const Check *check, const Path *paths)
{
    const InkYamlNode *const wheres[] = {check->changes, check->root};
    for (gsize w = 0; w < G_N_ELEMENTS(wheres); w++)
        for (const Path *path = paths; path->part != NULL; path++) {
            const InkYamlNode *node = find_path(wheres[w], path->part, path->key);
            if (node != NULL)
                return node;
        }
    return check->root;
}

static gboolean
must_say(const InkRoutine *routine, const char *field)
{
    return g_strv_contains((const char *const *)routine->receipt_must_use, field);
}

static void
check_receipt(const Check *check)
{
    static const Path DUE[] = {
        {"receipt", "must_say"}, {"answer", "within"}, {"answer", "from"}, {NULL, NULL}};
    static const Path OFFICER[] = {{"receipt", "must_say"}, {"receipt", "when"}, {NULL, NULL}};
    static const Path NO_TEMPLATE[] = {{"receipt", "template"}, {"receipt", NULL}, {NULL, NULL}};
    const InkRoutine *routine = check->routine;
    gboolean waits = routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT;
    if (must_say(routine, "due") && routine->answer_within.unit == INK_PERIOD_NONE)
        ink_yaml_problem(check->problems, find_place(check, DUE), 0,
                         "ingen svarstid är lovad, så bekräftelsen kan inte säga \"due\" "
                         "(svarsdatum); ge answer: {within: …} eller ta bort due ur must_say");
    if (must_say(routine, "due") && !waits && routine->answer_from == INK_START_ASSIGNED)
        ink_yaml_problem(check->problems, find_place(check, DUE), 0,
                         "svarstiden räknas från tilldelningen, men bekräftelsen går före den och "
                         "kan inte säga \"due\" (svarsdatum); ändra answer: {from: …} eller "
                         "receipt: {when: …}");
    if (must_say(routine, "officer") && !waits)
        ink_yaml_problem(check->problems, find_place(check, OFFICER), 0,
                         "när ärendet registreras finns ingen handläggare än, så bekräftelsen kan "
                         "inte säga \"officer\"; skriv receipt: {when: tilldelning} eller ta bort "
                         "officer ur must_say");
    if (routine->receipt_template == NULL && (waits || routine->receipt_must_use[0] != NULL ||
                                              routine->receipt_within.unit != INK_PERIOD_NONE))
        ink_yaml_problem(check->problems, find_place(check, NO_TEMPLATE), 0,
                         "ingen bekräftelse skickas, för mallen saknas; skriv template: receipt, "
                         "eller ta bort de andra nycklarna");
}

static void
check_answer(const Check *check)
{
    static const Path FROM[] = {{"receipt", "template"}, {"answer", "from"}, {NULL, NULL}};
    static const Path REMINDERS[] = {{"reminders", NULL}, {"answer", "within"}, {NULL, NULL}};
    const InkRoutine *routine = check->routine;
    const GPtrArray *reminders = routine->reminders;
    if (routine->answer_from == INK_START_CONFIRMED && routine->receipt_template == NULL)
        ink_yaml_problem(check->problems, find_place(check, FROM), 0,
                         "svarstiden räknas från bekräftelsen, men ingen bekräftelse skickas; ge "
                         "receipt: {template: …} eller ändra answer: {from: …}");
    if (reminders->len > 0 && routine->answer_within.unit == INK_PERIOD_NONE)
        ink_yaml_problem(check->problems, find_place(check, REMINDERS), 0,
                         "ingen svarstid är lovad, så det finns inget att påminna om; ge answer: "
                         "{within: …} eller skriv reminders: []");
    for (guint i = 0; i < reminders->len; i++) {
        const InkReminder *reminder = reminders->pdata[i];
        if (!reminder->is_after && reminder->distance.unit == routine->answer_within.unit &&
            reminder->distance.count >= routine->answer_within.count) {
            g_autofree char *distance = ink_period_format(reminder->distance);
            g_autofree char *within = ink_period_format(routine->answer_within);
            ink_yaml_problem(check->problems, find_place(check, REMINDERS), 0,
                             "påminnelsen %s före sista dagen skulle gå innan tiden börjar, för "
                             "svarstiden är %s; skriv ett mindre tal",
                             distance, within);
        }
    }
}

void
ink_routine_check(const InkRoutine *routine, const InkYamlNode *root, const InkYamlNode *changes,
                  InkProblems *problems)
{
    const Check check = {routine, root, changes, problems};
    check_receipt(&check);
    check_answer(&check);
}
