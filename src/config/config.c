/* SPDX-License-Identifier: MIT
 *
 * The configuration as a whole: top-level keys, defaults, look-ups.
 */
#include "config-private.h"

#include "inkom/signed-address.h"
#include "inkom/text.h"

#include <string.h>

#define INTERVAL_S_DEFAULT 60
#define TIMEOUT_S_DEFAULT  30
#define SQLITE             "sqlite:"

static void
read_store(const InkConfigReader *reader)
{
    g_autofree char *store = NULL;
    if (!ink_yaml_read_string(reader->root, "store", TRUE, &store, reader->problems))
        return;
    const char *mistake = NULL;
    if (g_str_has_prefix(store, "postgresql:"))
        mistake = "PostgreSQL är inte byggt ännu; skriv sqlite:var/inkom.db";
    else if (!g_str_has_prefix(store, SQLITE))
        mistake = "registrets plats ska börja med sqlite:, till exempel sqlite:var/inkom.db";
    else if (store[strlen(SQLITE)] == '\0' || g_str_has_suffix(store, "/"))
        mistake = "filens namn saknas; skriv till exempel sqlite:var/inkom.db";
    if (mistake != NULL)
        ink_yaml_problem(reader->problems, ink_yaml_node_find(reader->root, "store"), 0, "%s",
                         mistake);
    else
        reader->config->store = ink_config_resolve(reader->config, store + strlen(SQLITE));
}

/* A list of files and folders that exist; one alone counts as a list of one. */
static char **
read_paths(const InkConfigReader *reader, const char *key)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GStrvBuilder) paths = g_strv_builder_new();
    if (ink_yaml_read_strings(reader->root, key, &words, reader->problems) && words != NULL) {
        const InkYamlNode *list = ink_yaml_node_find(reader->root, key);
        gboolean is_list = ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE;
        for (guint i = 0; words[i] != NULL; i++) {
            g_autofree char *path = ink_config_resolve(reader->config, words[i]);
            if (!g_file_test(path, G_FILE_TEST_EXISTS))
                ink_yaml_problem(reader->problems, is_list ? ink_yaml_node_get_item(list, i) : list,
                                 0, "%s finns inte", path);
            g_strv_builder_add(paths, path);
        }
    }
    return g_strv_builder_end(paths);
}

static void
read_top(InkConfigReader *reader)
{
    InkConfig *config = reader->config;
    config->interval_s = INTERVAL_S_DEFAULT;
    reader->timeout_s = TIMEOUT_S_DEFAULT;
    read_store(reader);
    config->rules = read_paths(reader, "rules");
    config->forms = read_paths(reader, "forms");
    config->commands =
        ink_config_read_path(reader, reader->root, "commands", FALSE, G_FILE_TEST_IS_REGULAR);
    config->templates =
        ink_config_read_path(reader, reader->root, "templates", TRUE, G_FILE_TEST_IS_DIR);
    ink_yaml_read_int(reader->root, "interval", 1, 24 * 60 * 60, &config->interval_s,
                      reader->problems);
    ink_yaml_read_int(reader->root, "timeout", 1, 60 * 60, &reader->timeout_s, reader->problems);
    ink_config_read_address(reader, reader->root, "registrar", FALSE, &config->registrar);
}

/* Everything that is ours, so that mail between our own inboxes never becomes a loop. */
static void
collect_addresses(InkConfig *config)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GStrvBuilder) addresses = g_strv_builder_new();
    if (config->from != NULL) {
        g_hash_table_add(seen, config->from);
        g_strv_builder_add(addresses, config->from);
    }
    for (guint i = 0; i < config->mailboxes->len; i++) {
        const InkMailbox *mailbox = g_ptr_array_index(config->mailboxes, i);
        if (mailbox->address != NULL && g_hash_table_add(seen, mailbox->address))
            g_strv_builder_add(addresses, mailbox->address);
        for (char **alias = mailbox->aliases; *alias != NULL; alias++)
            if (g_hash_table_add(seen, *alias))
                g_strv_builder_add(addresses, *alias);
    }
    config->addresses = g_strv_builder_end(addresses);
}

