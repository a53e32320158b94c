/* SPDX-License-Identifier: MIT
 *
 * When a message reached the house: what the first of our own servers wrote in its Received: field.
 *
 * The fields are read from the top, the newest first. Each one of ours is followed down to the next
 * only if it says that it got the message from a machine of ours; below the one that got it from
 * outside everything is the sender's own writing, whatever names it bears (a date of arrival can
 * decide whether an appeal was in time). Above the first of ours are the store's.
 */
#include "inkom/clock.h"
#include "inkom/message.h"

#include <gio/gio.h>
#include <string.h>

/* Machines of the house talk to each other from such addresses. */
static gboolean
is_inside(GInetAddress *address)
{
    const guint8 *bytes = g_inet_address_to_bytes(address);
    gboolean is_unique_local = g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV6 &&
                               (bytes[0] & 0xfe) == 0xfc; /* RFC 4193 */
    return is_unique_local || g_inet_address_get_is_loopback(address) ||
           g_inet_address_get_is_site_local(address) || g_inet_address_get_is_link_local(address);
}

/* "(mx.example [192.0.2.1])": the name that the server found for the address, not the one that the
 * other gave himself. The last brackets are the server's. */
static gboolean
has_own_name(const char *from, char *const *hosts)
{
    const char *bracket = strrchr(from, '[');
    if (bracket == NULL)
        return FALSE;
    const char *name = bracket;
    while (name > from && name[-1] != '(')
        name--;
    g_autofree char *lower = g_ascii_strdown(name, bracket - name);
    return name > from && g_strv_contains((const char *const *)hosts, g_strstrip(lower));
}

static gboolean
is_from_inside(const char *value, char *const *hosts)
{
    const char *by = ink_header_find_last_word(value, "by");
    if (by == NULL)
        return FALSE;
    g_autofree char *from = g_strndup(value, (gsize)(by - value));
    g_auto(GStrv) ips = ink_header_list_ips(from);
    for (char **ip = ips; *ip != NULL; ip++) {
        g_autoptr(GInetAddress) address = g_inet_address_new_from_string(*ip);
        if (address == NULL || !is_inside(address))
            return has_own_name(from, hosts);
    }
    return TRUE; /* by an address of the house, or by none: handed over within the machine */
}

const InkReceived *
ink_message_find_arrival(const InkMessage *message, char *const *hosts)
{
    const InkReceived *arrival = NULL;
    guint nth = 0;
    for (guint i = 0; i < message->headers->len && nth < message->received->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "Received") != 0)
            continue;
        const InkReceived *received = message->received->pdata[nth++];
        gboolean is_ours =
            received->by != NULL && g_strv_contains((const char *const *)hosts, received->by);
        if (is_ours && received->time != INK_TIME_NONE &&
            (arrival == NULL || received->time < arrival->time))
            arrival = received;
        if (is_ours ? !is_from_inside(header->value, hosts) : arrival != NULL)
            break;
    }
    return arrival;
}

int
ink_message_find_border(const InkMessage *message, char *const *hosts)
{
    gboolean has_ours = FALSE;
    guint nth = 0;
    for (guint i = 0; i < message->headers->len && nth < message->received->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "Received") != 0)
            continue;
        const InkReceived *received = message->received->pdata[nth++];
        gboolean is_ours =
            received->by != NULL && g_strv_contains((const char *const *)hosts, received->by);
        if (is_ours && !is_from_inside(header->value, hosts))
            return (int)i;
        if (!is_ours && has_ours)
            break;
        has_ours = has_ours || is_ours;
    }
    return -1;
}
