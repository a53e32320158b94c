/* SPDX-License-Identifier: MIT
 *
 * Values that several parts of the configuration have: paths, addresses, lists of entries.
 */
#include "config-private.h"

#include "inkom/text.h"

#include <string.h>

char *
ink_config_resolve(const InkConfig *config, const char *path)
{
    return g_canonicalize_filename(path, config->text_dir);
}

char *
ink_config_read_path(const InkConfigReader *reader, const InkYamlNode *mapping, const char *key,
                     gboolean is_required, GFileTest kind)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, key, is_required, &text, reader->problems))
        return NULL;
    g_autofree char *path = ink_config_resolve(reader->config, text);
    if (g_file_test(path, kind))
        return g_steal_pointer(&path);
    const char *mistake = !g_file_test(path, G_FILE_TEST_EXISTS) ? "finns inte"
                          : kind == G_FILE_TEST_IS_DIR           ? "är inte en mapp"
                                                                 : "är inte en vanlig fil";
    ink_yaml_problem(reader->problems, ink_yaml_node_find(mapping, key), 0, "%s %s", path, mistake);
    return NULL;
}

/* "Kommun, \"AB\"" with its quotes and backslashes taken away. */
static char *
unquote(const char *name)
{
    gsize size = strlen(name);
    if (size < 2 || name[0] != '"' || name[size - 1] != '"')
        return g_strdup(name);
    GString *out = g_string_new(NULL);
    for (gsize i = 1; i + 1 < size; i++) {
        if (name[i] == '\\' && i + 2 < size)
            i++;
        g_string_append_c(out, name[i]);
    }
    return g_string_free(out, FALSE);
}

gboolean
ink_config_parse_mailbox(const char *text, char **out_name, char **out_address)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    g_autofree char *name = NULL;
    g_autofree char *address = NULL;
    char *open = strrchr(trimmed, '<');
    gsize size = strlen(trimmed);
    if (open != NULL && trimmed[size - 1] == '>') {
        trimmed[size - 1] = '\0';
        address = ink_text_ascii_lower(open + 1);
        *open = '\0';
        name = unquote(g_strstrip(trimmed));
    } else {
        address = ink_text_ascii_lower(trimmed);
    }
    if (!ink_address_is_sendable(address))
        return FALSE;
    if (name != NULL && strpbrk(name, "<>\r\n") != NULL)
        return FALSE;
    g_free(*out_address);
    *out_address = g_steal_pointer(&address);
    g_free(*out_name);
    *out_name = name != NULL && *name != '\0' ? g_steal_pointer(&name) : NULL;
    return TRUE;
}

gboolean
ink_config_read_address(const InkConfigReader *reader, const InkYamlNode *mapping, const char *key,
                        gboolean is_required, char **out)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, key, is_required, &text, reader->problems))
        return FALSE;
    if (!ink_address_is_sendable(text)) {
        ink_yaml_problem(reader->problems, ink_yaml_node_find(mapping, key), 0,
                         "\"%s\" är ingen e-postadress; skriv bara adressen, som "
                         "namn@exempelkommun.example",
                         text);
        return FALSE;
    }
    g_free(*out);
    *out = ink_text_ascii_lower(text);
    return TRUE;
}

const InkYamlNode *
ink_config_get_entry(const InkConfigReader *reader, const InkYamlNode *list, guint index,
                     const char *const *known)
{
    const InkYamlNode *entry = ink_yaml_node_get_item(list, index);
    if (!ink_yaml_expect(entry, INK_YAML_MAPPING, reader->problems))
        return NULL;
    ink_yaml_check_keys(entry, known, reader->problems);
    return entry;
}

static const InkYamlNode *
find(const InkConfigReader *reader, const char *key, gboolean is_required, InkYamlKind kind)
{
    const InkYamlNode *node = ink_yaml_node_find(reader->root, key);
    if (node == NULL && is_required)
        ink_yaml_problem(reader->problems, reader->root, 0, "nyckeln \"%s\" saknas", key);
    if (node == NULL || !ink_yaml_expect(node, kind, reader->problems))
        return NULL;
    return node;
}

const InkYamlNode *
ink_config_find_list(const InkConfigReader *reader, const char *key, gboolean is_required)
{
    return find(reader, key, is_required, INK_YAML_SEQUENCE);
}

const InkYamlNode *
ink_config_find_part(const InkConfigReader *reader, const char *key, gboolean is_required,
                     const char *const *known)
{
    const InkYamlNode *part = find(reader, key, is_required, INK_YAML_MAPPING);
    if (part != NULL)
        ink_yaml_check_keys(part, known, reader->problems);
    return part;
}