/* A letter to our own inbox is taken in by ourselves, and nobody reads it. */
static void
check_registrar(const InkConfigReader *reader, const InkYamlNode *mapping, const char *registrar)
{
    if (registrar != NULL && ink_config_is_own_address(reader->config, registrar))
        ink_yaml_problem(reader->problems, ink_yaml_node_find(mapping, "registrar"), 0,
                         "%s är en av våra egna brevlådor; skriv registratorns egen adress, annars "
                         "läser ingen larmen",
                         registrar);
}

/* A unit's, where every entry has become one, which it has unless there was a mistake. */
static void
check_registrars(const InkConfigReader *reader)
{
    const GPtrArray *units = reader->config->units;
    const InkYamlNode *list = ink_yaml_node_find(reader->root, "units");
    check_registrar(reader, reader->root, reader->config->registrar);
    for (guint i = 0; i < units->len && units->len == ink_yaml_node_get_size(list); i++)
        check_registrar(reader, ink_yaml_node_get_item(list, i),
                        ((const InkUnit *)units->pdata[i])->registrar);
}

static InkConfig *
config_new(const char *file)
{
    InkConfig *config = g_new0(InkConfig, 1);
    g_autofree char *absolute = g_canonicalize_filename(file, NULL);
    config->file = g_strdup(file);
    config->text_dir = g_path_get_dirname(absolute);
    config->limits = INK_LIMITS_DEFAULT;
    config->receipts = INK_RECEIPT_CAPS_DEFAULT;
    config->closed_days = g_ptr_array_new_with_free_func(ink_closed_days_free);
    config->mailboxes = g_ptr_array_new_with_free_func(ink_mailbox_free);
    config->units = g_ptr_array_new_with_free_func(ink_unit_free);
    config->officers = g_ptr_array_new_with_free_func(ink_officer_free);
    config->routines = g_ptr_array_new_with_free_func((GDestroyNotify)ink_routine_free);
    return config;
}

/* The order matters only where one part looks at another: officers and mailboxes at the units, the
 * organisation's domains and the mailboxes' addresses at outgoing.from. */
InkConfig *
ink_config_load(const char *file, InkProblems *problems)
{
    static const char *const KNOWN[] = {"organisation",
                                        "routine",
                                        "rules",
                                        "templates",
                                        "store",
                                        "mailboxes",
                                        "outgoing",
                                        "units",
                                        "number",
                                        "officers",
                                        "interval",
                                        "registrar",
                                        "timeout",
                                        "limits",
                                        "reply_to",
                                        "receipts",
                                        "spam",
                                        "trusted_authserv_id",
                                        "forms",
                                        "commands",
                                        "officers_proved_by",
                                        NULL};
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_autoptr(InkYaml) yaml = ink_yaml_load(file, problems);
    if (yaml == NULL)
        return NULL;
    ink_config_hide_secrets(yaml);
    if (!ink_yaml_expect(ink_yaml_get_root(yaml), INK_YAML_MAPPING, problems))
        return NULL;
    g_autoptr(InkConfig) config = config_new(file);
    InkConfigReader reader = {config, ink_yaml_get_root(yaml), problems, 0};
    ink_yaml_check_keys(reader.root, KNOWN, problems);
    read_top(&reader);
    ink_config_read_outgoing(&reader);
    ink_config_read_organisation(&reader);
    ink_config_read_units(&reader);
    ink_config_read_mailboxes(&reader);
    collect_addresses(config);
    check_registrars(&reader);
    ink_config_check_routines(&reader);
    ink_config_read_officers(&reader);
    ink_config_read_limits(&reader);
    ink_config_read_reply(&reader);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) > before)
        return NULL;
    return g_steal_pointer(&config);
}

