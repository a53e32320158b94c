/* SPDX-License-Identifier: MIT
 *
 * What the protocols of this folder may ask of a stream besides inkom/tls.h.
 */
#pragma once

#include "inkom/tls.h"

/* Sees every byte from the server before libetpan does. NULL, or why the stream must fail
 * (Swedish, static). */
typedef const char *(*InkStreamCheck)(gpointer user_data, const char *bytes, gsize size);

/* user_data must live as long as the stream. */
void ink_stream_set_check(mailstream *stream, InkStreamCheck check, gpointer user_data);
