/* SPDX-License-Identifier: MIT
 *
 * Domains: who owns one, and whether it is one owner's at all.
 */
#pragma once

#include <glib.h>

/* The organisational domain (RFC 7489 §3.2) in small letters: one label below the public suffix,
 * "epost.exempel.example" -> "exempel.example"; the domain itself if it is a suffix or one label.
 * New. */
char *ink_domain_get_organisation(const char *domain);
/* Whether both have the same organisational domain (relaxed alignment, RFC 7489 §3.1). FALSE if one
 * is empty. */
gboolean ink_domain_is_aligned(const char *a, const char *b);

/* Whether the domain is a mail service for the public: its users have nothing to do with each
 * other. */
gboolean ink_domain_is_freemail(const char *organisation);
