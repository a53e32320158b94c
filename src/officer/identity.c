/* SPDX-License-Identifier: MIT
 *
 * Whether an order is obeyed: what is proved of its author against what it does. Two things can be
 * proved: who wrote it (the border's Authentication-Results), and that the writer has the letter
 * that we sent to this officer (the signed address). What is not enough for the order is confirmed
 * from the officer's own mailbox or refused. Somebody else's signed address, or a forged one, is
 * refused whoever uses it.
 */
#include "officer-private.h"

#include "inkom/day.h"

#include <string.h>

#define C INK_OBEDIENCE_CONFIRM
#define Y INK_OBEDIENCE_RUN
#define N INK_OBEDIENCE_REFUSE

/* [what proves it][identity][signed address][class]: low, middle, high. */
static const InkObedience judgements[2][4][5][3] =
    {
        [INK_PROVED_BY_AUTHENTICATION] =
            {
                [INK_IDENTITY_PROVED] = {[INK_CAPABILITY_OWN] = {Y, Y, C},
                                         [INK_CAPABILITY_NONE] = {C, C, N},
                                         [INK_CAPABILITY_LATE] = {C, C, N},
                                         [INK_CAPABILITY_OTHERS] = {N, N, N},
                                         [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_UNTESTED] = {[INK_CAPABILITY_OWN] = {C, N, N},
                                           [INK_CAPABILITY_NONE] = {N, N, N},
                                           [INK_CAPABILITY_LATE] = {N, N, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_UNPROVED] = {[INK_CAPABILITY_OWN] = {C, N, N},
                                           [INK_CAPABILITY_NONE] = {N, N, N},
                                           [INK_CAPABILITY_LATE] = {N, N, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_STRANGER] = {[INK_CAPABILITY_OWN] = {N, N, N},
                                           [INK_CAPABILITY_NONE] = {N, N, N},
                                           [INK_CAPABILITY_LATE] = {N, N, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
            },
        /* Nobody tests anything: everything is confirmed. What the border says all the same counts.
         */
        [INK_PROVED_BY_CONFIRMATION] =
            {
                [INK_IDENTITY_PROVED] = {[INK_CAPABILITY_OWN] = {Y, Y, C},
                                         [INK_CAPABILITY_NONE] = {C, C, N},
                                         [INK_CAPABILITY_LATE] = {C, C, N},
                                         [INK_CAPABILITY_OTHERS] = {N, N, N},
                                         [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_UNTESTED] = {[INK_CAPABILITY_OWN] = {C, C, N},
                                           [INK_CAPABILITY_NONE] = {C, C, N},
                                           [INK_CAPABILITY_LATE] = {C, C, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_UNPROVED] = {[INK_CAPABILITY_OWN] = {C, N, N},
                                           [INK_CAPABILITY_NONE] = {N, N, N},
                                           [INK_CAPABILITY_LATE] = {N, N, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
                [INK_IDENTITY_STRANGER] = {[INK_CAPABILITY_OWN] = {N, N, N},
                                           [INK_CAPABILITY_NONE] = {N, N, N},
                                           [INK_CAPABILITY_LATE] = {N, N, N},
                                           [INK_CAPABILITY_OTHERS] = {N, N, N},
                                           [INK_CAPABILITY_FORGED] = {N, N, N}},
            },
};

static const InkOrderClass classes[] = {
    [INK_ORDER_CLOSE] = INK_CLASS_MIDDLE,  [INK_ORDER_HOLD] = INK_CLASS_LOW,
    [INK_ORDER_RETURN] = INK_CLASS_MIDDLE, [INK_ORDER_FORWARD] = INK_CLASS_MIDDLE,
    [INK_ORDER_MEASURE] = INK_CLASS_LOW,   [INK_ORDER_TYPE] = INK_CLASS_LOW,
    [INK_ORDER_UNIT] = INK_CLASS_MIDDLE,   [INK_ORDER_SECRECY] = INK_CLASS_LOW,
    [INK_ORDER_IMPORTANT] = INK_CLASS_LOW, [INK_ORDER_ROUTINE] = INK_CLASS_LOW,
    [INK_ORDER_INTERIM] = INK_CLASS_LOW,   [INK_ORDER_ANSWER] = INK_CLASS_MIDDLE,
    [INK_ORDER_UNDO] = INK_CLASS_LOW,
};

InkOrderClass
ink_order_kind_get_class(InkOrderKind kind)
{
    return classes[kind];
}

InkOrderClass
ink_orders_get_class(const InkOrders *orders)
{
    InkOrderClass highest = INK_CLASS_LOW;
    for (guint i = 0; i < orders->list->len; i++)
        highest = MAX(highest, classes[((const InkOrder *)orders->list->pdata[i])->kind]);
    return highest;
}

gboolean
ink_officer_is_registrar(const InkConfig *config, const char *address)
{
    if (g_strcmp0(config->registrar, address) == 0)
        return TRUE;
    for (guint i = 0; config->units != NULL && i < config->units->len; i++)
        if (g_strcmp0(((const InkUnit *)config->units->pdata[i])->registrar, address) == 0)
            return TRUE;
    return FALSE;
}

const char *
ink_officer_find_author(const InkMessage *message, const InkConfig *config)
{
    if (message->from_fields != 1 || message->from->len != 1 || message->from_is_group)
        return NULL;
    const char *address = ((const InkAddress *)message->from->pdata[0])->address;
    gboolean is_officer = ink_config_find_officer_by_address(config, address) != NULL ||
                          ink_officer_is_registrar(config, address);
    return is_officer && ink_address_is_sendable(address) ? address : NULL;
}

InkIdentity
ink_officer_find_identity(const InkMessage *message, const InkConfig *config, InkAuthorProof proof)
{
    static const InkIdentity identities[] = {[INK_AUTHOR_PROVED] = INK_IDENTITY_PROVED,
                                             [INK_AUTHOR_UNTESTED] = INK_IDENTITY_UNTESTED,
                                             [INK_AUTHOR_UNPROVED] = INK_IDENTITY_UNPROVED};
    return ink_officer_find_author(message, config) != NULL ? identities[proof]
                                                            : INK_IDENTITY_STRANGER;
}

InkObedience
ink_officer_judge(InkProvedBy proved_by, InkIdentity identity, InkCapability capability,
                  InkOrderClass order_class)
{
    return judgements[proved_by][identity][capability][order_class];
}
