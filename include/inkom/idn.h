/* SPDX-License-Identifier: MIT
 *
 * Domains in other letters than ASCII's (RFC 5890).
 */
#pragma once

#include <glib.h>

/* The domain with every label in ASCII, as domains are compared and looked up:
 * "xn--malm-8qa.example" of "Malmö.example". NULL if it holds what IDNA2008 does not allow: nothing
 * is mapped to a letter of ASCII, so U+212A is no k and U+017F no s. */
char *ink_idn_to_ascii(const char *domain);

/* How such a domain is read by people, NULL if it has no other form: always to be shown beside the
 * ASCII form, never instead of it. */
char *ink_idn_to_unicode(const char *domain);
