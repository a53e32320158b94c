/* SPDX-License-Identifier: MIT
 *
 * Who a message comes from, by its header: Authentication-Results and the trace, and the other
 * fields that decide whether it may be answered. A verdict "pass" is checked against a second
 * reading that is simpler than the first, and every header is changed in ways that must not, or
 * must, change the verdict.
 */
#include "fuzz.h"

#include "../../src/triage/authentication.h"
#include "inkom/clock.h"
#include "inkom/parse.h"
#include "inkom/triage.h"

#define ID     "mx.exempelkommun.example"
#define NAME   "Authentication-Results"
#define NOW    1774602000
#define FORGED "dmarc=pass header.from=example.org; spf=pass smtp.mailfrom=anna@example.org"

static InkConfig config;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static char *addresses[] = {(char *)"inkorg@exempelkommun.example", NULL};
    static char *domains[] = {(char *)"exempelkommun.example", NULL};
    static char *hosts[] = {(char *)ID, (char *)"lada.exempelkommun.example", NULL};
    (void)argc, (void)argv;
    fuzz_begin();
    ink_parse_init();
    config = (InkConfig){.addresses = addresses,
                         .domains = domains,
                         .hosts = hosts,
                         .officers = g_ptr_array_new(),
                         .authserv_id = (char *)ID,
                         .receipts = INK_RECEIPT_CAPS_DEFAULT};
    return 0;
}

static gboolean
is_results(const InkHeader *header)
{
    return g_ascii_strcasecmp(header->name, NAME) == 0;
}

/* What stands in no comment and in no quoted string, in small letters and without white space. */
static char *
strip(const char *value)
{
    GString *out = g_string_new(NULL);
    gboolean is_quoted = FALSE;
    guint depth = 0;
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '\\' && c[1] != '\0' && (is_quoted || depth > 0))
            c++;
        else if (*c == '"' && depth == 0)
            is_quoted = !is_quoted;
        else if (*c == '(' && !is_quoted)
            depth++;
        else if (*c == ')' && depth > 0)
            depth--;
        else if (!is_quoted && depth == 0 && !g_ascii_isspace(*c))
            g_string_append_c(out, g_ascii_tolower(*c));
    }
    return g_string_free(out, FALSE);
}

/* ";dmarc=pass" and its like, as a result of its own. */
static gboolean
says_pass(const char *value)
{
    static const char *const methods[] = {";dmarc", ";dkim", ";spf"};
    g_autofree char *plain = strip(value);
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
        for (const char *c = plain; (c = strstr(c, methods[i])) != NULL;) {
            c += strlen(methods[i]);
            c += g_str_has_prefix(c, "/1") ? 2 : 0;
            if (g_str_has_prefix(c, "=pass"))
                return TRUE;
        }
    return FALSE;
}

/* A pass rests on a field of the border's own that says so. */
static void
check_pass(const InkMessage *message)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (is_results(header) && strstr(header->value, ID) != NULL && says_pass(header->value))
            return;
    }
    g_assert_not_reached();
}

static void
replace_value(InkHeader *header, char *value)
{
    g_free(header->value);
    header->value = value;
}

static InkAuthVerdict
judge(const InkMessage *message)
{
    InkAuthentication found = ink_authentication_find(message, &config);
    fuzz_assert_text(found.why);
    g_assert_true(found.is_tested || found.verdict == INK_AUTH_UNKNOWN);
    g_assert_true(!found.is_from_vouched || found.verdict == INK_AUTH_PASS);
    const char *why = NULL;
    InkVouching vouching = ink_triage_find_vouching(message, &config, &why);
    fuzz_assert_text(why);
    g_assert_true((vouching == INK_VOUCHING_YES) == (found.verdict == INK_AUTH_PASS));
    g_assert_true((vouching == INK_VOUCHING_NONE) == !found.is_tested);
    g_assert_true((vouching == INK_VOUCHING_NO) == (found.verdict == INK_AUTH_FAIL));
    return found.verdict;
}

/* What stands below all that came with the message, and what bears another's name, changes nothing;
 * a second field with the border's name above it all can only take a pass away. */
