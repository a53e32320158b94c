/* SPDX-License-Identifier: MIT
 *
 * Rich Text Format, as Outlook keeps the text of a message in winmail.dat.
 */
#pragma once

#include "defects.h"

/* The text in an RTF document as valid UTF-8, at most max_bytes and a character. Never fails: at
 * worst the text is empty. */
char *ink_rtf_to_text(const char *rtf, gsize size, gsize max_bytes, InkDefects *defects);
