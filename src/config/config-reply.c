/* SPDX-License-Identifier: MIT
 *
 * Who gets a receipt, and who is believed: reply_to, officers_proved_by, trusted_authserv_id,
 * receipts, spam.
 */
#include "config-private.h"

#include <string.h>

/* The most of a cap is what a large authority could want; a cap that is nearly none is a slip of
 * the pen. */
static const struct {
    const char *key;
    gsize offset; /* in InkReceiptCaps */
    gint64 most;
} CAPS[] = {
    {"per_address", G_STRUCT_OFFSET(InkReceiptCaps, per_address), 100},
    {"per_domain", G_STRUCT_OFFSET(InkReceiptCaps, per_domain), 100000},
    {"per_freemail_domain", G_STRUCT_OFFSET(InkReceiptCaps, per_freemail_domain), 100000},
    {"per_minute", G_STRUCT_OFFSET(InkReceiptCaps, per_minute), 100000},
};

/* One word of printable ASCII, in the spelling of the server that writes it. */
static gboolean
is_authserv_id(const char *id)
{
    for (const char *c = id; *c != '\0'; c++)
        if (!g_ascii_isgraph(*c) || strchr("()<>@,;:\\\"/[]?=", *c) != NULL)
            return FALSE;
    return *id != '\0';
}

static void
read_authserv_id(const InkConfigReader *reader)
{
    char **id = &reader->config->authserv_id;
    if (ink_yaml_read_string(reader->root, "trusted_authserv_id", FALSE, id, reader->problems) &&
        !is_authserv_id(*id))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(reader->root, "trusted_authserv_id"),
                         0,
                         "\"%s\" kan inte stå först i Authentication-Results; skriv det namn som "
                         "er e-postserver skriver där, som mx.exempelkommun.example",
                         *id);
}

static void
read_reply_to(const InkConfigReader *reader)
{
    static const char *const names[] = {[INK_REPLY_TO_NOT_FAILED] = "not_failed",
                                        [INK_REPLY_TO_AUTHENTICATED] = "authenticated",
                                        [INK_REPLY_TO_ANY] = "any"};
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(reader->root, "reply_to", FALSE, &text, reader->problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(reader->root, "reply_to");
    gsize i = 0;
    while (i < G_N_ELEMENTS(names) && strcmp(names[i], text) != 0)
        i++;
    if (i == G_N_ELEMENTS(names)) {
        ink_yaml_problem(reader->problems, node, 0,
                         "\"%s\" ska vara authenticated, not_failed eller any", text);
        return;
    }
    reader->config->reply_to = (InkReplyTo)i;
    if (i == INK_REPLY_TO_AUTHENTICATED && reader->config->authserv_id == NULL)
        ink_yaml_problem(reader->problems, node, 0,
                         "med reply_to: authenticated måste trusted_authserv_id: säga vems "
                         "Authentication-Results som gäller; annars får ingen någon bekräftelse");
}

static void
read_proved_by(const InkConfigReader *reader)
{
    static const char *const names[] = {[INK_PROVED_BY_AUTHENTICATION] = "authentication",
                                        [INK_PROVED_BY_CONFIRMATION] = "confirmation"};
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(reader->root, "officers_proved_by", FALSE, &text, reader->problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(reader->root, "officers_proved_by");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], text) == 0) {
            reader->config->officers_proved_by = (InkProvedBy)i;
            if (i == INK_PROVED_BY_AUTHENTICATION && reader->config->authserv_id == NULL)
                ink_yaml_problem(reader->problems, node, 0,
                                 "med officers_proved_by: authentication måste "
                                 "trusted_authserv_id: säga vems Authentication-Results som "
                                 "gäller; annars blir ingen handläggare trodd");
            return;
        }
    ink_yaml_problem(reader->problems, node, 0, "\"%s\" ska vara authentication eller confirmation",
                     text);
}

static void
read_caps(const InkConfigReader *reader)
{
    const char *known[G_N_ELEMENTS(CAPS) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(CAPS); i++)
        known[i] = CAPS[i].key;
    const InkYamlNode *part = ink_config_find_part(reader, "receipts", FALSE, known);
    for (gsize i = 0; part != NULL && i < G_N_ELEMENTS(CAPS); i++)
        ink_yaml_read_int(part, CAPS[i].key, 1, CAPS[i].most,
                          G_STRUCT_MEMBER_P(&reader->config->receipts, CAPS[i].offset),
                          reader->problems);
}

/* RFC 5322 §3.6.8: printable ASCII but for the colon. */
static gboolean
is_field_name(const char *name)
{
    for (const char *c = name; *c != '\0'; c++)
        if (!g_ascii_isgraph(*c) || *c == ':')
            return FALSE;
    return *name != '\0';
}

static void
read_spam(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"header", "pattern", NULL};
    InkConfig *config = reader->config;
    const InkYamlNode *part = ink_config_find_part(reader, "spam", FALSE, KNOWN);
    if (part == NULL)
        return;
    g_autofree char *text = NULL;
    if (ink_yaml_read_string(part, "header", TRUE, &config->spam_header, reader->problems) &&
        !is_field_name(config->spam_header))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(part, "header"), 0,
                         "\"%s\" är inget fältnamn; skriv det utan kolon, som X-Spam-Flag",
                         config->spam_header);
    if (!ink_yaml_read_string(part, "pattern", TRUE, &text, reader->problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(part, "pattern");
    g_autoptr(GError) error = NULL;
    config->spam_pattern = ink_pattern_compile(text, NULL, &error);
    if (config->spam_pattern == NULL)
        ink_yaml_problem(reader->problems, node, 0, "%s", error->message);
    else if (ink_pattern_matches_empty(config->spam_pattern))
        ink_yaml_problem(reader->problems, node, 0,
                         "mönstret passar även där inget står, och all post skulle bli skräppost");
}

void
ink_config_read_reply(const InkConfigReader *reader)
{
    read_authserv_id(reader);
    read_reply_to(reader);
    read_proved_by(reader);
    read_caps(reader);
    read_spam(reader);
}
