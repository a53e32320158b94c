/* SPDX-License-Identifier: MIT
 *
 * Message-IDs that we can know again: nobody else can make one that passes.
 */
#include "inkom/thread.h"
#include "inkom/token.h"

#include <string.h>

#define PREFIX       "inkom."
#define NONCE_LENGTH 16
#define PURPOSE      "v1|message-id"

char *
ink_own_id_new(GBytes *key, const char *domain)
{
    g_autofree char *nonce = ink_random_word(NONCE_LENGTH);
    g_autofree char *token = ink_token_sign(key, PURPOSE, nonce);
    g_autofree char *host = g_ascii_strdown(domain, -1);
    return g_strdup_printf(PREFIX "%s.%s@%s", nonce, token, host);
}

gboolean
ink_own_id_check(GBytes *key, const char *message_id)
{
    if (g_ascii_strncasecmp(message_id, PREFIX, strlen(PREFIX)) != 0)
        return FALSE;
    const char *nonce = message_id + strlen(PREFIX);
    const char *dot = strchr(nonce, '.');
    const char *at = strchr(nonce, '@');
    if (dot == NULL || at == NULL || dot > at || dot - nonce != NONCE_LENGTH)
        return FALSE;
    g_autofree char *word = g_ascii_strdown(nonce, NONCE_LENGTH);
    g_autofree char *token = g_strndup(dot + 1, (gsize)(at - dot - 1));
    return ink_token_check(key, PURPOSE, word, token);
}
