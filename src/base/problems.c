/* SPDX-License-Identifier: MIT
 *
 * A list of mistakes with their places, and its form for people.
 */
#include "inkom/problems.h"

#include "inkom/error.h"

#include <string.h>

#define INDENT "    "

struct InkProblems {
    GPtrArray *list; /* InkProblem */
};

static void
problem_free(gpointer data)
{
    InkProblem *problem = data;
    g_free(problem->file);
    g_free(problem->message);
    g_free(problem->source);
    g_free(problem);
}

InkProblems *
ink_problems_new(void)
{
    InkProblems *problems = g_new0(InkProblems, 1);
    problems->list = g_ptr_array_new_with_free_func(problem_free);
    return problems;
}

void
ink_problems_free(InkProblems *problems)
{
    if (problems == NULL)
        return;
    g_ptr_array_unref(problems->list);
    g_free(problems);
}

void
ink_problems_add(InkProblems *problems, InkSeverity severity, InkPlace place, const char *source,
                 const char *format, ...)
{
    InkProblem *problem = g_new0(InkProblem, 1);
    problem->severity = severity;
    problem->file = g_strdup(place.file);
    problem->line = place.line;
    problem->column = place.column;
    problem->source = g_strdup(source);
    va_list args;
    va_start(args, format);
    problem->message = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(problems->list, problem);
}

guint
ink_problems_count(const InkProblems *problems, InkSeverity severity)
{
    guint count = 0;
    for (guint i = 0; i < problems->list->len; i++)
        count += ink_problems_get(problems, i)->severity == severity;
    return count;
}

guint
ink_problems_get_size(const InkProblems *problems)
{
    return problems->list->len;
}

const InkProblem *
ink_problems_get(const InkProblems *problems, guint index)
{
    return g_ptr_array_index(problems->list, index);
}

static int
compare(gconstpointer a, gconstpointer b)
{
    const InkProblem *left = *(const InkProblem *const *)a;
    const InkProblem *right = *(const InkProblem *const *)b;
    int by_file = g_strcmp0(left->file, right->file);
    if (by_file != 0)
        return by_file;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return left->column < right->column ? -1 : left->column > right->column;
}

/* The caret stands under the column: tabs are repeated, every other character is one space. */
static void
append_source(GString *out, const InkProblem *problem)
{
    g_string_append_printf(out, INDENT "%s\n", problem->source);
    if (problem->column == 0)
        return;
    g_string_append(out, INDENT);
    const char *at = problem->source;
    for (guint i = 1; i < problem->column; i++) {
        g_string_append_c(out, *at == '\t' ? '\t' : ' ');
        if (*at != '\0')
            at = g_utf8_next_char(at);
    }
    g_string_append(out, "^\n");
}

static void
append_problem(GString *out, const InkProblem *problem)
{
    g_string_append(out, problem->file != NULL ? problem->file : "?");
    if (problem->line > 0)
        g_string_append_printf(out, ":%u:%u", problem->line, problem->column);
    g_string_append_printf(out, ": %s: %s\n",
                           problem->severity == INK_SEVERITY_ERROR ? "fel" : "varning",
                           problem->message);
    if (problem->source != NULL && problem->line > 0)
        append_source(out, problem);
}

char *
ink_problems_format(const InkProblems *problems)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    for (guint i = 0; i < problems->list->len; i++)
        g_ptr_array_add(sorted, problems->list->pdata[i]);
    g_ptr_array_sort(sorted, compare);

    GString *out = g_string_new(NULL);
    for (guint i = 0; i < sorted->len; i++)
        append_problem(out, sorted->pdata[i]);
    return g_string_free(out, FALSE);
}

gboolean
ink_problems_check(const InkProblems *problems, GError **error)
{
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) == 0)
        return TRUE;
    g_autofree char *text = ink_problems_format(problems);
    g_strchomp(text);
    g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG, text);
    return FALSE;
}
