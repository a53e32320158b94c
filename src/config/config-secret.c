/* SPDX-License-Identifier: MIT
 *
 * password: where a secret is, and secrets that stand where they must not.
 */
#include "config-private.h"

#include "inkom/text.h"

#include <string.h>

static const char *const SECRET_KEYS[] = {"password", "oauth", "lösenord", "passwd",
                                          "secret",   "token", NULL};
static const char *const KINDS[] = {
    [INK_SECRET_FILE] = "file",
    [INK_SECRET_COMMAND] = "command",
    [INK_SECRET_CREDENTIAL] = "credential",
    NULL,
};

gboolean
ink_config_has_url_password(const char *text)
{
    const char *start = strstr(text, "://");
    if (start == NULL)
        return FALSE;
    start += 3;
    const char *at = strchr(start, '@');
    if (at == NULL)
        return FALSE;
    const char *colon = strchr(start, ':');
    if (colon != NULL && colon < at)
        return TRUE;
    /* "a@b:secret@host": only the first part of a user name that holds an @ */
    const char *slash = strchr(at, '/');
    const char *second = strchr(at + 1, '@');
    return second != NULL && (slash == NULL || second < slash);
}

/* Depth is bounded by the reader of YAML. */
static void
hide(InkYaml *yaml, const InkYamlNode *node, gboolean is_secret)
{
    if (ink_yaml_node_get_kind(node) == INK_YAML_SCALAR) {
        if (is_secret || ink_config_has_url_password(ink_yaml_node_get_scalar(node)))
            ink_yaml_hide(yaml, node);
        return;
    }
    gboolean is_mapping = ink_yaml_node_get_kind(node) == INK_YAML_MAPPING;
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const InkYamlNode *item = ink_yaml_node_get_item(node, i);
        gboolean is_hidden = is_secret;
        if (is_mapping) {
            const char *key = ink_yaml_node_get_key(node, i);
            is_hidden = is_secret ? !g_strv_contains(KINDS, key)
                                  : ink_text_find_nearest(key, SECRET_KEYS) != NULL;
        }
        hide(yaml, item, is_hidden);
    }
}

void
ink_config_hide_secrets(InkYaml *yaml)
{
    hide(yaml, ink_yaml_get_root(yaml), FALSE);
}

/* A credential is a name in systemd's folder, never a way out of it. */
static gboolean
is_credential_name(const char *name)
{
    return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

static InkSecret *
read_kind(const InkConfigReader *reader, const InkYamlNode *node, InkSecretKind kind)
{
    g_autofree char *value = NULL;
    if (!ink_yaml_read_string(node, KINDS[kind], TRUE, &value, reader->problems))
        return NULL;
    const InkYamlNode *at = ink_yaml_node_find(node, KINDS[kind]);
    if (*value == '\0') {
        ink_yaml_problem(reader->problems, at, 0, "\"%s\" är tomt", KINDS[kind]);
        return NULL;
    }
    if (kind == INK_SECRET_CREDENTIAL && !is_credential_name(value)) {
        ink_yaml_problem(reader->problems, at, 0,
                         "skriv namnet som det står efter LoadCredential=, utan mapp");
        return NULL;
    }
    InkSecret *secret = g_new0(InkSecret, 1);
    secret->kind = kind;
    secret->value = kind == INK_SECRET_FILE ? ink_config_resolve(reader->config, value)
                                            : g_steal_pointer(&value);
    return secret;
}

InkSecret *
ink_config_read_secret(const InkConfigReader *reader, const InkYamlNode *mapping)
{
    const InkYamlNode *node = ink_yaml_node_find(mapping, "password");
    if (node == NULL)
        return NULL;
    if (ink_yaml_node_get_kind(node) != INK_YAML_MAPPING) {
        ink_yaml_problem(reader->problems, node, 0,
                         "lösenordet får inte stå i den här filen; lägg det i en egen fil med "
                         "rättigheterna 600 och skriv password: {file: …}, eller {command: …} "
                         "eller {credential: …} (systemd)");
        return NULL;
    }
    ink_yaml_check_keys(node, KINDS, reader->problems);
    const InkYamlNode *found = NULL;
    InkSecretKind kind = INK_SECRET_FILE;
    guint count = 0;
    for (guint i = 0; KINDS[i] != NULL; i++) {
        found = ink_yaml_node_find(node, KINDS[i]);
        if (found == NULL)
            continue;
        kind = (InkSecretKind)i;
        count++;
    }
    if (count == 1)
        return read_kind(reader, node, kind);
    ink_yaml_problem(reader->problems, node, 0,
                     "skriv ett av file:, command: och credential: under password:");
    return NULL;
}
