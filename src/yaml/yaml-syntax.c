/* SPDX-License-Identifier: MIT
 *
 * libfyaml's messages in Swedish, for those mistakes that people make.
 */
#include "yaml-private.h"

#include <string.h>

typedef struct {
    const char *english; /* a part of libfyaml's message */
    const char *swedish;
} Phrase;

/* The first that fits is taken. */
static const Phrase PHRASES[] = {
    {"missing comma", "det fattas ett kommatecken före detta"},
    {"extra comma", "det står ett kommatecken för mycket"},
    {"extra closing", "parentesen stänger något som inte är öppnat; ta bort den"},
    {"wrongly indented single", "citattecknet stängs inte innan nästa rad börjar; skriv ett till"},
    {"wrongly indented double", "citattecknet stängs inte innan nästa rad börjar; skriv ett till"},
    {"trailing content after",
     "det står något efter citattecknet; ta bort det eller flytta citattecknet"},
    {"end of block sequence", "listan slutar tvärt; en nyckel kan inte stå bland rader med \"- \""},
    {"value after mapping", "indraget stämmer inte med raderna ovanför"},
    {"did not find expected node content", "ett värde får inte börja så; sätt citattecken om det"},
    {"without closing quote", "citattecknet stängs aldrig; skriv ett till i slutet av värdet"},
    {"invalid escape", "omvänt snedstreck har särskild betydelse inom \" \"; använd ' ' i stället"},
    {"nested block mapping",
     "två nycklar på samma rad; sätt citattecken om ett värde med \": \" i"},
    {"tab", "raden är indragen med tabbtecken; använd mellanslag"},
    {"multiline plain key", "raden hör inte ihop med den förra; rätta indraget"},
    {"wrong indentation", "indraget stämmer inte med raderna ovanför"},
    {"invalid indentation", "indraget stämmer inte med raderna ovanför"},
    {"missing mapping indicator", "det fattas ett kolon efter nyckeln"},
    {"could not find expected ':'", "det fattas ett kolon efter nyckeln"},
    {"plain scalar cannot start with", "ett värde får inte börja så; sätt citattecken om det"},
};

const char *
ink_yaml_translate(const char *message)
{
    for (gsize i = 0; i < G_N_ELEMENTS(PHRASES); i++) {
        if (strstr(message, PHRASES[i].english) != NULL)
            return PHRASES[i].swedish;
    }
    return NULL;
}
