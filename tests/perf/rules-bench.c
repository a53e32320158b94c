/* SPDX-License-Identifier: MIT
 *
 * What rules cost: microseconds of processor time a message for 10, 100 and 1000 rules on letters
 * of 3.4 KB, and how long the rules take to load.
 */
#include "inkom/message.h"
#include "inkom/rules.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

#include "../unit/swedish.h"

#define LETTERS 300
#define ROUNDS  10

static const char *const UNITS[] = {"KS", "TN", "VON", NULL};
static const InkVocabulary VOCABULARY = {INK_TYPES, UNITS, INK_CHANNELS};

/* Processor time, so that what else the machine does is not measured. */
static gint64
cpu_us(void)
{
    struct timespec now;
    g_assert_cmpint(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), ==, 0);
    return (gint64)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static InkRules *
load(GRand *rand, guint count, double *out_ms)
{
    g_autofree char *yaml = swedish_rules(rand, count, TRUE);
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("inkom-rules-XXXXXX.yaml", &path, NULL);
    g_assert_true(g_close(file, NULL));
    g_assert_true(g_file_set_contents(path, yaml, -1, NULL));
    const char *paths[] = {path, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    gint64 start = cpu_us();
    InkRules *rules = ink_rules_load(paths, &VOCABULARY, problems);
    *out_ms = (double)(cpu_us() - start) / 1000;
    g_unlink(path);
    if (rules == NULL) {
        g_autofree char *text = ink_problems_format(problems);
        g_error("%s", text);
    }
    return rules;
}

static GPtrArray *
make_letters(GRand *rand)
{
    GPtrArray *letters = g_ptr_array_new_with_free_func((GDestroyNotify)ink_message_free);
    for (guint i = 0; i < LETTERS; i++) {
        InkMessage *message = ink_message_new();
        g_free(message->subject);
        message->subject = swedish_text(rand, 30);
        g_free(message->new_text);
        message->new_text = swedish_text(rand, 3400);
        g_free(message->text);
        message->text = g_strdup(message->new_text);
        g_ptr_array_add(letters, message);
    }
    return letters;
}

static void
measure(const GPtrArray *letters, guint count)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(count);
    double load_ms = 0;
    g_autoptr(InkRules) rules = load(rand, count, &load_ms);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    gsize hits = 0;
    gint64 best = G_MAXINT64;
    for (guint round = 0; round < ROUNDS; round++) {
        gint64 start = cpu_us();
        hits = 0;
        for (guint i = 0; i < letters->len; i++) {
            g_autoptr(InkClassification) found =
                ink_rules_classify(rules, scratch, letters->pdata[i]);
            hits += found->hits->len;
        }
        best = MIN(best, cpu_us() - start);
    }
    double each = (double)best / letters->len;
    printf("rules-bench: %4u rules: %7.1f us a message, %6.0f messages/s, %.1f hits a message, "
           "loaded in %.1f ms\n",
           count, each, 1e6 / each, (double)hits / letters->len, load_ms);
}

int
main(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    g_autoptr(GPtrArray) letters = make_letters(rand);
    static const guint counts[] = {10, 100, 1000};
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
        measure(letters, counts[i]);
    return 0;
}
