/* SPDX-License-Identifier: MIT
 *
 * Whether the message comes from where it says, by what our own border has found out.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/message.h"

typedef enum {
    INK_AUTH_UNKNOWN, /* nothing that could be trusted says either */
    INK_AUTH_PASS,    /* DMARC, or SPF or DKIM in the From domain's name, vouches for it */
    INK_AUTH_FAIL,    /* DMARC failed, or SPF did and DKIM does not help; or the fields contradict
                         each other */
} InkAuthVerdict;

typedef struct {
    InkAuthVerdict verdict;
    gboolean is_from_vouched;  /* DMARC or DKIM vouches for From: itself, whoever passed it on */
    gboolean is_author_proved; /* DMARC passed, or DKIM by the very domain in From:, for the whole
                                  letter */
    gboolean is_tested;        /* there are trusted fields, whatever they say */
    const char *why;           /* Swedish */
} InkAuthentication;

InkAuthentication ink_authentication_find(const InkMessage *message, const InkConfig *config);
