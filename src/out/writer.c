#include "out/writer.h"

#define CSV_HEADER                                                                                                     \
    "id,document,date,enddate,date_basis,event,mode,context,cameo,quad,score,actor,actor_code,actor_sector,recipient," \
    "recipient_code,recipient_sector,place,lat,lon,country,status,asserted_by,denied_by,hedged_by,dead,injured,"       \
    "arrested,confidence,rule,about,trigger,text,title,source,url\r\n"
#define table_HEADER  NULL
#define doc_HEADER    NULL
#define plover_HEADER NULL
#define csv_HEADER    CSV_HEADER
#define cameo_HEADER  NULL

#define FORMAT_ENTRY(name, what) {#name, what, name##_HEADER, write_##name},
const Format out_formats[] = {FORMATS(FORMAT_ENTRY)};
const int out_format_count = sizeof out_formats / sizeof *out_formats;

const Format *out_format(Str name) {
    for (int i = 0; i < out_format_count; i++) {
        if (str_is(name, out_formats[i].name)) {
            return &out_formats[i];
        }
    }
    return NULL;
}
