/* SPDX-License-Identifier: MIT
 *
 * inkom case split, move-record, merge: two matters in one letter, a letter in the wrong case, one
 * matter in two cases. Each is one transaction in the name of the person at the terminal, and shows
 * the case that it led to.
 */
#include "case-view.h"
#include "commands.h"

#include "inkom/error.h"
#include "inkom/links.h"
#include "inkom/rules.h"
#include "inkom/text.h"

#include <sysexits.h>

typedef struct {
    char *unit, *type, *title, *why;
} Wish;

static void
wish_clear(Wish *wish)
{
    g_free(wish->unit);
    g_free(wish->type);
    g_free(wish->title);
    g_free(wish->why);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

/* A change that leads to *out_case_id. */
typedef gboolean (*Sort)(InkApp *app, InkTxn *txn, char **argv, const Wish *wish,
                         gint64 *out_case_id, GError **error);

/* "KS 2026/0412-3": the case, and the number of its record. */
static gboolean
find_record(InkApp *app, const char *text, gint64 *out_case_id, int *out_record, GError **error)
{
    g_autoptr(InkDnrFinder) finder = ink_pipeline_new_finder(app->config);
    g_autoptr(InkDnr) dnr = ink_app_parse_dnr(finder, text);
    int record = dnr != NULL ? dnr->record : 0;
    if (dnr != NULL && record == 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "\"%s\" säger inte vilken handling; skriv till exempel \"KS 2026/0412-3\"",
                    text);
        return FALSE;
    }
    gint64 case_id = ink_app_find_case(app, text, error);
    if (case_id == 0)
        return FALSE;
    *out_case_id = case_id;
    *out_record = record;
    return TRUE;
}

static gboolean
check_wish(InkApp *app, const Wish *wish, GError **error)
{
    const char *mistake = NULL;
    if (wish->title == NULL)
        mistake = "--title saknas; den nya saken behöver en egen ärendemening";
    else if (!ink_rules_title_is_good(wish->title))
        mistake = "--title säger inte vad ärendet rör";
    else if (wish->unit != NULL && ink_config_find_unit(app->config, wish->unit) == NULL)
        mistake = "nämnden i --unit finns inte under units: i konfigurationen";
    else if (wish->type != NULL && !g_strv_contains(INK_TYPES, wish->type))
        mistake = "ärendetypen i --type är okänd";
    if (mistake != NULL)
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, mistake);
    return mistake == NULL;
}

static gboolean
split(InkApp *app, InkTxn *txn, char **argv, const Wish *wish, gint64 *out_case_id, GError **error)
{
    gint64 case_id;
    int record;
    if (!check_wish(app, wish, error) || !find_record(app, argv[1], &case_id, &record, error))
        return FALSE;
    g_autofree char *title = ink_text_one_line(wish->title, 200);
    const InkNewCaseWish parts = {.unit = wish->unit, .type = wish->type, .title = title};
    return ink_pipeline_split(app->pipeline, txn, case_id, record, &parts, wish->why, out_case_id,
                              error);
}

static gboolean
move_record(InkApp *app, InkTxn *txn, char **argv, const Wish *wish, gint64 *out_case_id,
            GError **error)
{
    gint64 from, to;
    int record, new_record;
    if (!find_record(app, argv[1], &from, &record, error) ||
        (to = ink_app_find_case(app, argv[2], error)) == 0 ||
        !ink_txn_move_record(txn, from, record, to, wish->why, &new_record, error))
        return FALSE;
    *out_case_id = to;
    return TRUE;
}

static gboolean
merge(InkApp *app, InkTxn *txn, char **argv, const Wish *wish, gint64 *out_case_id, GError **error)
{
    gint64 from = ink_app_find_case(app, argv[1], error), to;
    if (from == 0 || (to = ink_app_find_case(app, argv[2], error)) == 0 ||
        !ink_pipeline_merge(app->pipeline, txn, from, to, wish->why, error))
        return FALSE;
    *out_case_id = to;
    return TRUE;
}

static gboolean
sort_case(InkApp *app, Sort sort, char **argv, const Wish *wish, gint64 *out_case_id,
          GError **error)
{
    if (!ink_app_open_pipeline(app, error))
        return FALSE;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    return txn != NULL && sort(app, txn, argv, wish, out_case_id, error) &&
           ink_txn_commit(txn, error);
}

static int
finish(InkApp *app, Sort sort, char **argv, const Wish *wish)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    if (!sort_case(app, sort, argv, wish, &case_id, &error))
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}

#define REASON_ENTRY                                                                               \
    {                                                                                              \
        "reason", 0, 0, G_OPTION_ARG_STRING, &wish.why, "skälet, för journalen", "TEXT"            \
    }

int
ink_cmd_case_split(InkApp *app, int argc, char **argv)
{
    g_auto(Wish) wish = {0};
    const GOptionEntry entries[] = {
        {"title", 0, 0, G_OPTION_ARG_STRING, &wish.title, "det nya ärendets mening", "TEXT"},
        {"unit", 0, 0, G_OPTION_ARG_STRING, &wish.unit, "… hos nämnden", "KOD"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &wish.type, "… med ärendetypen", "TYP"},
        REASON_ENTRY,
        {0},
    };
    int status;
    if (!ink_app_parse(app, "case split", entries, &argc, &argv, 1, 1, &status))
        return status;
    return finish(app, split, argv, &wish);
}

static int
run(InkApp *app, const char *command, Sort sort, int argc, char **argv)
{
    g_auto(Wish) wish = {0};
    const GOptionEntry entries[] = {REASON_ENTRY, {0}};
    int status;
    if (!ink_app_parse(app, command, entries, &argc, &argv, 2, 2, &status))
        return status;
    return finish(app, sort, argv, &wish);
}

int
ink_cmd_case_move_record(InkApp *app, int argc, char **argv)
{
    return run(app, "case move-record", move_record, argc, argv);
}

int
ink_cmd_case_merge(InkApp *app, int argc, char **argv)
{
    return run(app, "case merge", merge, argc, argv);
}
