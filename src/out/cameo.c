/* --format cameo: what CAMEO coders have written since KEDS: date, source, target, code, id.  Actors are code and
   sectors without a space ("RUSGOV"); "---" stands for a side that nobody fills or whose country is unknown. */
#include "out/writer.h"

static void party(StrBuf *out, const RowParties *parties, uint32_t i) {
    if (i >= parties->n) {
        buf_str(out, STR("---"));
        return;
    }
    const RowParty *p = &parties->at[i];
    buf_str(out, p->code[0] != '\0' ? str_of(p->code) : STR("---"));
    for (int k = 0; k < 4 && p->sectors[k] != SECTOR_NONE; k++) {
        buf_str(out, str_of(sector_names[p->sectors[k]]));
    }
}

static void line(StrBuf *out, const EventRow *row, const RowParties *from, uint32_t i, const RowParties *to,
                 uint32_t k) {
    Str date = row->date;
    buf_str(out, date.n > 0 ? date : row->report_date);
    buf_char(out, '\t');
    party(out, from, i);
    buf_char(out, '\t');
    party(out, to, k);
    buf_printf(out, "\t%s\t%.*s\n", row->cameo, (int)row->id.n, row->id.at);
}

/* Several actors and no recipient acted with or against each other: a line for each ordered pair. */
void cameo_row(const EventRow *row, StrBuf *out) {
    const RowParties *from = &row->actors, *to = &row->recipients;
    if (to->n == 0 && from->n > 1) {
        for (uint32_t i = 0; i < from->n; i++) {
            for (uint32_t k = 0; k < from->n; k++) {
                if (i != k) {
                    line(out, row, from, i, from, k);
                }
            }
        }
        return;
    }
    for (uint32_t i = 0; i < (from->n > 0 ? from->n : 1); i++) {
        for (uint32_t k = 0; k < (to->n > 0 ? to->n : 1); k++) {
            line(out, row, from, i, to, k);
        }
    }
}
