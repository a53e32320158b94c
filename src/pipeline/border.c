/* SPDX-License-Identifier: MIT
 *
 * Whether what our border writes in Authentication-Results can be believed at all: it can if the
 * border takes away what others have written in its name, and that is not believed before it has
 * been tried. The letter that tries it is written here, sent by a person from outside, and known
 * again by a word in it (steps-probe.c). In it stand several fields that pretend to be the
 * border's, in the ways in which our reader would believe them; and one in the name of somebody
 * else, which tells whether some other server on the way has taken all such fields away.
 *
 * Another authserv-id or other hosts than those that were tried are not proved.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/token.h"

#include <string.h>

#define WORD_LETTERS 26 /* 130 bits */
#define ID_LETTERS   20

/* --- what is known ----------------------------------------------------------------------------*/

static int
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In an order of their own: how the file lists them says nothing. */
static char *
join_hosts(const InkConfig *config)
{
    guint count = g_strv_length(config->hosts);
    g_autofree char **sorted = g_new0(char *, count + 1);
    for (guint i = 0; i < count; i++)
        sorted[i] = config->hosts[i];
    qsort(sorted, count, sizeof *sorted, compare);
    return g_strjoinv(" ", sorted);
}

gboolean
ink_border_is_of_config(const InkBorderProbe *probe, const InkConfig *config)
{
    g_autofree char *hosts = join_hosts(config);
    return g_strcmp0(probe->authserv_id, config->authserv_id) == 0 &&
           g_str_equal(probe->hosts, hosts);
}

gboolean
ink_border_is_proved(InkPipeline *pipeline, gboolean *out_is_proved, GError **error)
{
    InkBorderProbe *found = NULL;
    if (!ink_store_find_latest_proof(pipeline->store, &found, error))
        return FALSE;
    g_autoptr(InkBorderProbe) probe = found;
    *out_is_proved = probe != NULL && probe->verdict == INK_BORDER_STRIPS &&
                     ink_border_is_of_config(probe, pipeline->config);
    return TRUE;
}

gboolean
ink_border_find_proof(const InkWork *work, InkAuthorProof *out_proof, GError **error)
{
    static const InkAuthorProof proofs[] = {[INK_VOUCHING_NONE] = INK_AUTHOR_UNTESTED,
                                            [INK_VOUCHING_YES] = INK_AUTHOR_PROVED,
                                            [INK_VOUCHING_SILENT] = INK_AUTHOR_UNPROVED,
                                            [INK_VOUCHING_NO] = INK_AUTHOR_UNPROVED};
    gboolean is_proved = FALSE;
    InkAuthorProof proof =
        proofs[ink_triage_find_author_vouching(work->message, work->pipeline->config)];
    if (proof == INK_AUTHOR_PROVED && !ink_border_is_proved(work->pipeline, &is_proved, error))
        return FALSE;
    *out_proof = is_proved ? proof : MIN(proof, INK_AUTHOR_UNTESTED);
    return TRUE;
}

#define HOW_TO                                                                                     \
    "; skriv ett prov med \"inkom doctor --probe ADRESS\" och skicka det från en dator utanför " \
    "organisationen, se inkom(1)"

gboolean
ink_pipeline_describe_border(InkPipeline *pipeline, gboolean *out_is_proved, char **out_finding,
                             GError **error)
{
    InkBorderProbe *found = NULL;
    if (!ink_store_find_latest_proof(pipeline->store, &found, error))
        return FALSE;
    g_autoptr(InkBorderProbe) probe = found;
    *out_is_proved = FALSE;
    if (probe == NULL) {
        *out_finding = g_strdup("inte prövad, och därför blir ingen handläggare trodd på "
                                "Authentication-Results" HOW_TO);
        return TRUE;
    }
    g_autofree char *when = ink_clock_format_short(pipeline->clock, probe->came_at);
    if (!ink_border_is_of_config(probe, pipeline->config)) {
        *out_finding = g_strdup_printf("prövad %s, men trusted_authserv_id eller hosts har ändrats "
                                       "sedan dess" HOW_TO,
                                       when);
        return TRUE;
    }
    *out_is_proved = probe->verdict == INK_BORDER_STRIPS;
    *out_finding =
        g_strdup_printf("prövad %s: %s%s", when, probe->finding, *out_is_proved ? "" : HOW_TO);
    return TRUE;
}

