/* SPDX-License-Identifier: MIT
 *
 * Addresses of our own that say what a letter to them is about, and that nobody else can make:
 *
 *     inkorg+r1b3.fk0.2.<26 letters>@exempelkommun.example
 *            ││   │   └ key
 *            ││   └ the day after which it no longer counts (base 36, days since 1970)
 *            │└ the case, the letter or the order (base 36)
 *            └ r: answers from a citizen, b: what the mail system says of a letter,
 *              o: an officer's answers, which may order things, c: yes or no to one order
 *
 * The signature also covers the inbox and whom the address was given to, which is not in it: who
 * has got hold of somebody else's can be told apart. Small letters and digits only: an address may
 * be folded to capitals and back. The server must deliver plus-addresses (RFC 5233 calls the sign
 * recipient_delimiter).
 */
#pragma once

#include "inkom/day.h"

typedef enum {
    INK_PURPOSE_REPLY,   /* id is a case; counts INK_REPLY_ADDRESS_DAYS */
    INK_PURPOSE_BOUNCE,  /* id is a letter in the outbox; counts INK_BOUNCE_ADDRESS_DAYS */
    INK_PURPOSE_OFFICER, /* id is a case; counts INK_OFFICER_ADDRESS_DAYS */
    INK_PURPOSE_CONFIRM, /* id is a pending order, which says how long it counts, and once */
} InkPurpose;

#define INK_REPLY_ADDRESS_DAYS   180
#define INK_BOUNCE_ADDRESS_DAYS  30
#define INK_OFFICER_ADDRESS_DAYS 14
#define INK_CONFIRM_ADDRESS_DAYS 2 /* more than any pending order does */

typedef struct {
    InkPurpose purpose;
    gint64 id, key_id;
    InkDay last_day; /* the last on which it counts */
    char mac[27];    /* as it stands there: believe nothing before it is checked */
} InkSignedAddress;

/* A key of the register, newest first in use. */
typedef struct {
    gint64 id, created_at;
    GBytes *secret;
} InkAddressKey;

void ink_address_key_free(InkAddressKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkAddressKey, ink_address_key_free)

/* inbox: our address without any sign. party: whom it is given to. NULL where the name would be
 * longer than the 64 bytes that a local part may have (RFC 5321 §4.5.3.1.1): do without. */
char *ink_signed_address_new(const InkAddressKey *key, const char *inbox, char delimiter,
                             InkPurpose purpose, gint64 id, const char *party, InkDay last_day);

/* FALSE if the address is not made like one of ours. */
gboolean ink_signed_address_read(const char *address, const char *inbox, char delimiter,
                                 InkSignedAddress *out_address);
/* Whether we gave it to that party. The day is the caller's to look at. */
gboolean ink_signed_address_check(const InkSignedAddress *address, GBytes *secret,
                                  const char *inbox, const char *party);

/* The inbox that an address with a delimiter leads to, new; a copy of it if it has none. */
char *ink_address_strip_detail(const char *address, char delimiter);