void
ink_config_free(InkConfig *config)
{
    if (config == NULL)
        return;
    g_free(config->file);
    g_free(config->text_dir);
    g_free(config->organisation);
    g_free(config->privacy_url);
    g_strfreev(config->domains);
    g_strfreev(config->hosts);
    g_strfreev(config->addresses);
    g_free(config->timezone);
    g_ptr_array_unref(config->closed_days);
    g_strfreev(config->rules);
    g_strfreev(config->forms);
    g_free(config->commands);
    g_free(config->templates);
    g_free(config->store);
    g_free(config->registrar);
    g_ptr_array_unref(config->mailboxes);
    g_ptr_array_unref(config->units);
    g_ptr_array_unref(config->routines);
    g_ptr_array_unref(config->officers);
    ink_endpoint_free(config->transport);
    ink_secret_free(config->transport_password);
    g_free(config->from_name);
    g_free(config->from);
    g_free(config->authserv_id);
    g_free(config->spam_header);
    ink_pattern_free(config->spam_pattern);
    g_free(config);
}

const InkUnit *
ink_config_find_unit(const InkConfig *config, const char *code)
{
    for (guint i = 0; i < config->units->len; i++) {
        const InkUnit *unit = g_ptr_array_index(config->units, i);
        if (g_strcmp0(unit->code, code) == 0)
            return unit;
    }
    return NULL;
}

const InkRoutine *
ink_config_find_routine(const InkConfig *config, const char *code)
{
    const InkUnit *unit = ink_config_find_unit(config, code);
    return unit != NULL ? unit->routine : NULL;
}

const char *
ink_config_find_registrar(const InkConfig *config, const char *code)
{
    const InkUnit *unit = ink_config_find_unit(config, code);
    return unit != NULL && unit->registrar != NULL ? unit->registrar : config->registrar;
}

const InkMailbox *
ink_config_find_mailbox(const InkConfig *config, const char *name)
{
    for (guint i = 0; i < config->mailboxes->len; i++) {
        const InkMailbox *mailbox = g_ptr_array_index(config->mailboxes, i);
        if (g_strcmp0(mailbox->name, name) == 0)
            return mailbox;
    }
    return NULL;
}

const InkOfficer *
ink_config_find_officer_by_address(const InkConfig *config, const char *address)
{
    g_autofree char *wanted = ink_address_canonical(address);
    for (guint i = 0; i < config->officers->len; i++) {
        const InkOfficer *officer = g_ptr_array_index(config->officers, i);
        if (strcmp(officer->address, wanted) == 0)
            return officer;
    }
    return NULL;
}

const InkOfficer *
ink_config_find_officer(const InkConfig *config, const char *address_or_name)
{
    g_autofree char *wanted = g_utf8_casefold(address_or_name, -1);
    const InkOfficer *found = NULL;
    for (guint i = 0; i < config->officers->len; i++) {
        const InkOfficer *officer = g_ptr_array_index(config->officers, i);
        if (g_ascii_strcasecmp(officer->address, address_or_name) == 0)
            return officer;
        g_autofree char *name = g_utf8_casefold(officer->name, -1);
        if (strcmp(name, wanted) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = officer;
    }
    return found;
}

gboolean
ink_config_is_own_address(const InkConfig *config, const char *address)
{
    g_autofree char *lower = ink_text_ascii_lower(address);
    g_autofree char *plain = ink_address_strip_detail(lower, config->delimiter);
    return g_strv_contains((const char *const *)config->addresses, lower) ||
           g_strv_contains((const char *const *)config->addresses, plain);
}

gboolean
ink_config_is_own_domain(const InkConfig *config, const char *domain)
{
    g_autofree char *lower = ink_text_ascii_lower(domain);
    return g_strv_contains((const char *const *)config->domains, lower);
}

gboolean
ink_config_is_staff(const InkConfig *config, const char *address)
{
    return address != NULL && (ink_config_is_own_domain(config, ink_address_get_domain(address)) ||
                               ink_config_find_officer_by_address(config, address) != NULL);
}
