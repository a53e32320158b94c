/* SPDX-License-Identifier: MIT
 *
 * For those who write a transport: a const struct of named functions, found by the endpoint's
 * scheme in transport.c. What each must promise stands in inkom/transport.h.
 */
#pragma once

#include "inkom/transport.h"

typedef struct {
    gboolean is_idempotent;
    /* The endpoint outlives the transport. */
    gpointer (*new)(const InkEndpoint *endpoint, const char *password);
    void (*free)(gpointer self);
    InkDelivery (*send)(gpointer self, const char *from, const char *to, const char *message_id,
                        GBytes *bytes, char **out_answer);
    gboolean (*is_reachable)(gpointer self);
    gboolean (*check)(gpointer self, GError **error);
} InkTransportDriver;

extern const InkTransportDriver ink_smtp_transport;
extern const InkTransportDriver ink_maildir_transport;
