/* SPDX-License-Identifier: MIT
 *
 * One child, and what happens when it is no more.
 */
#include "sandbox-private.h"

#include "child.h"
#include "lockdown.h"
#include "message-wire.h"

#include "inkom/error.h"
#include "inkom/log.h"
#include "inkom/parse.h"
#include "inkom/text.h"

#include <string.h>

/* After so much a new child takes over: libraries leak, and their heaps fray. Starting one takes as
 * long as reading some hundred letters. */
#define MOST_MESSAGES 2000
#define MOST_BYTES    (256 * 1024 * 1024)

/* Processor time: a message within the limits takes less than a tenth of it. */
#define CPU_S           (INK_IS_SANITIZED ? 20 : 4)
#define BYTES_PER_CPU_S (25 * 1024 * 1024)

#define ATTEMPTS   2
#define REASON_MAX 500 /* characters of a child's reason */

struct InkSandbox {
    const InkLimits *limits;
    const char *argument;
    guint cpu_s;
    InkChild *child; /* NULL = none yet, or no more */
    InkLimits told;  /* the limits that it was given */
    guint messages;  /* that it has been asked for */
    gsize bytes;
};

InkSandbox *
ink_sandbox_new_with_child(const InkLimits *limits, const char *argument, guint cpu_s)
{
    InkSandbox *sandbox = g_new0(InkSandbox, 1);
    sandbox->limits = limits;
    sandbox->argument = argument;
    sandbox->cpu_s = cpu_s;
    return sandbox;
}

InkSandbox *
ink_sandbox_new(const InkLimits *limits)
{
    return ink_sandbox_new_with_child(limits, ink_serve_argument, CPU_S);
}

void
ink_sandbox_free(InkSandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    ink_child_free(sandbox->child);
    g_free(sandbox);
}

static gboolean
ensure_child(InkSandbox *sandbox, GError **error)
{
    gboolean is_spent = sandbox->messages >= MOST_MESSAGES || sandbox->bytes >= MOST_BYTES;
    gboolean knows_limits = memcmp(&sandbox->told, sandbox->limits, sizeof sandbox->told) == 0;
    if (sandbox->child != NULL && knows_limits && !is_spent && ink_child_is_idle(sandbox->child))
        return TRUE;
    g_clear_pointer(&sandbox->child, ink_child_free);
    sandbox->messages = 0;
    sandbox->bytes = 0;
    memcpy(&sandbox->told, sandbox->limits, sizeof sandbox->told);
    sandbox->child = ink_child_start(sandbox->argument, sandbox->limits, error);
    return sandbox->child != NULL;
}

/* Whatever the child says, it is about this message and nothing else: it must not be able to stop
 * the service with it. */
static void
set_refusal(const InkAnswer *answer, GError **error)
{
    g_autofree char *valid = g_utf8_make_valid(answer->bytes, (gssize)answer->size);
    g_autofree char *reason = ink_text_one_line(valid, REASON_MAX);
    g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_MESSAGE, reason);
}

/* TRUE: *out_message is there, or error says why the message cannot be read. FALSE: the child was
 * not up to it, and *out_why says how that showed. */
static gboolean
ask(InkSandbox *sandbox, GBytes *bytes, InkMessage **out_message, char **out_why, GError **error)
{
    InkAnswer answer;
    const char *why;
    sandbox->messages++;
    sandbox->bytes += g_bytes_get_size(bytes);
    guint cpu_s = sandbox->cpu_s + (guint)(g_bytes_get_size(bytes) / BYTES_PER_CPU_S);
    if (!ink_child_ask(sandbox->child, bytes, cpu_s, &answer, out_why))
        return FALSE;
    if (answer.kind == INK_FRAME_REFUSED) {
        set_refusal(&answer, error);
        return TRUE;
    }
    *out_message = ink_message_wire_read(answer.bytes, answer.size, sandbox->limits, &why);
    if (*out_message == NULL)
        *out_why = g_strdup_printf("svarade fel: %s", why);
    return *out_message != NULL;
}

InkMessage *
ink_sandbox_parse(InkSandbox *sandbox, GBytes *bytes, GError **error)
{
    g_autofree char *why = NULL;
    /* What the child would refuse for its size need not go to it, nor have room there. */
    if (!ink_message_check_size(g_bytes_get_size(bytes), sandbox->limits, error))
        return NULL;
    for (guint i = 0; i < ATTEMPTS; i++) {
        InkMessage *message = NULL;
        g_clear_pointer(&why, g_free);
        if (!ensure_child(sandbox, error))
            return NULL;
        if (ask(sandbox, bytes, &message, &why, error))
            return message;
        g_clear_pointer(&sandbox->child, ink_child_free);
        ink_log_warning("processen som läser meddelanden %s%s", why,
                        i + 1 < ATTEMPTS ? "; meddelandet prövas i en ny" : "");
    }
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE,
                "Meddelandet gick inte att läsa: processen som läste det %s, två gånger.", why);
    return NULL;
}

char *
ink_sandbox_describe(InkSandbox *sandbox, GError **error)
{
    if (!ensure_child(sandbox, error))
        return NULL;
    int landlock = ink_child_get_landlock(sandbox->child);
    if (landlock == 0)
        return g_strdup("egen process, stängd med seccomp; kärnan har inte Landlock (finns från "
                        "Linux 5.13, se lsm= vid uppstart)");
    if (landlock < 0)
        return g_strdup_printf("egen process, stängd med seccomp; kärnan har Landlock %d, men det "
                               "gick inte att använda (förbjudet i en container?)",
                               -landlock);
    return g_strdup_printf("egen process utan nät och filer, stängd med seccomp och Landlock %d",
                           landlock);
}
