/* SPDX-License-Identifier: MIT
 *
 * A TNEF stream (winmail.dat) made fit for libytnef.
 */
#pragma once

#include "defects.h"

/* The stream again with only what is wanted of it and what libytnef can take; NULL if it is no TNEF
 * stream. max_files: attachments at most. */
GBytes *ink_tnef_wash(const char *data, gsize size, gsize max_files, InkDefects *defects);
