/* SPDX-License-Identifier: MIT
 *
 * S/MIME (RFC 8551): what is signed is read, what is encrypted is told apart.
 */
#pragma once

#include "tree.h"

/* Puts the content of every opaque-signed part in the part's place. The signature is not checked:
 * nothing is believed for being signed. */
void ink_signed_open(InkTree *tree, InkLimits *left, InkDefects *defects);

/* application/pkcs7-mime that can hold a message, by its type or its name. */
gboolean ink_part_is_pkcs7(GMimeObject *part);
