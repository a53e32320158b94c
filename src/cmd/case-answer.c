/* SPDX-License-Identifier: MIT
 *
 * inkom case answer, interim: what a person has told the sender without the inbox: by telephone, by
 * letter, at a meeting.
 */
#include "case-view.h"
#include "commands.h"

#include "inkom/rules.h"
#include "inkom/text.h"

typedef struct {
    gboolean is_interim;
    char *channel, *at, *title, *why;
} Wish;

static void
wish_clear(Wish *wish)
{
    g_free(wish->channel);
    g_free(wish->at);
    g_free(wish->title);
    g_free(wish->why);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wish, wish_clear)

static gboolean
read_wish(InkApp *app, const Wish *wish, InkGivenAnswer *answer, GError **error)
{
    *answer = (InkGivenAnswer){.is_interim = wish->is_interim,
                               .channel = wish->channel != NULL ? wish->channel : "brev",
                               .at = ink_clock_now(app->clock),
                               .why = wish->why};
    if (!g_strv_contains(INK_CHANNELS, answer->channel))
        return ink_app_refuse(error, "--channel %s: kanalen är okänd; skriv till exempel telefon",
                              answer->channel);
    if (wish->at != NULL && (answer->at = ink_clock_parse(app->clock, wish->at)) == INK_TIME_NONE)
        return ink_app_refuse(error, "--at %s: skriv 2026-03-27T10:00", wish->at);
    return TRUE;
}

static gboolean
answer_case(InkApp *app, const char *dnr, const Wish *wish, gint64 *out_case_id, GError **error)
{
    InkGivenAnswer answer;
    gint64 case_id = 0;
    if (!ink_app_open_pipeline(app, error) || !read_wish(app, wish, &answer, error) ||
        (case_id = ink_app_find_case(app, dnr, error)) == 0)
        return FALSE;
    g_autofree char *title =
        wish->title != NULL ? ink_text_one_line(wish->title, INK_APP_TITLE_MAX) : NULL;
    answer.title = title;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    *out_case_id = case_id;
    return txn != NULL &&
           ink_pipeline_answer_by_hand(app->pipeline, txn, case_id, &answer, error) &&
           ink_txn_commit(txn, error);
}

static int
run(InkApp *app, const char *command, gboolean is_interim, int argc, char **argv)
{
    g_auto(Wish) wish = {.is_interim = is_interim};
    const GOptionEntry entries[] = {
        {"channel", 0, 0, G_OPTION_ARG_STRING, &wish.channel,
         "brev (annars), telefon, möte …; det muntliga blir en tjänsteanteckning", "KANAL"},
        {"at", 0, 0, G_OPTION_ARG_STRING, &wish.at, "när det lämnades; annars nu", "TID"},
        {"title", 0, 0, G_OPTION_ARG_STRING, &wish.title, "handlingens namn", "TEXT"},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &wish.why, "skälet, för journalen", "TEXT"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, command, entries, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    if (!answer_case(app, argv[1], &wish, &case_id, &error))
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}

int
ink_cmd_case_answer(InkApp *app, int argc, char **argv)
{
    return run(app, "case answer", FALSE, argc, argv);
}

int
ink_cmd_case_interim(InkApp *app, int argc, char **argv)
{
    return run(app, "case interim", TRUE, argc, argv);
}
