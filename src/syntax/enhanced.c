#include "syntax/enhanced.h"

enum { CLIMB_MOST = 8 }; /* steps to a clause that a word belongs to, or to a subject */

/* What hangs on a word; tokens of the document or NONE. */
typedef struct Hung {
    uint32_t subject, object, recipient, case_mark, mark, cc;
    uint32_t referent; /* of a relative pronoun */
    bool passive;
} Hung;

typedef struct Graph {
    const Doc *doc;
    uint32_t first, end;
    Hung *hung;
    Edges *edges;
} Graph;

static const Token *token(const Graph *g, uint32_t t) {
    return &g->doc->tokens.at[t];
}

static Hung *hung(const Graph *g, uint32_t t) {
    return &g->hung[t - g->first];
}

static void keep_first(uint32_t *slot, uint32_t t) {
    *slot = *slot == NONE ? t : *slot;
}

static void hang(const Graph *g, uint32_t t) {
    if (token(g, t)->head == NONE) {
        return;
    }
    Hung *h = hung(g, token(g, t)->head);
    switch (token(g, t)->deprel) {
    case DEPREL_nsubj:
    case DEPREL_nsubj_pass:
    case DEPREL_csubj: keep_first(&h->subject, t); break;
    case DEPREL_obj: keep_first(&h->object, t); break;
    case DEPREL_iobj: keep_first(&h->recipient, t); break;
    case DEPREL_case: keep_first(&h->case_mark, t); break;
    case DEPREL_mark: keep_first(&h->mark, t); break;
    case DEPREL_cc: keep_first(&h->cc, t); break;
    case DEPREL_aux_pass: h->passive = true; break;
    default: break;
    }
}

/* The noun that the relative clause around a relative pronoun is about. */
static uint32_t referent(const Graph *g, uint32_t t) {
    for (int steps = 0; steps < CLIMB_MOST && token(g, t)->head != NONE; steps++) {
        bool found = token(g, t)->deprel == DEPREL_acl_relcl;
        t = token(g, t)->head;
        if (found) {
            return t;
        }
    }
    return NONE;
}

/* The subject of a clause, its own or the one that it shares. */
static uint32_t subject(const Graph *g, uint32_t t) {
    for (int steps = 0; steps < CLIMB_MOST && t != NONE; steps++) {
        uint32_t own = hung(g, t)->subject, head = token(g, t)->head;
        if (own != NONE) {
            return hung(g, own)->referent != NONE ? hung(g, own)->referent : own;
        }
        if (token(g, t)->deprel == DEPREL_xcomp) {
            uint32_t object = hung(g, head)->object, recipient = hung(g, head)->recipient;
            if (object != NONE || recipient != NONE) {
                return object != NONE ? object : recipient;
            }
        } else if (token(g, t)->deprel != DEPREL_conj) {
            return NONE;
        }
        t = head;
    }
    return NONE;
}

static void add(const Graph *g, uint32_t t, Edge edge) {
    Edges *edges = &g->edges[t - g->first];
    for (uint32_t i = 0; i < edges->n; i++) {
        if (edges->at[i].head == edge.head) {
            return;
        }
    }
    if (t != edge.head && edges->n < EDGES_MOST) {
        edges->at[edges->n++] = edge;
    }
}

/* The edge to `head` by relation `rel`, which names what marks the word t. */
static Edge edge_of(const Graph *g, uint32_t t, uint32_t head, uint8_t rel) {
    Edge e = {.head = head, .rel = rel, .mark = NONE};
    const Hung *h = hung(g, t);
    if (rel == DEPREL_obl || rel == DEPREL_nmod) {
        e.mark = h->case_mark;
    } else if (rel == DEPREL_advcl || rel == DEPREL_acl) {
        e.mark = h->mark != NONE ? h->mark : h->case_mark;
    } else if (rel == DEPREL_conj) {
        e.mark = h->cc;
    }
    return e;
}

static bool is_clause(const Graph *g, uint32_t t) {
    return token(g, t)->upos == UPOS_VERB || token(g, t)->upos == UPOS_AUX;
}

