/* SPDX-License-Identifier: MIT
 *
 * Which language a message is in, by its function words.
 */
#pragma once

#include <glib.h>

/* "sv", "en", "fi" or "se". subject and text: valid UTF-8, of so many bytes. Anything else, and
 * doubt, is "sv". */
const char *ink_language_guess(const char *subject, gsize subject_size, const char *text,
                               gsize text_size);
