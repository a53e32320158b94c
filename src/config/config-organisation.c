/* SPDX-License-Identifier: MIT
 *
 * organisation: who we are, where our mail servers are, when we are closed.
 */
#include "config-private.h"

#include "inkom/text.h"

#include <string.h>

#define TIMEZONE_DEFAULT "Europe/Stockholm"
#define REASON_DEFAULT   "stängt"

void
ink_closed_days_free(gpointer data)
{
    InkClosedDays *days = data;
    g_free(days->reason);
    g_free(days);
}

static gboolean
is_host_name(const char *name)
{
    gsize size = strlen(name);
    return size > 0 && size <= 253 && g_ascii_isalnum(name[0]) && g_ascii_isalnum(name[size - 1]) &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0' &&
           strstr(name, "..") == NULL;
}

/* A list of host or domain names, ASCII lower case. */
static void
read_names(const InkConfigReader *reader, const InkYamlNode *part, const char *key, char ***out)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    if (ink_yaml_read_strings(part, key, &words, reader->problems)) {
        const InkYamlNode *list = ink_yaml_node_find(part, key);
        gboolean is_list = ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE;
        for (guint i = 0; words[i] != NULL; i++) {
            g_autofree char *name = ink_text_ascii_lower(words[i]);
            if (!is_host_name(name))
                ink_yaml_problem(reader->problems, is_list ? ink_yaml_node_get_item(list, i) : list,
                                 0,
                                 "\"%s\" är inget namn på nätet; skriv det utan @ och med "
                                 "a–z, siffror, punkt och bindestreck (å, ä, ö som xn--…)",
                                 words[i]);
            g_strv_builder_add(names, name);
        }
    }
    *out = g_strv_builder_end(names);
}

static void
read_timezone(const InkConfigReader *reader, const InkYamlNode *part)
{
    InkConfig *config = reader->config;
    config->timezone = g_strdup(TIMEZONE_DEFAULT);
    if (!ink_yaml_read_string(part, "timezone", FALSE, &config->timezone, reader->problems))
        return;
    GTimeZone *zone = g_time_zone_new_identifier(config->timezone);
    if (zone == NULL)
        ink_yaml_problem(reader->problems, ink_yaml_node_find(part, "timezone"), 0,
                         "tidszonen \"%s\" är okänd; skriv till exempel Europe/Stockholm, och se "
                         "till att paketet tzdata är installerat",
                         config->timezone);
    else
        g_time_zone_unref(zone);
}

static InkDay
read_day(const InkConfigReader *reader, const InkYamlNode *entry, const char *key)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(entry, key, TRUE, &text, reader->problems))
        return INK_DAY_NONE;
    InkDay day = ink_day_parse(text);
    if (day == INK_DAY_NONE)
        ink_yaml_problem(reader->problems, ink_yaml_node_find(entry, key), 0,
                         "\"%s\" är inget datum; skriv år-månad-dag, som 2026-12-28", text);
    return day;
}

static void
read_closed_entry(const InkConfigReader *reader, const InkYamlNode *entry)
{
    InkClosedDays *days = g_new0(InkClosedDays, 1);
    g_ptr_array_add(reader->config->closed_days, days);
    days->reason = g_strdup(REASON_DEFAULT);
    ink_yaml_read_string(entry, "reason", FALSE, &days->reason, reader->problems);
    gboolean has_day = ink_yaml_node_find(entry, "day") != NULL;
    gboolean has_range =
        ink_yaml_node_find(entry, "from") != NULL || ink_yaml_node_find(entry, "to") != NULL;
    if (has_day == has_range) {
        ink_yaml_problem(reader->problems, entry, 0,
                         "skriv antingen day: (en dag) eller from: och to: (första och sista "
                         "dagen)");
        return;
    }
    days->first = read_day(reader, entry, has_day ? "day" : "from");
    days->last = has_day ? days->first : read_day(reader, entry, "to");
    if (days->first != INK_DAY_NONE && days->last != INK_DAY_NONE && days->first > days->last)
        ink_yaml_problem(reader->problems, ink_yaml_node_find(entry, "to"), 0,
                         "sista dagen är före den första; byt plats på dem");
}

static void
read_closed(const InkConfigReader *reader, const InkYamlNode *part)
{
    static const char *const KNOWN[] = {"day", "from", "to", "reason", NULL};
    const InkYamlNode *list = ink_yaml_node_find(part, "closed");
    if (list == NULL || !ink_yaml_expect(list, INK_YAML_SEQUENCE, reader->problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *entry = ink_config_get_entry(reader, list, i, KNOWN);
        if (entry != NULL)
            read_closed_entry(reader, entry);
    }
}

/* It stands in every receipt: an address that can be followed, on one line. */
static void
read_privacy_url(const InkConfigReader *reader, const InkYamlNode *part)
{
    char **url = &reader->config->privacy_url;
    if (!ink_yaml_read_string(part, "privacy_url", FALSE, url, reader->problems))
        return;
    if (!g_str_has_prefix(*url, "https://") || strpbrk(*url, " \t\r\n") != NULL)
        ink_yaml_problem(reader->problems, ink_yaml_node_find(part, "privacy_url"), 0,
                         "skriv hela adressen, till exempel https://www.exempel.example/gdpr");
}

/* Without domains: it is the domain that we send from. */
static void
add_default_domain(InkConfig *config)
{
    if (config->domains[0] != NULL || config->from == NULL)
        return;
    g_strfreev(config->domains);
    config->domains = g_new0(char *, 2);
    config->domains[0] = g_strdup(ink_address_get_domain(config->from));
}

void
ink_config_read_organisation(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"name",   "domains",     "timezone", "hosts",
                                        "closed", "privacy_url", NULL};
    InkConfig *config = reader->config;
    const InkYamlNode *part = ink_config_find_part(reader, "organisation", TRUE, KNOWN);
    read_names(reader, part, "domains", &config->domains);
    read_names(reader, part, "hosts", &config->hosts);
    if (part == NULL)
        return;
    ink_yaml_read_string(part, "name", TRUE, &config->organisation, reader->problems);
    read_timezone(reader, part);
    read_closed(reader, part);
    read_privacy_url(reader, part);
    add_default_domain(config);
}
