/* SPDX-License-Identifier: MIT
 *
 * A letter that tries the border (border.c) comes in. It is known by a word that only the register
 * and the one who sent it have; whoever writes such a field without it has written an ordinary
 * letter. What it shows counts if a stranger's letter could have come the same way: a server of
 * ours got it from an address that is not ours, from somebody who had not logged in there.
 *
 *     anything forged is left        the border keeps it, whichever way the letter came
 *     it came straight to us         all is gone: the border takes it away
 *     through other servers          the same, if the field in another name is left: else one of
 *                                    them may have taken them all
 */
#include "pipeline-private.h"

#include "inkom/journal.h"
#include "inkom/text.h"

#include <string.h>

#define HOUR_S 3600

/* --- what is left in it -----------------------------------------------------------------------*/

typedef struct {
    guint forged;
    gboolean has_control;
} Left;

static Left
count_left(const InkMessage *message, const char *word)
{
    Left left = {0};
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "Authentication-Results") != 0 ||
            strstr(header->value, word) == NULL)
            continue;
        if (g_str_has_prefix(header->value, INK_PROBE_CONTROL_ID))
            left.has_control = TRUE;
        else
            left.forged++;
    }
    return left;
}

/* --- which way it came ------------------------------------------------------------------------*/

/* "with ESMTPSA" (RFC 3848), or what Postfix writes besides. */
static gboolean
is_logged_in(const char *received)
{
    const char *with = ink_header_find_last_word(received, "with");
    g_autofree char *lower = g_ascii_strdown(received, -1);
    if (strstr(lower, "authenticated") != NULL)
        return TRUE;
    if (with == NULL)
        return FALSE;
    with += strlen("with");
    with += strspn(with, " \t");
    gsize size = strcspn(with, " \t;(");
    g_autofree char *protocol = g_ascii_strdown(with, (gssize)size);
    return strstr(protocol, "mtp") != NULL && g_str_has_suffix(protocol, "a");
}

static gboolean
is_of_domain(const char *word, const char *domain)
{
    gsize size = strlen(word), end = strlen(domain);
    return size >= end && g_ascii_strcasecmp(word + size - end, domain) == 0 &&
           (size == end || word[size - end - 1] == '.');
}

/* Whoever handed it over goes by a name of ours. */
static gboolean
has_own_name(const char *received, const InkConfig *config)
{
    const char *by = ink_header_find_last_word(received, "by");
    g_autofree char *from = g_strndup(received, by != NULL ? (gsize)(by - received) : 0);
    g_auto(GStrv) words = g_strsplit_set(from, " \t()[]=<>;", -1);
    for (char **word = words; *word != NULL; word++)
        for (char **domain = config->domains; *domain != NULL; domain++)
            if (is_of_domain(*word, *domain))
                return TRUE;
    return FALSE;
}

static gboolean
has_received_below(const InkMessage *message, int border)
{
    for (guint i = (guint)border + 1; i < message->headers->len; i++)
        if (g_ascii_strcasecmp(((const InkHeader *)message->headers->pdata[i])->name, "Received") ==
            0)
            return TRUE;
    return FALSE;
}

/* Why the way it came says nothing; NULL if it does. */
static const char *
find_wrong_way(const InkMessage *message, const InkConfig *config, gboolean has_control)
{
    int border = ink_message_find_border(message, config->hosts);
    if (border < 0)
        return "ingen av servrarna under hosts har tagit emot brevet utifrån; rätta hosts, eller "
               "skicka brevet från en dator utanför organisationen";
    const char *received = ((const InkHeader *)message->headers->pdata[border])->value;
    if (is_logged_in(received) || has_own_name(received, config))
        return "brevet kom inifrån; skicka det från en dator utanför organisationen, utan att "
               "logga in på er e-postserver";
    if (!has_control && has_received_below(message, border))
        return "brevet gick genom en annan server, som kan ha tagit bort uppgifterna; skicka det "
               "rakt till er egen gränsserver";
    return NULL;
}

