/* SPDX-License-Identifier: MIT
 *
 * The charsets of real mail, by the names iconv knows them. glibc keeps a module in memory as long
 * as one converter holds it, and finds it again by any of its names without looking at the disk.
 * A charset that is not here is read byte by byte, as one that iconv has never heard of.
 */
#include "inkom/parse.h"

#include <iconv.h>

static const char *const names[] = {
    /* The West and the North. */
    "ISO-8859-1",
    "CP1252",
    "ISO-8859-15",
    "ISO-8859-10",
    "ISO-8859-4",
    "ISO-8859-14",
    "ISO-8859-16",
    "ISO-8859-3",
    "MACINTOSH",
    "CP437",
    "CP850",
    "CP858",
    "CP865",
    "IBM037",
    "EBCDIC-FI-SE",
    "IBM278",
    "IBM1047",
    "SEN_850200_B",
    "SEN_850200_C",
    "ISO646-FR",
    "T.61",
    /* The East and the South of Europe. */
    "ISO-8859-2",
    "CP1250",
    "CP852",
    "ISO-8859-13",
    "CP1257",
    "ISO-8859-5",
    "CP1251",
    "KOI8-R",
    "KOI8-U",
    "KOI8-T",
    "CP866",
    "CP855",
    "MAC-CYRILLIC",
    "MAC-CENTRALEUROPE",
    "ISO-8859-7",
    "CP1253",
    "ISO-8859-9",
    "CP1254",
    "CP857",
    "ISO-8859-11",
    "ARMSCII-8",
    "GEORGIAN-PS",
    "GEORGIAN-ACADEMY",
    "PT154",
    /* The Middle East and India. */
    "ISO-8859-6",
    "CP1256",
    "CP864",
    "ISO-8859-8",
    "CP1255",
    "CP862",
    "TSCII",
    /* East Asia. */
    "GB18030",
    "GBK",
    "EUC-CN",
    "ISO-2022-CN",
    "ISO-2022-CN-EXT",
    "BIG5",
    "BIG5-HKSCS",
    "EUC-TW",
    "SJIS",
    "CP932",
    "EUC-JP",
    "EUC-JP-MS",
    "ISO-2022-JP",
    "ISO-2022-JP-2",
    "ISO-2022-JP-3",
    "EUC-KR",
    "CP949",
    "JOHAB",
    "ISO-2022-KR",
    "TIS-620",
    "CP874",
    "VISCII",
    "TCVN5712-1",
    "CP1258",
    /* Unicode in other dress. */
    "UTF-7",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32",
    "UTF-32LE",
    "UTF-32BE",
    "UCS-2",
    "UCS-4",
};

void
ink_parse_load_charsets(void)
{
    /* GMime asks for both directions, by names of its own. A name that this system's iconv does
     * not have is none that it could use later either. */
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        (void)iconv_open("UTF-8", names[i]);
        (void)iconv_open(names[i], "UTF-8");
    }
}