/* A conjunct stands where the first one stands, and a clause among them may leave out its subject. */
static void share(const Graph *g, uint32_t t) {
    uint32_t first = token(g, t)->head, who;
    const Token *head = token(g, first);
    if (head->head != NONE && head->deprel != DEPREL_conj) {
        Edge e = edge_of(g, t, head->head, head->deprel);
        if (e.mark == NONE && e.rel != DEPREL_conj) {
            e.mark = edge_of(g, first, head->head, head->deprel).mark;
        }
        add(g, t, e);
    }
    if (is_clause(g, t) && is_clause(g, first) && hung(g, t)->subject == NONE && (who = subject(g, t)) != NONE) {
        add(g, who, (Edge){.head = t, .rel = hung(g, t)->passive ? DEPREL_nsubj_pass : DEPREL_nsubj, .mark = NONE});
    }
}

static void gather(const Syntax *syntax, const Graph *g) {
    for (uint32_t t = g->first; t < g->end; t++) {
        *hung(g, t) = (Hung){NONE, NONE, NONE, NONE, NONE, NONE, NONE, false};
    }
    for (uint32_t t = g->first; t < g->end; t++) {
        hang(g, t);
        if (str_is(syntax_feat(syntax, token(g, t), "PronType"), "Rel")) {
            hung(g, t)->referent = referent(g, t);
        }
    }
    for (uint32_t t = g->end; t-- > g->first;) { /* "a, b and c": b's conjunction stands before c */
        if (token(g, t)->deprel == DEPREL_conj) {
            Hung *head = hung(g, token(g, t)->head);
            uint32_t own = hung(g, t)->cc;
            hung(g, t)->cc = own != NONE ? own : head->cc;
            head->cc = hung(g, t)->cc;
        }
    }
}

Edges *enhanced_edges(const Syntax *syntax, const Doc *doc, const Sentence *sentence, Arena *scratch) {
    uint32_t n = sentence->end - sentence->first;
    Graph g = {doc, sentence->first, sentence->end, arena_alloc(scratch, n * sizeof(Hung)),
               arena_array(scratch, Edges, n)};
    gather(syntax, &g);
    for (uint32_t t = g.first; t < g.end; t++) {
        uint32_t about = hung(&g, t)->referent;
        add(&g, t,
            about == NONE ? edge_of(&g, t, token(&g, t)->head, token(&g, t)->deprel)
                          : (Edge){.head = about, .referent = true, .mark = NONE});
    }
    for (uint32_t t = g.first; t < g.end; t++) {
        uint32_t about = hung(&g, t)->referent, who;
        if (about != NONE) {
            add(&g, about, edge_of(&g, t, token(&g, t)->head, token(&g, t)->deprel));
        }
        if (token(&g, t)->deprel == DEPREL_conj) {
            share(&g, t);
        } else if (token(&g, t)->deprel == DEPREL_xcomp && hung(&g, t)->subject == NONE &&
                   (who = subject(&g, t)) != NONE) {
            add(&g, who, (Edge){.head = t, .rel = DEPREL_nsubj, .controlled = true, .mark = NONE});
        }
    }
    return g.edges;
}

/* "because_of" */
static void write_mark(const Doc *doc, const Sentence *sentence, uint32_t mark, StrBuf *out) {
    for (uint32_t t = mark;
         t == mark || (t < sentence->end && doc->tokens.at[t].deprel == DEPREL_fixed && doc->tokens.at[t].head == mark);
         t++) {
        Str lemma = doc->tokens.at[t].lemma;
        buf_char(out, t == mark ? ':' : '_');
        for (uint32_t i = 0; i < lemma.n; i++) {
            char c = lemma.at[i];
            buf_char(out, c == '|' || c == ':' || c == '\t' || c == '\n' || c == ' ' ? '_' : c);
        }
    }
}

void enhanced_write(const Doc *doc, const Sentence *sentence, const Edges *edges, StrBuf *out) {
    for (uint32_t i = 0; i < edges->n; i++) {
        const Edge *e = &edges->at[i];
        buf_printf(out, "%s%u:%s%s", i > 0 ? "|" : "", e->head == NONE ? 0 : e->head - sentence->first + 1,
                   e->referent ? "ref" : deprel_names[e->rel], e->controlled ? ":xsubj" : "");
        if (e->mark != NONE) {
            write_mark(doc, sentence, e->mark, out);
        }
    }
}