/* --- the step ---------------------------------------------------------------------------------*/

static void
judge(const InkWork *work, const InkBorderProbe *probe, const char *word, InkProbeFinding *finding)
{
    const InkConfig *config = work->pipeline->config;
    Left left = count_left(work->message, word);
    const char *wrong_way = work->envelope->is_backlog
                                ? "brevet lästes in i efterhand; skicka det till inkorgen"
                                : find_wrong_way(work->message, config, left.has_control);
    gint64 age = ink_clock_now(work->pipeline->clock) - probe->issued_at;
    finding->id = probe->id;
    finding->verdict = INK_BORDER_UNCLEAR;
    if (!ink_border_is_of_config(probe, config)) {
        finding->finding = g_strdup("trusted_authserv_id eller hosts har ändrats sedan provet "
                                    "skrevs; skriv ett nytt");
    } else if (age > INK_PROBE_HOURS * HOUR_S) {
        finding->finding = g_strdup_printf("provet kom mer än %d timmar efter att det skrevs; "
                                           "skriv ett nytt",
                                           INK_PROBE_HOURS);
    } else if (left.forged > 0) {
        finding->verdict = INK_BORDER_KEEPS;
        finding->finding = g_strdup_printf(
            "den tar inte bort falska Authentication-Results som säger sig vara från %s (%u av dem "
            "fanns kvar); ställ in den så att den gör det (RFC 8601 §5)",
            config->authserv_id, left.forged);
    } else if (wrong_way != NULL) {
        finding->finding = g_strdup(wrong_way);
    } else {
        finding->verdict = INK_BORDER_STRIPS;
        finding->finding = g_strdup_printf(
            "den tar bort falska Authentication-Results som säger sig vara från %s%s",
            config->authserv_id,
            ink_triage_find_vouching(work->message, config, NULL) == INK_VOUCHING_NONE
                ? ", men skriver inga egna: ingen handläggare blir styrkt av dem"
                : "");
    }
}

gboolean
ink_step_probe(InkWork *work, GError **error)
{
    const char *word = ink_message_find_header(work->message, INK_PROBE_FIELD);
    InkBorderProbe *found = NULL;
    if (word == NULL || word[0] == '\0' || work->is_repeat)
        return TRUE;
    if (!ink_store_find_probe(work->pipeline->store, word, &found, error))
        return FALSE;
    g_autoptr(InkBorderProbe) probe = found;
    if (probe == NULL)
        return TRUE;
    InkDecision *decision = work->decision;
    InkProbeFinding *finding = &work->verdict->probe;
    decision->disposition = INK_DISPOSITION_AUTOMATIC;
    decision->reply.reason = g_strdup("ett prov av gränsservern besvaras inte");
    if (probe->came_at == INK_TIME_NONE)
        judge(work, probe, word, finding);
    ink_decision_add_reason(decision, "prov av gränsservern: %s",
                            finding->finding != NULL ? finding->finding
                                                     : "det har redan kommit in en gång");
    work->is_decided = TRUE;
    return TRUE;
}

gboolean
ink_probe_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message_row,
                GError **error)
{
    static const char *const outcomes[] = {
        [INK_BORDER_UNCLEAR] = "Provet visade ingenting",
        [INK_BORDER_KEEPS] = "Gränsservern klarade inte provet",
        [INK_BORDER_STRIPS] = "Gränsservern klarade provet",
    };
    const InkProbeFinding *probe = &verdict->probe;
    const InkConfig *config = pipeline->config;
    if (probe->id == 0)
        return TRUE;
    g_autofree char *detail = g_strdup_printf("%s: %s.", outcomes[probe->verdict], probe->finding);
    return ink_txn_end_probe(txn, probe->id, message_row, probe->verdict, probe->finding, error) &&
           ink_list_queue(pipeline, txn, "border",
                          config->registrar != NULL ? config->registrar : config->from, detail,
                          error);
}
