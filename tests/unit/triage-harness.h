/* SPDX-License-Identifier: MIT
 *
 * What the tests of triage share: a configuration with just what triage asks of it, and messages
 * from headers.
 */
#pragma once

#include "harness.h"

#include "inkom/parse.h"
#include "inkom/triage.h"

#include <string.h>

#define TRIAGE_NOW 1774627200 /* 2026-03-27 17:00 */
#define HOUR_S     3600
#define PERSON     "Return-Path: <anna@example.org>\nFrom: Anna Ek <anna@example.org>\n"
#define TO_US      "To: inkorg@exempelkommun.example\n"

static inline InkConfig *
triage_config_new(void)
{
    static const char *const addresses[] = {"inkorg@exempelkommun.example",
                                            "miljo@exempelkommun.example", NULL};
    static const char *const domains[] = {"exempelkommun.example", NULL};
    static const char *const hosts[] = {"mx.exempelkommun.example", "lada.exempelkommun.example",
                                        NULL};
    InkConfig *config = g_new0(InkConfig, 1);
    config->addresses = g_strdupv((char **)addresses);
    config->domains = g_strdupv((char **)domains);
    config->hosts = g_strdupv((char **)hosts);
    config->officers = g_ptr_array_new();
    config->receipts = INK_RECEIPT_CAPS_DEFAULT;
    return config;
}

static inline void
triage_config_free(InkConfig *config)
{
    g_strfreev(config->addresses);
    g_strfreev(config->domains);
    g_strfreev(config->hosts);
    g_ptr_array_unref(config->officers);
    g_free(config->authserv_id);
    g_free(config->spam_header);
    ink_pattern_free(config->spam_pattern);
    g_free(config);
}

static inline InkTriageFacts
triage_facts(const InkConfig *config)
{
    return (InkTriageFacts){
        .config = config, .loop_mark = "vart-eget-marke", .now = TRIAGE_NOW, .arrived = TRIAGE_NOW};
}

static inline InkMessage *
triage_parse(const char *headers, const char *line_end)
{
    g_auto(GStrv) lines = g_strsplit(headers, "\n", -1);
    g_autofree char *head = g_strjoinv(line_end, lines);
    g_autofree char *bytes = g_strconcat(head, line_end, "Hej!", line_end, NULL);
    g_autoptr(GBytes) message_bytes = g_bytes_new(bytes, strlen(bytes));
    g_autoptr(GError) error = NULL;
    InkMessage *message = ink_message_parse(message_bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return message;
}

/* "8a 10 11" */
static inline char *
triage_list_rows(const GPtrArray *reasons)
{
    GString *rows = g_string_new(NULL);
    for (guint i = 0; i < reasons->len; i++) {
        const InkTriageReason *reason = reasons->pdata[i];
        g_string_append_printf(rows, "%s%s", i > 0 ? " " : "", reason->row);
        g_assert_cmpstr(reason->text, !=, "");
        g_assert_true(g_utf8_validate(reason->text, -1, NULL));
    }
    return g_string_free(rows, FALSE);
}
