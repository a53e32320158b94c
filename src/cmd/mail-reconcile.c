/* SPDX-License-Identifier: MIT
 *
 * inkom mail reconcile: has anything been lost on the way from the mailboxes to the ledger?
 */
#include "commands.h"
#include "count.h"
#include "json.h"

#include "inkom/error.h"
#include "inkom/jobs.h"
#include "inkom/text.h"

#include <sysexits.h>

#define EX_DIFFERS 1 /* as diff(1) and grep(1) count: no failure, but not what one hopes for */

typedef struct {
    const InkMailbox *mailbox;
    InkReconciliation *result; /* NULL: it could not be compared */
    GError *error;
} Comparison;

static void
comparison_free(gpointer data)
{
    Comparison *comparison = data;
    ink_reconciliation_free(comparison->result);
    g_clear_error(&comparison->error);
    g_free(comparison);
}

static void
add_finding(JsonBuilder *builder, const InkClock *clock, gconstpointer thing)
{
    (void)clock;
    const InkFinding *finding = thing;
    g_autofree char *what = ink_finding_describe(finding);
    ink_json_add_string(builder, "kind", ink_finding_kind_get_name(finding->kind));
    ink_json_add_string(builder, "folder", finding->folder[0] != '\0' ? finding->folder : NULL);
    ink_json_add_int(builder, "uidvalidity", finding->uidvalidity);
    ink_json_add_string(builder, "uid", finding->uid);
    ink_json_add_string(builder, "what", what);
}

static void
add_comparison(JsonBuilder *builder, const InkClock *clock, gconstpointer thing)
{
    const Comparison *comparison = thing;
    const InkReconciliation *result = comparison->result;
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    ink_json_add_string(builder, "mailbox", comparison->mailbox->name);
    ink_json_add_int(builder, "accounted", result != NULL ? result->accounted : 0);
    ink_json_add_int(builder, "waiting", result != NULL ? result->waiting : 0);
    ink_json_add_array(builder, "findings", clock, result != NULL ? result->findings : none,
                       add_finding);
    ink_json_add_string(builder, "error",
                        comparison->error != NULL ? comparison->error->message : NULL);
}

static void
print_comparison(const Comparison *comparison)
{
    const InkReconciliation *result = comparison->result;
    if (result == NULL)
        return;
    g_autofree char *accounted =
        ink_count(result->accounted, "meddelande finns", "meddelanden finns");
    g_print("%s %s: %s i registret, %" G_GINT64_FORMAT " väntar på att tas emot.\n",
            result->findings->len == 0 ? "✓" : "✗", comparison->mailbox->name, accounted,
            result->waiting);
    for (guint i = 0; i < result->findings->len; i++) {
        g_autofree char *what = ink_finding_describe(result->findings->pdata[i]);
        g_autofree char *printable = ink_text_printable(what);
        g_print("  %s\n", printable);
    }
}

/* A mailbox that cannot be reached says nothing about the others; what differs in them is worse. */
static int
compare_all(InkApp *app, GPtrArray *comparisons)
{
    const InkWatch watch = {0};
    gboolean differs = FALSE;
    int status = EX_OK;
    for (guint i = 0; i < app->config->mailboxes->len; i++) {
        Comparison *comparison = g_new0(Comparison, 1);
        g_ptr_array_add(comparisons, comparison);
        comparison->mailbox = app->config->mailboxes->pdata[i];
        comparison->result =
            ink_job_reconcile(app->pipeline, comparison->mailbox, &watch, &comparison->error);
        if (comparison->result == NULL)
            status = MAX(status, ink_app_fail(comparison->error));
        else
            differs |= comparison->result->findings->len > 0;
    }
    return differs ? EX_DIFFERS : status;
}

int
ink_cmd_mail_reconcile(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "mail reconcile", NULL, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    if (!ink_app_open_pipeline(app, &error))
        return ink_app_fail(error);
    g_autoptr(GPtrArray) comparisons = g_ptr_array_new_with_free_func(comparison_free);
    status = compare_all(app, comparisons);
    if (app->json)
        ink_json_print_array(app->clock, comparisons, add_comparison);
    for (guint i = 0; i < comparisons->len && !app->json; i++)
        print_comparison(comparisons->pdata[i]);
    return status;
}
