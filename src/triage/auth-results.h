/* SPDX-License-Identifier: MIT
 *
 * One Authentication-Results field, read by the grammar of RFC 8601 §2.2.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *type;     /* "smtp", "header", "policy"; small letters */
    char *property; /* "mailfrom", "from", "d"; small letters */
    char *value;    /* as written, without quotes */
} InkAuthProperty;

typedef struct {
    char *method;          /* "spf", "dkim", "dmarc"; small letters */
    char *result;          /* "pass", "fail" …; small letters */
    GPtrArray *properties; /* InkAuthProperty */
} InkAuthResult;

typedef struct {
    char *authserv_id; /* as written, without quotes */
    gboolean
        is_well_formed; /* FALSE: only authserv_id could be read, and nothing is to be trusted */
    GPtrArray *results; /* InkAuthResult; empty for "none" */
} InkAuthResults;

/* value: unfolded, not decoded. NULL if not even the authserv-id can be read. */
InkAuthResults *ink_auth_results_parse(const char *value);
void ink_auth_results_free(InkAuthResults *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkAuthResults, ink_auth_results_free)

/* The property's value; NULL if there is none, or more than one. */
const char *ink_auth_result_find(const InkAuthResult *result, const char *type,
                                 const char *property);
