/* SPDX-License-Identifier: MIT
 *
 * File names in a Maildir.
 */
#include "maildir-name-private.h"

#include <string.h>

#define INFO ":2,"
#define MARK 'I'

static const char *
get_flags(const char *name)
{
    const char *info = strstr(name, INFO);
    return info != NULL ? info + strlen(INFO) : "";
}

char *
ink_maildir_name_dup_uid(const char *name)
{
    const char *info = strstr(name, INFO);
    return info != NULL ? g_strndup(name, (gsize)(info - name)) : g_strdup(name);
}

gboolean
ink_maildir_name_is_marked(const char *name)
{
    return strchr(get_flags(name), MARK) != NULL;
}

char *
ink_maildir_name_dup_marked(const char *name)
{
    if (ink_maildir_name_is_marked(name))
        return g_strdup(name);
    g_autofree char *uid = ink_maildir_name_dup_uid(name);
    const char *flags = get_flags(name);
    gsize before = 0;
    while (flags[before] != '\0' && flags[before] < MARK)
        before++;
    return g_strdup_printf("%s" INFO "%.*s%c%s", uid, (int)before, flags, MARK, flags + before);
}
