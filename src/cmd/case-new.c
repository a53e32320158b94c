/* SPDX-License-Identifier: MIT
 *
 * inkom case new: a case by hand, or one taken over from an earlier register with its number.
 */
#include "case-view.h"
#include "commands.h"

#include "inkom/error.h"
#include "inkom/rules.h"
#include "inkom/text.h"

#include <sysexits.h>

typedef struct {
    char *unit, *title, *type, *sender, *officer, *arrived, *dnr, *secrecy, *channel;
    gboolean is_answered;
} Wish;

static void
wish_clear(Wish *wish)
{
    g_free(wish->unit);
    g_free(wish->title);
    g_free(wish->type);
    g_free(wish->sender);
    g_free(wish->officer);
    g_free(wish->arrived);
    g_free(wish->dnr);
    g_free(wish->secrecy);
    g_free(wish->channel);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

/* --dnr names year, sequence and, if it says one, unit. */
static gboolean
read_number(InkApp *app, const Wish *wish, InkCase *cas, GError **error)
{
    if (wish->dnr == NULL)
        return TRUE;
    g_autoptr(InkDnrFinder) finder = ink_pipeline_new_finder(app->config);
    g_autoptr(InkDnr) dnr = ink_app_parse_dnr(finder, wish->dnr);
    if (dnr == NULL || dnr->sequence == 0)
        return ink_app_refuse(error, "--dnr %s: skriv till exempel \"KS 2026/0412\"", wish->dnr);
    if (dnr->unit != NULL && cas->unit != NULL && !g_str_equal(dnr->unit, cas->unit))
        return ink_app_refuse(error, "--dnr %s hör inte till nämnden i --unit", wish->dnr);
    if (cas->unit == NULL)
        cas->unit = g_strdup(dnr->unit);
    cas->year = dnr->year;
    cas->sequence = dnr->sequence;
    return TRUE;
}

static gboolean
read_unit(InkApp *app, const InkCase *cas, GError **error)
{
    if (cas->unit == NULL)
        return ink_app_refuse(error, "%s saknas; ange nämndens kod", "--unit");
    if (ink_config_find_unit(app->config, cas->unit) == NULL)
        return ink_app_refuse(error, "--unit %s: nämnden finns inte under units: i konfigurationen",
                              cas->unit);
    return TRUE;
}

static gboolean
read_words(InkApp *app, const Wish *wish, InkCase *cas, GError **error)
{
    cas->type = g_strdup(wish->type != NULL ? wish->type : INK_TYPE_DEFAULT);
    if (!g_strv_contains(INK_TYPES, cas->type))
        return ink_app_refuse(error, "--type %s: ärendetypen är okänd", cas->type);
    cas->channel = g_strdup(wish->channel != NULL ? wish->channel : INK_CHANNEL_DEFAULT);
    if (!g_strv_contains(INK_CHANNELS, cas->channel))
        return ink_app_refuse(error, "--channel %s: kanalen är okänd", cas->channel);
    if (wish->title == NULL)
        return ink_app_refuse(error, "%s saknas; skriv vad ärendet rör", "--title");
    cas->title = ink_text_one_line(wish->title, INK_APP_TITLE_MAX);
    if (!ink_rules_title_is_good(cas->title))
        return ink_app_refuse(error, "--title \"%s\" säger inte vad ärendet rör", cas->title);
    cas->sender = wish->sender != NULL ? ink_address_canonical(wish->sender) : NULL;
    if (cas->sender != NULL && !ink_address_is_sendable(cas->sender))
        return ink_app_refuse(error, "--sender %s är ingen e-postadress", wish->sender);
    if (wish->officer == NULL)
        return TRUE;
    const InkOfficer *officer = ink_config_find_officer(app->config, wish->officer);
    if (officer == NULL)
        return ink_app_refuse(error, "--officer %s finns inte under officers: i konfigurationen",
                              wish->officer);
    cas->officer = g_strdup(officer->address);
    return TRUE;
}

static gboolean
read_arrival(InkApp *app, const Wish *wish, InkCase *cas, GError **error)
{
    cas->arrived_at = ink_clock_now(app->clock);
    cas->arrived_by = g_strdup("registrator");
    if (wish->arrived == NULL)
        return TRUE;
    return ink_app_parse_arrival(app, wish->arrived, &cas->arrived_at, error);
}

static gboolean
add(InkApp *app, const Wish *wish, gint64 *out_case_id, GError **error)
{
    if (wish->is_answered && wish->dnr != NULL)
        return ink_app_refuse(error, "--answered och --dnr går inte ihop; avsluta det övertagna "
                                     "ärendet med \"inkom case close\"");
    if (!ink_app_open_pipeline(app, error))
        return FALSE;
    g_autoptr(InkCase) cas = ink_case_new();
    cas->unit = g_strdup(wish->unit);
    cas->language = g_strdup("sv");
    cas->secrecy = g_strdup(wish->secrecy);
    if (!read_number(app, wish, cas, error) || !read_unit(app, cas, error) ||
        !read_words(app, wish, cas, error) || !read_arrival(app, wish, cas, error))
        return FALSE;

    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    if (txn == NULL ||
        !(wish->is_answered ? ink_pipeline_register_answered(app->pipeline, txn, cas, error)
                            : ink_pipeline_register_case(app->pipeline, txn, cas, error))) {
        if (error != NULL && g_error_matches(*error, INK_ERROR, INK_ERROR_DUPLICATE)) {
            g_clear_error(error);
            g_set_error(error, INK_ERROR, INK_ERROR_DUPLICATE, "numret %s är redan taget",
                        cas->dnr);
        }
        return FALSE;
    }
    *out_case_id = cas->id;
    return ink_txn_commit(txn, error);
}

int
ink_cmd_case_new(InkApp *app, int argc, char **argv)
{
    g_auto(Wish) wish = {0};
    const GOptionEntry entries[] = {
        {"unit", 0, 0, G_OPTION_ARG_STRING, &wish.unit, "nämndens kod", "KOD"},
        {"title", 0, 0, G_OPTION_ARG_STRING, &wish.title, "ärendemening", "TEXT"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &wish.type, "ärendetyp; annars synpunkt", "TYP"},
        {"channel", 0, 0, G_OPTION_ARG_STRING, &wish.channel, "kanal; annars e-post", "KANAL"},
        {"sender", 0, 0, G_OPTION_ARG_STRING, &wish.sender, "synpunktslämnarens adress", "ADRESS"},
        {"officer", 0, 0, G_OPTION_ARG_STRING, &wish.officer, "handläggare", "ADRESS"},
        {"arrived", 0, 0, G_OPTION_ARG_STRING, &wish.arrived, "när det kom in; annars nu", "TID"},
        {"dnr", 0, 0, G_OPTION_ARG_STRING, &wish.dnr,
         "ta över ett nummer från ett tidigare register", "DNR"},
        {"secrecy", 0, 0, G_OPTION_ARG_STRING, &wish.secrecy, "sekretessmarkering", "PARAGRAF"},
        {"answered", 0, 0, G_OPTION_ARG_NONE, &wish.is_answered,
         "besvarat där frågan ställdes: registrera och avsluta i ett steg", NULL},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "case new", entries, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    if (!add(app, &wish, &case_id, &error))
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}
