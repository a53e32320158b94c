/* SPDX-License-Identifier: MIT
 *
 * mailboxes and outgoing: where mail comes from and goes to.
 */
#include "config-private.h"

#include "inkom/text.h"

#include <string.h>

void
ink_mailbox_free(gpointer data)
{
    InkMailbox *mailbox = data;
    g_free(mailbox->name);
    ink_endpoint_free(mailbox->source);
    ink_secret_free(mailbox->password);
    g_free(mailbox->done);
    g_free(mailbox->address);
    g_strfreev(mailbox->aliases);
    g_free(mailbox->unit);
    g_free(mailbox);
}

static gboolean
is_imap(const InkEndpoint *endpoint)
{
    return endpoint->scheme == INK_SCHEME_IMAPS || endpoint->scheme == INK_SCHEME_IMAP;
}

static gboolean
is_smtp(const InkEndpoint *endpoint)
{
    return endpoint->scheme == INK_SCHEME_SMTPS || endpoint->scheme == INK_SCHEME_SMTP;
}

static InkEndpoint *
read_endpoint(const InkConfigReader *reader, const InkYamlNode *mapping, const char *key)
{
    g_autofree char *url = NULL;
    if (!ink_yaml_read_string(mapping, key, TRUE, &url, reader->problems))
        return NULL;
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    if (ink_config_has_url_password(url)) {
        ink_yaml_problem(reader->problems, node, 0,
                         "lösenordet får inte stå i adressen; ge det under password: (ett @ i "
                         "användarnamnet skrivs %%40)");
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    InkEndpoint *endpoint = ink_endpoint_parse(url, reader->config->text_dir, &error);
    if (endpoint == NULL) {
        ink_yaml_problem(reader->problems, node, 0, "%s", error->message);
        return NULL;
    }
    endpoint->timeout_ms = (int)(reader->timeout_s * 1000);
    if (ink_yaml_node_find(mapping, "ca") != NULL)
        endpoint->ca_file =
            ink_config_read_path(reader, mapping, "ca", FALSE, G_FILE_TEST_IS_REGULAR);
    return endpoint;
}

/* A user needs a password, and a password needs a user. */
static void
check_login(const InkConfigReader *reader, const InkYamlNode *mapping, const char *key,
            const InkEndpoint *endpoint)
{
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    const InkYamlNode *password = ink_yaml_node_find(mapping, "password");
    if (endpoint->scheme == INK_SCHEME_MAILDIR) {
        if (password != NULL)
            ink_yaml_problem(reader->problems, password, 0,
                             "en maildir-mapp har inget lösenord; ta bort password:");
        if (ink_yaml_node_find(mapping, "ca") != NULL)
            ink_yaml_problem(reader->problems, ink_yaml_node_find(mapping, "ca"), 0,
                             "en maildir-mapp har inget certifikat; ta bort ca:");
        return;
    }
    if (endpoint->user == NULL && is_imap(endpoint))
        ink_yaml_problem(reader->problems, node, 0,
                         "användaren saknas; skriv den före värden, som "
                         "imaps://inkorg@imap.exempelkommun.example/INBOX");
    else if (endpoint->user == NULL && password != NULL)
        ink_yaml_problem(reader->problems, password, 0,
                         "lösenordet hör till en användare; skriv den i adressen, som "
                         "smtp://inkorg@smtp.exempelkommun.example");
    else if (endpoint->user != NULL && password == NULL)
        ink_yaml_problem(reader->problems, node, 0,
                         "användaren %s behöver ett lösenord; skriv password: {file: …}",
                         endpoint->user);
}

static InkSecret *
read_login(const InkConfigReader *reader, const InkYamlNode *mapping, const char *key,
           const InkEndpoint *endpoint)
{
    const InkYamlNode *oauth = ink_yaml_node_find(mapping, "oauth");
    if (oauth != NULL)
        ink_yaml_problem(reader->problems, oauth, 0,
                         "oauth är inte byggt ännu; använd password: tills vidare");
    else if (endpoint != NULL)
        check_login(reader, mapping, key, endpoint);
    return ink_config_read_secret(reader, mapping);
}

/* The name is a key in the ledger and stands in logs and commands. */
static gboolean
is_name(const char *name)
{
    if (!g_unichar_isalnum(g_utf8_get_char(name)) || g_utf8_strlen(name, -1) > 40)
        return FALSE;
    for (; *name != '\0'; name = g_utf8_next_char(name)) {
        if (!g_unichar_isalnum(g_utf8_get_char(name)) && strchr("-_.", *name) == NULL)
            return FALSE;
    }
    return TRUE;
}

static void
read_name(const InkConfigReader *reader, const InkYamlNode *entry, char **out)
{
    if (!ink_yaml_read_string(entry, "name", TRUE, out, reader->problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(entry, "name");
    if (!is_name(*out))
        ink_yaml_problem(reader->problems, node, 0,
                         "\"%s\" duger inte som namn; skriv högst 40 bokstäver, siffror, - _ och "
                         "punkt, som stadskansliet",
                         *out);
    else if (ink_config_find_mailbox(reader->config, *out) != NULL)
        ink_yaml_problem(reader->problems, node, 0,
                         "brevlådan \"%s\" finns redan; varje brevlåda har sitt eget namn", *out);
}

/* The same inbox twice would be two ledgers of the same mail. */
static void
check_source(const InkConfigReader *reader, const InkYamlNode *entry, const InkMailbox *mailbox)
{
    const InkYamlNode *node = ink_yaml_node_find(entry, "source");
    if (is_smtp(mailbox->source)) {
        ink_yaml_problem(reader->problems, node, 0,
                         "post kan inte hämtas med smtp; skriv imaps:, imap: eller maildir:");
        return;
    }
    if (is_imap(mailbox->source) && mailbox->done != NULL &&
        ink_endpoint_is_folder(mailbox->source, mailbox->done))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(entry, "done"), 0,
                         "%s är mappen som posten hämtas från; skriv en annan mapp", mailbox->done);
    for (guint i = 0; i < reader->config->mailboxes->len; i++) {
        const InkMailbox *other = g_ptr_array_index(reader->config->mailboxes, i);
        if (other->source != NULL && ink_endpoint_is_same_box(other->source, mailbox->source))
            ink_yaml_problem(reader->problems, node, 0, "brevlådan \"%s\" hämtar redan härifrån",
                             other->name);
    }
}

/* What else the inbox is called: without it a letter to such an address is not to us. */
static void
read_aliases(const InkConfigReader *reader, const InkYamlNode *entry, char ***out)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GStrvBuilder) aliases = g_strv_builder_new();
    if (ink_yaml_read_strings(entry, "aliases", &words, reader->problems)) {
        const InkYamlNode *list = ink_yaml_node_find(entry, "aliases");
        gboolean is_list = ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE;
        for (guint i = 0; words[i] != NULL; i++) {
            g_autofree char *address = ink_text_ascii_lower(words[i]);
            if (!ink_address_is_sendable(address))
                ink_yaml_problem(reader->problems, is_list ? ink_yaml_node_get_item(list, i) : list,
                                 0,
                                 "\"%s\" är ingen e-postadress; skriv bara adressen, som "
                                 "namn@exempelkommun.example",
                                 words[i]);
            g_strv_builder_add(aliases, address);
        }
    }
    *out = g_strv_builder_end(aliases);
}