/* --- the letter -------------------------------------------------------------------------------*/

/* Every form that our reader takes for the border's own; word: the property that tells them from
 * what the border writes about this very letter. */
static void
append_forged(GString *out, const char *id, const char *domain, const char *word)
{
    static const char *const forms[][2] = {{"Authentication-Results: ", "; dmarc=pass"},
                                           {"authentication-results:\n ", " 1;\n dmarc = pass"},
                                           {"AUTHENTICATION-RESULTS:\t", "(x);dkim=pass"},
                                           {"Authentication-Results:", ";dmarc=pass (x)"}};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++)
        g_string_append_printf(out, "%s%s%s\n header.%s=%s " INK_PROBE_PROPERTY "=%s\n",
                               forms[i][0], id, forms[i][1],
                               strstr(forms[i][1], "dkim") != NULL ? "d" : "from", domain, word);
    g_string_append_printf(out,
                           "Authentication-Results: " INK_PROBE_CONTROL_ID
                           "; dmarc=none " INK_PROBE_PROPERTY "=%s\n",
                           word);
}

#define BODY                                                                                       \
    "Det här brevet prövar om e-postservern tar bort falska uppgifter om vem\n"                  \
    "som har skickat ett brev. Skicka det som det är, från en dator utanför\n"                  \
    "organisationen, inom 24 timmar. Inkom känner igen det när det kommer\n"                     \
    "och talar om för registratorn hur det gick.\n"

/* RFC 5322 §3.3, whatever language the machine speaks. */
static char *
format_date(gint64 at)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
    return g_strdup_printf(
        "%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week(utc) - 1],
        g_date_time_get_day_of_month(utc), months[g_date_time_get_month(utc) - 1],
        g_date_time_get_year(utc), g_date_time_get_hour(utc), g_date_time_get_minute(utc),
        g_date_time_get_second(utc));
}

static char *
compose(const InkPipeline *pipeline, const char *from, const char *word)
{
    const InkConfig *config = pipeline->config;
    g_autofree char *id = ink_random_word(ID_LETTERS);
    g_autofree char *date = format_date(ink_clock_now(pipeline->clock));
    GString *out = g_string_new(NULL);
    append_forged(out, config->authserv_id, ink_address_get_domain(config->from), word);
    g_string_append_printf(out,
                           INK_PROBE_FIELD
                           ": %s\nDate: %s\nFrom: <%s>\nTo: <%s>\n"
                           "Subject: Inkom: =?utf-8?q?prov_av_gr=C3=A4nsservern?=\n"
                           "Message-ID: <%s@%s>\nAuto-Submitted: auto-generated\n"
                           "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                           "Content-Transfer-Encoding: 8bit\n\n" BODY,
                           word, date, from, config->from, id, ink_address_get_domain(from));
    return g_string_free(out, FALSE);
}

static gboolean
check_may_issue(const InkConfig *config, const char *from, GError **error)
{
    if (config->authserv_id == NULL || config->hosts[0] == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: trusted_authserv_id: och organisation: hosts: måste säga vilken "
                    "gränsserver som ska prövas",
                    config->file);
        return FALSE;
    }
    if (ink_address_is_sendable(from) && !ink_config_is_staff(config, from))
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "%s: ange en adress utanför organisationen som du kan skicka från", from);
    return FALSE;
}

char *
ink_pipeline_issue_probe(InkPipeline *pipeline, InkTxn *txn, const char *from, GError **error)
{
    if (!check_may_issue(pipeline->config, from, error))
        return NULL;
    g_autofree char *word = ink_random_word(WORD_LETTERS);
    g_autofree char *hosts = join_hosts(pipeline->config);
    return ink_txn_add_probe(txn, word, pipeline->config->authserv_id, hosts, error)
               ? compose(pipeline, from, word)
               : NULL;
}
