/* The codebook: what each column of an export holds.  One list a table, in the order of its columns. */
#include "out/package.h"

#include "out/writer.h"

#define PART_NAME(name) #name,
const char *const package_parts[PACKAGE_PARTS] = {PACKAGE_LIST(PART_NAME)};

static const PackageField events[] = {
    {"id", "string", "id of the event; the same report coded by the same version has the same ids"},
    {"document", "string", "id of the report"},
    {"document_date", "string", "date of the report, ISO 8601"},
    {"date", "string", "date of the event, ISO 8601, perhaps cut to month or year"},
    {"enddate", "string", "last date of an event of several days"},
    {"date_basis", "string", "stated: the report says when; document: it is the report's date"},
    {"event", "string", "PLOVER 2.0 event type"},
    {"mode", "string", "PLOVER 2.0 mode of that type"},
    {"context", "string", "PLOVER 2.0 contexts, joined by ;"},
    {"cameo", "string", "the nearest CAMEO code"},
    {"quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"},
    {"score", "number", "conflict-cooperation score of type and mode, -10 to 10"},
    {"actor", "string", "who acts: names, joined by ;"},
    {"actor_code", "string", "ISO 3166-1 alpha-3, or IGO UNO EUR NGO ISM IMG MNC, one for each actor"},
    {"actor_sector", "string", "PLOVER sectors of each actor, primary first, joined by /"},
    {"recipient", "string", "to whom: names, joined by ;"},
    {"recipient_code", "string", "as actor_code"},
    {"recipient_sector", "string", "as actor_sector"},
    {"place", "string", "where: name of the place"},
    {"geonameid", "integer", "its number in GeoNames"},
    {"lat", "number", "its latitude, degrees"},
    {"lon", "number", "its longitude, degrees"},
    {"country", "string", "its country, ISO 3166-1 alpha-3"},
    {"admin1", "string", "its first-order division"},
    {"dead", "integer", "number of dead as the report says"},
    {"injured", "integer", "number of injured"},
    {"arrested", "integer", "number of arrested"},
    {"status", "string",
     "what the report makes of it: reported, claimed, disputed, denied, negated, planned, "
     "hypothetical or historical"},
    {"asserted_by", "string", "sources that say so, joined by ;; empty: the report itself"},
    {"asserted_by_code", "string", "their codes"},
    {"denied_by", "string", "sources that deny it"},
    {"denied_by_code", "string", "their codes"},
    {"hedged_by", "string", "sources that doubt it or leave it open"},
    {"hedged_by_code", "string", "their codes"},
    {"about", "string", "id of the event that an accusation or denial is about"},
    {"rule", "string", "rule of the lexicon that found it"},
    {"confidence", "number", "0 to 1"},
    {"trigger", "string", "the words that tell the event, verbatim"},
    {"text", "string", "the clause, verbatim"},
    {"text_start", "integer", "where the clause begins in the report's text, in code points from 0"},
    {"text_end", "integer", "where it ends, exclusive"},
    {"title", "string", "title of the report"},
    {"source", "string", "publisher"},
    {"url", "string", "address of the report"},
    {NULL, NULL, NULL}};

static const PackageField cameo[] = {{"date", "string", "date of the event, ISO 8601"},
                                     {"source", "string", "code and sectors of the actor; --- unknown"},
                                     {"target", "string", "code and sectors of the recipient"},
                                     {"code", "string", "CAMEO code"},
                                     {"id", "string", "id of the event"},
                                     {NULL, NULL, NULL}};

static const PackageField dyads[] = {
    {"month", "yearmonth", "YYYY-MM; empty: events without a date"},
    {"actor", "string", "code of the actor; empty: none or unknown"},
    {"recipient", "string", "code of the recipient; empty: none or unknown"},
    {"events", "integer", "events, each once however many participants of that code it has"},
    {"score", "number", "their mean score, -10 to 10"},
    {"verbal_cooperation", "integer", "events of quad 1"},
    {"material_cooperation", "integer", "events of quad 2"},
    {"verbal_conflict", "integer", "events of quad 3"},
    {"material_conflict", "integer", "events of quad 4"},
    {NULL, NULL, NULL}};

static const PackageField claims[] = {
    {"act", "integer", "number of the act in the store: the same event over all reports"},
    {"event", "string", "PLOVER 2.0 event type"},
    {"mode", "string", "PLOVER 2.0 mode, of the first telling"},
    {"date", "string", "date of the act"},
    {"status", "string", "over all reports, as of this export"},
    {"actor", "string", "who acts, in the first telling"},
    {"actor_code", "string", "their codes"},
    {"recipient", "string", "to whom"},
    {"recipient_code", "string", "their codes"},
    {"reports", "integer", "reports that tell it, copies not counted"},
    {"publishers", "integer", "their publishers"},
    {"asserts", "integer", "voices that assert it"},
    {"denies", "integer", "voices that deny it"},
    {"doubts", "integer", "voices that doubt it"},
    {"changes", "integer", "changes of its status since the first report"},
    {"text", "string", "the clause of the first telling, verbatim"},
    {"document", "string", "id of the first report"},
    {"last_date", "string", "date of the report that told it last"},
    {NULL, NULL, NULL}};

static const PackageField voices[] = {{"act", "integer", "number of the act that is asserted, denied or doubted"},
                                      {"stance", "string", "asserts, denies or doubts"},
                                      {"speaker", "string", "who says so: the name, or the words that stand for it"},
                                      {"speaker_code", "string", "as actor_code"},
                                      {"speaker_sector", "string", "as actor_sector"},
                                      {"kind", "string", "direct, indirect or mixed speech"},
                                      {"cue", "string", "the word that marks the speech, verbatim"},
                                      {"words", "string", "what was said, verbatim, pieces joined by …"},
                                      {"event_id", "string", "id of the event in that report"},
                                      {"document", "string", "id of the report that quotes it"},
                                      {"document_date", "string", "its date: when it was said, unless the words tell"},
                                      {"source", "string", "its publisher"},
                                      {"copy", "boolean", "whether the report is a copy of another"},
                                      {NULL, NULL, NULL}};

static const PackageField reports[] = {{"document", "string", "id of the report"},
                                       {"date", "string", "its date, ISO 8601"},
                                       {"source", "string", "publisher"},
                                       {"title", "string", "its title"},
                                       {"url", "string", "its address"},
                                       {"sha256", "string", "hash over all that was read of it"},
                                       {"copy_of", "string", "id of the report that it is a copy of"},
                                       {"coder", "string", "version of program and models that coded it"},
                                       {NULL, NULL, NULL}};

static const PackageField *const tables[PACKAGE_PARTS] = {
    [PACKAGE_events] = events, [PACKAGE_cameo] = cameo,   [PACKAGE_dyads] = dyads,
    [PACKAGE_claims] = claims, [PACKAGE_voices] = voices, [PACKAGE_reports] = reports};

const PackageField *package_fields(PackagePart part) {
    return tables[part];
}