static void
read_mailbox(const InkConfigReader *reader, const InkYamlNode *entry)
{
    InkConfig *config = reader->config;
    InkMailbox *mailbox = g_new0(InkMailbox, 1);
    read_name(reader, entry, &mailbox->name);
    if (ink_yaml_read_string(entry, "done", FALSE, &mailbox->done, reader->problems) &&
        *mailbox->done == '\0')
        ink_yaml_problem(reader->problems, ink_yaml_node_find(entry, "done"), 0,
                         "mappens namn är tomt; ta bort done: om posten ska ligga kvar");
    mailbox->source = read_endpoint(reader, entry, "source");
    if (mailbox->source != NULL)
        check_source(reader, entry, mailbox);
    mailbox->password = read_login(reader, entry, "source", mailbox->source);
    ink_config_read_address(reader, entry, "address", FALSE, &mailbox->address);
    read_aliases(reader, entry, &mailbox->aliases);
    if (ink_yaml_read_string(entry, "unit", FALSE, &mailbox->unit, reader->problems))
        ink_config_check_unit(reader, ink_yaml_node_find(entry, "unit"));
    else if (config->units->len > 0)
        mailbox->unit = g_strdup(((InkUnit *)g_ptr_array_index(config->units, 0))->code);
    g_ptr_array_add(config->mailboxes, mailbox);
}

void
ink_config_read_mailboxes(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"name",    "source", "password", "oauth",   "done",
                                        "address", "unit",   "ca",       "aliases", NULL};
    const InkYamlNode *list = ink_config_find_list(reader, "mailboxes", FALSE);
    for (guint i = 0; list != NULL && i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *entry = ink_config_get_entry(reader, list, i, KNOWN);
        if (entry != NULL)
            read_mailbox(reader, entry);
    }
}

/* One of those that mail servers use, and that no part of an address of ours has in it. */
static void
read_delimiter(const InkConfigReader *reader, const InkYamlNode *part)
{
    InkConfig *config = reader->config;
    g_autofree char *sign = NULL;
    if (!ink_yaml_read_string(part, "recipient_delimiter", FALSE, &sign, reader->problems) ||
        sign == NULL)
        return;
    const InkYamlNode *node = ink_yaml_node_find(part, "recipient_delimiter");
    if (strlen(sign) != 1 || strchr("+-=_", *sign) == NULL)
        ink_yaml_problem(reader->problems, node, 0,
                         "skriv det tecken som e-postservern delar adresser med: + - = eller _");
    else if (config->from != NULL &&
             memchr(config->from, *sign, strcspn(config->from, "@")) != NULL)
        ink_yaml_problem(reader->problems, node, 0,
                         "tecknet %s står redan i avsändarens adress; välj en adress utan det",
                         sign);
    else
        config->delimiter = *sign;
}

void
ink_config_read_outgoing(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"transport",           "from", "password", "oauth", "ca",
                                        "recipient_delimiter", NULL};
    InkConfig *config = reader->config;
    const InkYamlNode *part = ink_config_find_part(reader, "outgoing", TRUE, KNOWN);
    if (part == NULL)
        return;
    config->transport = read_endpoint(reader, part, "transport");
    if (config->transport != NULL && is_imap(config->transport))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(part, "transport"), 0,
                         "post kan inte skickas med imap; skriv smtps:, smtp: eller maildir:");
    config->transport_password = read_login(reader, part, "transport", config->transport);
    g_autofree char *from = NULL;
    if (ink_yaml_read_string(part, "from", TRUE, &from, reader->problems) &&
        !ink_config_parse_mailbox(from, &config->from_name, &config->from))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(part, "from"), 0,
                         "avsändaren ska vara en adress, gärna med namn: \"Exempelkommun "
                         "<inkorg@exempelkommun.example>\"");
    read_delimiter(reader, part);
}
