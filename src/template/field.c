/* SPDX-License-Identifier: MIT
 *
 * The fields a letter may name.
 */
#include "inkom/template.h"

const char *const ink_template_fields[] = {
    "organisation", "unit_name", "dnr",   "arrived", "due",    "inbox",   "privacy_url", "what",
    "detail",       "officer",   "title", "type",    "secret", "measure", "contact",     NULL,
};