static void
check_additions(InkMessage *message, InkAuthVerdict verdict)
{
    GPtrArray *headers = message->headers;
    g_ptr_array_insert(headers, 0, ink_header_new(NAME, "mx.example.net; " FORGED));
    g_assert_cmpint(judge(message), ==, verdict);
    g_ptr_array_remove_index(headers, 0);
    if (ink_message_find_header(message, "Received") == NULL)
        return;
    g_ptr_array_add(headers, ink_header_new("Received", "from a by b.example.net; x"));
    g_ptr_array_add(message->received, ink_received_new("b.example.net", INK_TIME_NONE));
    g_ptr_array_add(headers, ink_header_new("Received", "from a by c.example.net; x"));
    g_ptr_array_add(message->received, ink_received_new("c.example.net", INK_TIME_NONE));
    g_ptr_array_add(headers, ink_header_new(NAME, ID "; " FORGED));
    g_assert_cmpint(judge(message), ==, verdict);
    g_ptr_array_set_size(headers, (int)headers->len - 3);
    g_ptr_array_set_size(message->received, (int)message->received->len - 2);
}

/* Words that only people read: in a comment, in a quoted reason; and capitals. */
static void
check_wording(InkMessage *message, InkAuthVerdict verdict)
{
    for (guint i = 0; i < message->headers->len; i++) {
        InkHeader *header = message->headers->pdata[i];
        if (!is_results(header))
            continue;
        g_autofree char *before = g_steal_pointer(&header->value);
        gsize id = g_str_has_prefix(before, ID) ? strlen(ID) : 0; /* which is written plainly */
        header->value = g_strdup_printf("%.*s(%s;dmarc=pass) %s (x\\)dmarc=fail)", (int)id, before,
                                        ID, before + id);
        g_assert_cmpint(judge(message), ==, verdict);
        replace_value(header, g_steal_pointer(&before));
    }
}

/* The results taken away, or made into failures, there is nothing to pass on. */
static void
check_removals(InkMessage *message)
{
    for (guint i = 0; i < message->headers->len; i++) {
        InkHeader *header = message->headers->pdata[i];
        if (!is_results(header))
            continue;
        g_autofree char *lower = g_ascii_strdown(header->value, -1);
        g_auto(GStrv) pieces = g_strsplit(lower, "pass", -1);
        replace_value(header, g_strjoinv("neutral", pieces));
    }
    g_assert_cmpint(judge(message), !=, INK_AUTH_PASS);
    for (guint i = message->headers->len; i > 0; i--)
        if (is_results(message->headers->pdata[i - 1]))
            g_ptr_array_remove_index(message->headers, i - 1);
    g_assert_cmpint(judge(message), ==, INK_AUTH_UNKNOWN);
}

static void
check_reasons(const GPtrArray *reasons)
{
    for (guint i = 0; i < reasons->len; i++) {
        const InkTriageReason *reason = reasons->pdata[i];
        fuzz_assert_text(reason->text);
        g_assert_cmpstr(reason->text, !=, "");
        g_assert_null(strpbrk(reason->text, "\r\n"));
    }
}

static void
check_triage(const InkMessage *message, InkReplyTo reply_to, InkAuthVerdict verdict)
{
    config.reply_to = reply_to;
    const InkTriageFacts facts = {
        .config = &config, .loop_mark = "vart-eget-marke", .now = NOW, .arrived = NOW};
    g_autoptr(InkTriage) triage = ink_triage_run(message, &facts);
    check_reasons(triage->reasons);
    check_reasons(triage->remarks);
    g_assert_true(triage->reply_to == NULL || ink_address_is_sendable(triage->reply_to));
    gboolean may_answer = triage->reasons->len == 0;
    g_assert_false(may_answer && triage->reply_to == NULL);
    g_assert_false(may_answer && reply_to == INK_REPLY_TO_AUTHENTICATED &&
                   verdict != INK_AUTH_PASS);
    g_assert_false(may_answer && reply_to == INK_REPLY_TO_NOT_FAILED && verdict == INK_AUTH_FAIL);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, NULL);
    if (message == NULL)
        return 0;
    InkAuthVerdict verdict = judge(message);
    if (verdict == INK_AUTH_PASS)
        check_pass(message);
    for (InkReplyTo reply_to = INK_REPLY_TO_NOT_FAILED; reply_to <= INK_REPLY_TO_ANY; reply_to++)
        check_triage(message, reply_to, verdict);
    check_additions(message, verdict);
    check_wording(message, verdict);
    check_removals(message);
    return 0;
}
