/* SPDX-License-Identifier: MIT
 *
 * A verdict from the Authentication-Results fields of the border (RFC 8601, RFC 7489).
 *
 * Which fields are trusted: those with exactly the configured authserv-id, in a place where our own
 * servers write (trace.h). If the border writes above its own Received:, then only what stands
 * above the topmost one counts, where nobody outside can write; else what stands above the first
 * foreign one. A border may write a field for each method. The same method in two fields, or a
 * field of the border's that breaks the grammar, is a contradiction: one of them may have come with
 * the message, and then nothing is known for certain.
 *
 * What they say: DMARC decides if it passed for the domain of From:, or failed. Else DKIM in the
 * name of that domain's owner is good enough; else SPF, for the envelope's sender. SPF's softfail
 * counts as a failure here: what it costs is that a person decides about the receipt. Everything
 * else (none, neutral, temperror, bestguesspass …) says nothing.
 */
#include "authentication.h"

#include "auth-results.h"
#include "domain.h"
#include "trace.h"

#include "inkom/triage.h"

#include <string.h>

typedef struct {
    gboolean is_doubtful;
    gboolean has_dmarc_pass, has_dmarc_fail;
    gboolean has_dkim_pass;   /* aligned */
    gboolean has_strict_pass; /* the same domain */
    gboolean has_spf_pass;    /* aligned */
    gboolean has_spf_fail;
} Findings;

static void
field_free(gpointer data)
{
    ink_auth_results_free(data);
}

/* The border's own, among the first count fields. It writes its id plainly: in quotes or behind a
 * comment it would mean the same, and only a stranger has a reason to write it so. */
static GPtrArray *
list_fields(const InkMessage *message, const char *authserv_id, guint count)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(field_free);
    for (guint i = 0; i < count; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "Authentication-Results") != 0 ||
            !g_str_has_prefix(header->value, authserv_id))
            continue;
        g_autoptr(InkAuthResults) field = ink_auth_results_parse(header->value);
        if (field != NULL && g_str_equal(field->authserv_id, authserv_id))
            g_ptr_array_add(fields, g_steal_pointer(&field));
    }
    return fields;
}

static GPtrArray *
list_trusted(const InkMessage *message, const InkConfig *config)
{
    g_autoptr(GPtrArray) top =
        list_fields(message, config->authserv_id, ink_trace_count_above(message));
    if (top->len > 0)
        return g_steal_pointer(&top);
    return list_fields(message, config->authserv_id, ink_trace_count_own(message, config->hosts));
}

/* "anna@example.org", "@example.org" and "example.org" -> "example.org" */
static const char *
get_domain(const char *value)
{
    const char *at = strrchr(value, '@');
    return at != NULL ? at + 1 : value;
}

static gboolean
is_result(const InkAuthResult *result, const char *method, const char *word)
{
    return g_str_equal(result->method, method) && g_str_equal(result->result, word);
}

static void
read_dmarc(const InkAuthResult *result, const char *domain, Findings *findings)
{
    const char *from = ink_auth_result_find(result, "header", "from");
    if (is_result(result, "dmarc", "fail"))
        findings->has_dmarc_fail = TRUE;
    else if (is_result(result, "dmarc", "pass") && from != NULL &&
             g_ascii_strcasecmp(get_domain(from), domain) == 0)
        findings->has_dmarc_pass = TRUE;
}

static void
read_dkim(const InkAuthResult *result, const char *domain, Findings *findings)
{
    if (!is_result(result, "dkim", "pass"))
        return;
    const char *signer = ink_auth_result_find(result, "header", "d");
    if (signer == NULL)
        signer = ink_auth_result_find(result, "header", "i");
    if (signer != NULL && ink_domain_is_aligned(get_domain(signer), domain))
        findings->has_dkim_pass = TRUE;
    const char *owner = ink_auth_result_find(result, "header", "d");
    if (owner != NULL && g_ascii_strcasecmp(owner, domain) == 0)
        findings->has_strict_pass = TRUE;
}

/* What is said of the HELO name only is nothing about the sender. */
static void
read_spf(const InkAuthResult *result, const char *domain, Findings *findings)
{
    const char *sender = ink_auth_result_find(result, "smtp", "mailfrom");
    if (sender == NULL && ink_auth_result_find(result, "smtp", "helo") != NULL)
        return;
    if (is_result(result, "spf", "fail") || is_result(result, "spf", "softfail"))
        findings->has_spf_fail = TRUE;
    else if (is_result(result, "spf", "pass") && sender != NULL &&
             ink_domain_is_aligned(get_domain(sender), domain))
        findings->has_spf_pass = TRUE;
}

