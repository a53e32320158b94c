/* SPDX-License-Identifier: MIT
 *
 * What a part says of itself.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

/* "text/plain", lower case. */
char *ink_part_dup_type(GMimeObject *part);
gboolean ink_part_is_type(GMimeObject *part, const char *type, const char *subtype);
/* A parameter of Content-Type; NULL if none. */
const char *ink_part_find_param(GMimeObject *part, const char *name);
gboolean ink_part_is_attached(GMimeObject *part); /* Content-Disposition: attachment */
gboolean ink_part_has_name(GMimeObject *part);
/* The file name as it is given, path and all; NULL if none. */
char *ink_part_dup_name(GMimeObject *part, InkDefects *defects);
