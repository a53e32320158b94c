/* SPDX-License-Identifier: MIT
 *
 * The operator's log.
 */
#include "inkom/log.h"

#include "inkom/text.h"

#include <stdio.h>

#define LINE_MAX_CHARS 1000

static void G_GNUC_PRINTF(2, 0) log_line(GLogLevelFlags level, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    g_autofree char *valid = g_utf8_make_valid(text, -1); /* it may name a file */
    g_autofree char *line = ink_text_one_line(valid, LINE_MAX_CHARS);
    g_log_structured("inkom", level, "MESSAGE", "%s", line);
}

void
ink_log_info(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line(G_LOG_LEVEL_INFO, format, args);
    va_end(args);
}

void
ink_log_warning(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    log_line(G_LOG_LEVEL_WARNING, format, args);
    va_end(args);
}

/* Libraries tell details of their own, which nobody asked for. */
static gboolean
is_ours(const GLogField *fields, gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (g_str_equal(fields[i].key, "GLIB_DOMAIN"))
            return g_strcmp0(fields[i].value, "inkom") == 0;
    return FALSE;
}

static GLogWriterOutput
write_line(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer user_data)
{
    gboolean is_verbose = GPOINTER_TO_INT(user_data);
    gboolean is_detail = (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)) != 0;
    if (is_detail && (!is_verbose || !is_ours(fields, count)))
        return G_LOG_WRITER_HANDLED;

    for (gsize i = 0; i < count; i++)
        if (g_str_equal(fields[i].key, "MESSAGE"))
            fprintf(stderr, "inkom: %s%s\n",
                    is_detail ? "" : "varning: ", (const char *)fields[i].value);
    return G_LOG_WRITER_HANDLED;
}

void
ink_log_start(gboolean is_verbose)
{
    g_log_set_writer_func(write_line, GINT_TO_POINTER(is_verbose), NULL);
}
