/* papers/countries.h - what countries are called, from codelists/countries.csv. */
#ifndef DECLARANT_PAPERS_COUNTRIES_H
#define DECLARANT_PAPERS_COUNTRIES_H

#include "base/task.h"

/* The name of a country (ISO 3166 alpha-2) in a language: 0 en, 1 zh, 2 vi; the code where there is none. */
Text country_name(Task *task, const char *data_folder, Text code, int language);

#endif