/* Whether an earlier field than this one speaks of the method. */
static gboolean
is_repeated(const GPtrArray *fields, guint field, const char *method)
{
    for (guint f = 0; f < field; f++) {
        const InkAuthResults *earlier = fields->pdata[f];
        for (guint i = 0; i < earlier->results->len; i++)
            if (g_str_equal(((const InkAuthResult *)earlier->results->pdata[i])->method, method))
                return TRUE;
    }
    return FALSE;
}

static Findings
read_fields(const GPtrArray *fields, const char *domain)
{
    Findings findings = {0};
    for (guint f = 0; f < fields->len; f++) {
        const InkAuthResults *field = fields->pdata[f];
        findings.is_doubtful |= !field->is_well_formed;
        for (guint i = 0; i < field->results->len; i++) {
            const InkAuthResult *result = field->results->pdata[i];
            findings.is_doubtful |= is_repeated(fields, f, result->method);
            read_dmarc(result, domain, &findings);
            read_dkim(result, domain, &findings);
            read_spf(result, domain, &findings);
        }
    }
    return findings;
}

/* "v=1; d=example.org; l=120": what stands below so many bytes, anybody may have written (RFC 6376
 * §8.2). The border does not say which signature it believed. */
static gboolean
has_partial_signature(const InkMessage *message)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "DKIM-Signature") != 0)
            continue;
        g_auto(GStrv) tags = g_strsplit(header->value, ";", -1);
        for (char **tag = tags; *tag != NULL; tag++) {
            const char *name = g_strchug(*tag);
            if (g_ascii_tolower(*name) == 'l' && name[1 + strspn(name + 1, " \t\r\n")] == '=')
                return TRUE;
        }
    }
    return FALSE;
}

static InkAuthentication
judge(const Findings *found)
{
    if (found->is_doubtful)
        return (InkAuthentication){
            .verdict = INK_AUTH_FAIL,
            .why = "Authentication-Results motsäger sig eller går inte att läsa"};
    if (found->has_dmarc_fail)
        return (InkAuthentication){.verdict = INK_AUTH_FAIL, .why = "DMARC underkänner avsändaren"};
    if (found->has_dmarc_pass || found->has_dkim_pass)
        return (InkAuthentication){.verdict = INK_AUTH_PASS,
                                   .is_from_vouched = TRUE,
                                   .why = found->has_dmarc_pass ? "DMARC godkänner avsändaren"
                                                                : "DKIM godkänner avsändaren"};
    if (found->has_spf_fail)
        return (InkAuthentication){.verdict = INK_AUTH_FAIL,
                                   .why = "SPF underkänner avsändaren och DKIM styrker den inte"};
    if (found->has_spf_pass)
        return (InkAuthentication){.verdict = INK_AUTH_PASS, .why = "SPF godkänner avsändaren"};
    return (InkAuthentication){.verdict = INK_AUTH_UNKNOWN,
                               .why = "varken DMARC, SPF eller DKIM styrker avsändaren"};
}

InkAuthentication
ink_authentication_find(const InkMessage *message, const InkConfig *config)
{
    if (config->authserv_id == NULL)
        return (InkAuthentication){.verdict = INK_AUTH_UNKNOWN, .why = "avsändaren är inte prövad"};
    g_autoptr(GPtrArray) fields = list_trusted(message, config);
    if (fields->len == 0)
        return (InkAuthentication){.verdict = INK_AUTH_UNKNOWN,
                                   .why =
                                       "vår e-postserver har inte skrivit Authentication-Results"};
    const InkAddress *sender = ink_message_get_sender(message);
    const char *domain = sender != NULL ? ink_address_get_domain(sender->address) : "";
    Findings findings = read_fields(fields, domain);
    InkAuthentication found = judge(&findings);
    found.is_author_proved =
        found.verdict == INK_AUTH_PASS && !has_partial_signature(message) &&
        (findings.has_dmarc_pass ||
         (findings.has_strict_pass && ink_config_is_own_domain(config, domain)));
    found.is_tested = TRUE;
    return found;
}

InkVouching
ink_triage_find_vouching(const InkMessage *message, const InkConfig *config, const char **out_why)
{
    static const InkVouching by_verdict[] = {[INK_AUTH_UNKNOWN] = INK_VOUCHING_SILENT,
                                             [INK_AUTH_PASS] = INK_VOUCHING_YES,
                                             [INK_AUTH_FAIL] = INK_VOUCHING_NO};
    InkAuthentication found = ink_authentication_find(message, config);
    if (out_why != NULL)
        *out_why = found.why;
    return found.is_tested ? by_verdict[found.verdict] : INK_VOUCHING_NONE;
}

InkVouching
ink_triage_find_author_vouching(const InkMessage *message, const InkConfig *config)
{
    InkAuthentication found = ink_authentication_find(message, config);
    if (!found.is_tested)
        return INK_VOUCHING_NONE;
    return found.is_author_proved ? INK_VOUCHING_YES : INK_VOUCHING_NO;
}
