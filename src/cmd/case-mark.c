/* SPDX-License-Identifier: MIT
 *
 * inkom case mark: secrecy, importance, and what has been done about the matter.
 */
#include "case-view.h"
#include "commands.h"

#include "inkom/text.h"

#define NOTHING     "ingen" /* takes a mark away */
#define MEASURE_MAX 1000

typedef struct {
    char *secrecy, *authority, *importance, *measure, *why;
} Wish;

static void
wish_clear(Wish *wish)
{
    g_free(wish->secrecy);
    g_free(wish->authority);
    g_free(wish->importance);
    g_free(wish->measure);
    g_free(wish->why);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

/* Chapter and section of OSL: "26:1", "32:3 b". */
static gboolean
is_paragraph(const char *text)
{
    return g_regex_match_simple("^[1-9][0-9]?:[1-9][0-9]?( [a-z])?$", text, G_REGEX_DOLLAR_ENDONLY,
                                0);
}

static gboolean
check_wish(const Wish *wish, GError **error)
{
    static const char *const importances[] = {"av vikt", "rutinmässig", NOTHING, NULL};
    if (wish->secrecy == NULL && wish->importance == NULL && wish->measure == NULL)
        return ink_app_refuse(error, "ange --secrecy, --importance eller --measure");
    if (wish->secrecy != NULL && !g_str_equal(wish->secrecy, NOTHING) &&
        !is_paragraph(wish->secrecy))
        return ink_app_refuse(error,
                              "--secrecy %s: skriv kapitel och paragraf i OSL, som 26:1, "
                              "eller " NOTHING,
                              wish->secrecy);
    if (wish->authority != NULL && (wish->secrecy == NULL || g_str_equal(wish->secrecy, NOTHING) ||
                                    ink_text_is_blank(wish->authority)))
        return ink_app_refuse(error,
                              "--authority hör till --secrecy och säger vilken myndighet som "
                              "har gjort markeringen");
    if (wish->importance != NULL && !g_strv_contains(importances, wish->importance))
        return ink_app_refuse(error,
                              "--importance %s: skriv \"av vikt\", rutinmässig eller " NOTHING,
                              wish->importance);
    if (wish->measure != NULL && ink_text_is_blank(wish->measure))
        return ink_app_refuse(error, "--measure ska säga vad som har gjorts, eller " NOTHING);
    return TRUE;
}

static gboolean
set(InkTxn *txn, gint64 case_id, InkCaseField field, const char *value, const char *why,
    GError **error)
{
    return value == NULL ||
           ink_txn_set_field(txn, case_id, field, g_str_equal(value, NOTHING) ? NULL : value, why,
                             error);
}

/* OSL 5:5. The unit of the case makes the mark, unless another is named. */
static gboolean
set_secrecy(InkTxn *txn, gint64 case_id, const Wish *wish, GError **error)
{
    g_autofree char *authority =
        wish->authority != NULL ? ink_text_one_line(wish->authority, INK_APP_TITLE_MAX) : NULL;
    return set(txn, case_id, INK_FIELD_SECRECY, wish->secrecy, wish->why, error) &&
           (authority == NULL || ink_txn_set_secrecy_authority(txn, case_id, authority, error));
}

static gboolean
mark(InkApp *app, const char *dnr, const Wish *wish, gint64 *out_case_id, GError **error)
{
    gint64 case_id = 0;
    if (!ink_app_open_pipeline(app, error) || !check_wish(wish, error) ||
        (case_id = ink_app_find_case(app, dnr, error)) == 0)
        return FALSE;
    g_autofree char *measure =
        wish->measure != NULL ? ink_text_one_line(wish->measure, MEASURE_MAX) : NULL;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    *out_case_id = case_id;
    return txn != NULL && set_secrecy(txn, case_id, wish, error) &&
           set(txn, case_id, INK_FIELD_IMPORTANCE, wish->importance, wish->why, error) &&
           set(txn, case_id, INK_FIELD_MEASURE, measure, wish->why, error) &&
           ink_txn_commit(txn, error);
}

int
ink_cmd_case_mark(InkApp *app, int argc, char **argv)
{
    g_auto(Wish) wish = {0};
    const GOptionEntry entries[] = {
        {"secrecy", 0, 0, G_OPTION_ARG_STRING, &wish.secrecy,
         "sekretessmarkering, som 26:1; " NOTHING " tar bort den", "PARAGRAF"},
        {"authority", 0, 0, G_OPTION_ARG_STRING, &wish.authority,
         "myndigheten som har gjort markeringen; annars ärendets nämnd", "NÄMND"},
        {"importance", 0, 0, G_OPTION_ARG_STRING, &wish.importance,
         "\"av vikt\" eller rutinmässig; " NOTHING " tar bort den", "VIKT"},
        {"measure", 0, 0, G_OPTION_ARG_STRING, &wish.measure, "åtgärden: vad som har gjorts",
         "TEXT"},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &wish.why, "skälet, för journalen", "TEXT"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "case mark", entries, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    if (!mark(app, argv[1], &wish, &case_id, &error))
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}
