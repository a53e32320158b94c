/* SPDX-License-Identifier: MIT
 *
 * What the readers of the configuration's parts share. Each fills in its part of the config and
 * adds to the problems; none stops at the first mistake.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/yaml.h"

typedef struct {
    InkConfig *config;
    const InkYamlNode *root;
    InkProblems *problems;
    gint64 timeout_s;
} InkConfigReader;

void ink_config_read_organisation(const InkConfigReader *reader);
void ink_config_read_units(const InkConfigReader *reader); /* routines too */
/* That no routine writes to ourselves: when all our addresses are known. */
void ink_config_check_routines(const InkConfigReader *reader);
void ink_config_read_officers(const InkConfigReader *reader);
void ink_config_read_mailboxes(const InkConfigReader *reader);
void ink_config_read_outgoing(const InkConfigReader *reader);
void ink_config_read_limits(const InkConfigReader *reader);
void ink_config_read_reply(const InkConfigReader *reader);

/* Passwords that stand in the file itself, under whatever key, become stars in all problems. */
void ink_config_hide_secrets(InkYaml *yaml);
/* NULL, with a problem, if there is no good password: key in the mapping. */
InkSecret *ink_config_read_secret(const InkConfigReader *reader, const InkYamlNode *mapping);
/* Whether text is a URL with a password in it, or may be one. */
gboolean ink_config_has_url_password(const char *text);

/* path from the configuration's folder; new. */
char *ink_config_resolve(const InkConfig *config, const char *path);
/* The resolved path under the key, if there is something of that kind; NULL otherwise. */
char *ink_config_read_path(const InkConfigReader *reader, const InkYamlNode *mapping,
                           const char *key, gboolean is_required, GFileTest kind);
/* An address we may write to, ASCII lower case, under the key. */
gboolean ink_config_read_address(const InkConfigReader *reader, const InkYamlNode *mapping,
                                 const char *key, gboolean is_required, char **out);
/* "Namn <a@b.example>" or "a@b.example". FALSE if it is neither, or not an address we may write
 * to; the outputs are then untouched. out_name may be NULL in the end. */
gboolean ink_config_parse_mailbox(const char *text, char **out_name, char **out_address);
/* The node's item as a mapping with known keys only; NULL, with a problem, if it is not one. */
const InkYamlNode *ink_config_get_entry(const InkConfigReader *reader, const InkYamlNode *list,
                                        guint index, const char *const *known);
/* The list under the key of the root; NULL if there is none, with a problem if it is required. */
const InkYamlNode *ink_config_find_list(const InkConfigReader *reader, const char *key,
                                        gboolean is_required);
/* The mapping under the key of the root, with known keys only. The same. */
const InkYamlNode *ink_config_find_part(const InkConfigReader *reader, const char *key,
                                        gboolean is_required, const char *const *known);

/* The scalar must be the code of a unit; else a problem. */
void ink_config_check_unit(const InkConfigReader *reader, const InkYamlNode *node);

void ink_unit_free(gpointer unit);
void ink_officer_free(gpointer officer);
void ink_mailbox_free(gpointer mailbox);
void ink_closed_days_free(gpointer days);
