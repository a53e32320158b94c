/* SPDX-License-Identifier: MIT
 *
 * What the name of a file in a Maildir says: "UNIQUE:2,FLAGS".
 */
#pragma once

#include <glib.h>

/* The unique part, new. */
char *ink_maildir_name_dup_uid(const char *name);

/* Our mark is the flag I. D, F, P, R, S and T are mail readers', lower case Dovecot's keywords. */
gboolean ink_maildir_name_is_marked(const char *name);

/* The same name with our mark among its flags, in ASCII order; new. */
char *ink_maildir_name_dup_marked(const char *name);
