/* --format csv: one event a row (RFC 4180: CRLF, quotation marks where needed).  Cells with several values join them
   by ';'; in actor cells the n-th name, code and sectors belong together, sectors of one actor joined by '/'. */
#include "out/writer.h"

#include <math.h>

#include "base/json.h"
#include "out/stored.h"

const char csv_header[] =
    "id,document,document_date,date,enddate,date_basis,event,mode,context,cameo,quad,score,actor,actor_code,actor_"
    "sector,"
    "recipient,recipient_code,recipient_sector,place,geonameid,lat,lon,country,admin1,dead,injured,arrested,status,"
    "asserted_by,asserted_by_code,denied_by,denied_by_code,hedged_by,hedged_by_code,about,rule,confidence,trigger,text,"
    "text_start,text_end,title,source,url\r\n";

typedef struct Row {
    StrBuf *out;
    bool any;
} Row;

static void cell(Row *r, Str value) {
    stored_cell(r->out, value, !r->any);
    r->any = true;
}

static void word(Row *r, const char *value) {
    cell(r, str_of(value));
}

/* A cell that is put together in a buffer of its own first. */
static void number(Row *r, double value, int digits) {
    StrBuf b;
    buf_init(&b, r->out->arena);
    if (isfinite(value)) {
        json_number(&b, value, digits);
    }
    cell(r, buf_take(&b));
}

static void count(Row *r, int32_t n) {
    number(r, n >= 0 ? n : (double)NAN, 0);
}

typedef enum Part { PART_NAME, PART_CODE, PART_SECTOR } Part;

static void part_of(StrBuf *b, const RowParty *p, Part part) {
    if (part == PART_NAME) {
        buf_str(b, p->name);
    } else if (part == PART_CODE) {
        buf_str(b, str_of(p->code));
    } else {
        out_sectors(b, p->sectors, '/');
    }
}

static void parties(Row *r, const RowParties *list) {
    for (Part part = PART_NAME; part <= PART_SECTOR; part++) {
        StrBuf b;
        buf_init(&b, r->out->arena);
        for (uint32_t i = 0; i < list->n; i++) {
            if (i > 0) {
                buf_char(&b, ';');
            }
            part_of(&b, &list->at[i], part);
        }
        cell(r, buf_take(&b));
    }
}

static void voices(Row *r, const RowVoices *list) {
    for (Part part = PART_NAME; part <= PART_CODE; part++) {
        StrBuf b;
        buf_init(&b, r->out->arena);
        for (uint32_t i = 0; i < list->n; i++) {
            if (i > 0) {
                buf_char(&b, ';');
            }
            part_of(&b, &list->at[i].who, part);
        }
        cell(r, buf_take(&b));
    }
}

void csv_row(const EventRow *e, StrBuf *out) {
    Row r = {.out = out};
    StrBuf contexts;
    cell(&r, e->id);
    cell(&r, e->report);
    cell(&r, e->report_date);
    cell(&r, e->date);
    cell(&r, e->enddate);
    word(&r, date_basis_names[e->date_basis]);
    word(&r, event_names[e->type]);
    word(&r, mode_names[e->mode]);
    buf_init(&contexts, out->arena);
    out_contexts(&contexts, e->contexts, ';');
    cell(&r, buf_take(&contexts));
    word(&r, e->cameo);
    number(&r, event_quad(e->type), 0);
    number(&r, event_score(e->type, e->mode), 2);
    parties(&r, &e->actors);
    parties(&r, &e->recipients);
    cell(&r, e->place);
    number(&r, e->geonameid > 0 ? e->geonameid : (double)NAN, 0);
    number(&r, e->lat, 5);
    number(&r, e->lon, 5);
    cell(&r, e->country);
    cell(&r, e->admin1);
    count(&r, e->dead);
    count(&r, e->injured);
    count(&r, e->arrested);
    word(&r, status_names[e->status]);
    voices(&r, &e->asserted_by);
    voices(&r, &e->denied_by);
    voices(&r, &e->hedged_by);
    cell(&r, e->about);
    cell(&r, e->rule);
    number(&r, e->confidence, 2);
    cell(&r, e->trigger);
    cell(&r, e->span);
    number(&r, e->span_at[0], 0);
    number(&r, e->span_at[1], 0);
    cell(&r, e->title);
    cell(&r, e->source);
    cell(&r, e->url);
    buf_str(out, STR("\r\n"));
}
