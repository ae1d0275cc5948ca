#include "code/event_gate.h"

enum { POWER = 1, POLITICS = 2, COURT = 4 };

/* What somebody can be: in power (neither of trade nor a thing), in politics (in power, a union, farmers). */
static int standing(const Entity *e) {
    bool named = e->type != ENTITY_unnamed;
    switch ((Sector)e->sectors[0]) {
    case SECTOR_BUS:
    case SECTOR_UNK: return 0;
    case SECTOR_AGR:
    case SECTOR_LAB: return POLITICS;
    case SECTOR_NONE: return e->code[0] == '\0' || e->type == ENTITY_organization ? 0 : POWER | (named ? POLITICS : 0);
    case SECTOR_JUD: return POWER | POLITICS | COURT;
    default: return POWER | POLITICS;
    }
}

static int standings(const Doc *doc, const TokenList *mentions) {
    int all = 0;
    for (uint32_t i = 0; i < mentions->n; i++) {
        uint32_t entity = doc->mentions.at[mentions->at[i]].entity;
        all |= entity == NONE ? 0 : standing(&doc->entities.at[entity]);
    }
    return all;
}

static bool tells_of(const Tree *tree, const Match *m, const char *lemma) {
    bool tells = tree_lemma_is(tree, m->token, lemma) || tree_lemma_is(tree, m->trigger, lemma);
    for (uint32_t i = 0; i < m->also.n; i++) {
        tells |= tree_lemma_is(tree, m->also.at[i], lemma);
    }
    return tells;
}

/* People killed or hurt, or something exploding, by nobody that the sentence names. */
static bool is_casualty(const Tree *tree, const Match *m, bool unarmed, int actors) {
    bool hurt = m->mode == MODE_NONE && (tree_is(tree, m->token, ROLE_KILL) || tree_is(tree, m->token, ROLE_WOUND));
    bool bursts = unarmed && m->mode == MODE_ASSAULT_explosives &&
                  (tells_of(tree, m, "explosion") || tells_of(tree, m, "explode"));
    return m->event == EVENT_ASSAULT && (hurt || bursts) && !(actors & POLITICS);
}

/* "Was accidentally hit by shells" */
static bool is_mishap(const Tree *tree, const Match *m) {
    uint32_t adverb = tree_child(tree, m->trigger, DEPREL_advmod),
             adjective = tree_child(tree, m->trigger, DEPREL_amod);
    return m->event == EVENT_ASSAULT && ((adverb != NONE && tree_lemma_is(tree, adverb, "accidentally")) ||
                                         (adjective != NONE && tree_lemma_is(tree, adjective, "accidental")));
}

/* "The figures support the theory": things, of which the second opinion is not sure that they act. */
static bool is_unknown(const Tree *tree, const Match *m) {
    const Doc *doc = tree->doc;
    const TokenList *lists[] = {&m->actors, &m->recipients};
    bool bare = tree->lex->rules[m->rule].flags & RULE_BARE;
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < lists[k]->n; i++) {
            uint32_t entity = doc->mentions.at[lists[k]->at[i]].entity;
            const Entity *e = entity == NONE ? NULL : &doc->entities.at[entity];
            bool thing = e != NULL && e->type == ENTITY_unnamed && e->code[0] == '\0' &&
                         (e->sectors[0] == SECTOR_NONE || e->sectors[0] == SECTOR_UNK);
            if (!thing) {
                return false;
            }
        }
    }
    return !bare && m->actors.n + m->recipients.n > 0 && m->belief > 0 && m->belief < 0.65f;
}

/* Relations, aid and talks, and who is dismissed: not the courts' sentences and the expulsions. */
static bool is_relation(const Match *m) {
    return m->event == EVENT_SANCTION && m->mode != MODE_SANCTION_convict && m->mode != MODE_SANCTION_expel;
}

/* Relations are broken and aid is cut between those in power, officials are dismissed by them; talks with a firm count
   where trade is not the topic. */
static bool is_private(const Match *m, bool business, int actors, int recipients) {
    bool idle = m->actors.n > 0 && !(actors & POWER);
    if (!is_relation(m)) {
        return idle && m->event == EVENT_SANCTION && m->mode == MODE_SANCTION_expel;
    }
    bool talks = strcmp(m->cameo, "164") == 0 && (actors & POWER) && !business;
    bool harmless = m->recipients.n > 0 && !(recipients & POWER) && !talks;
    return harmless || (idle && (m->mode == MODE_NONE || !(recipients & POWER)));
}

/* In a report on trade regulators and courts take measures daily: of one that is politics the second opinion is sure.
 */
static bool is_routine(const Match *m, int recipients) {
    enum { SEVERAL_WORDS = 18 };
    bool measure = m->event == EVENT_COERCE || m->event == EVENT_SANCTION;
    bool convicts = m->event == EVENT_SANCTION && m->mode == MODE_SANCTION_convict && !(recipients & POLITICS);
    return convicts || (measure && m->weight < SEVERAL_WORDS && m->belief > 0 && m->belief < 0.5f);
}

/* What is cut or forbidden to nobody in a report on trade is trade, sanctions by name aside; so is what firms and
   unknown parties do there.  An arrest is none of it: bankers go to prison as well. */
static bool is_trade(const Match *m, bool business, int actors, int recipients) {
    if (business && is_routine(m, recipients)) {
        return true;
    }
    bool rule = m->event == EVENT_COERCE && m->mode == MODE_COERCE_restrict;
    bool named = (actors & POWER) && strcmp(m->cameo, "163") == 0;
    if (business && m->recipients.n == 0 && (is_relation(m) || rule) && !named) {
        return true;
    }
    bool does = actors & POLITICS, suffers = recipients & POLITICS;
    switch ((EventType)m->event) {
    case EVENT_COERCE:
        if (m->mode == MODE_COERCE_deport && business && !(actors & POWER)) {
            return true; /* staff forced out, investors driven away */
        }
        if (actors == (POWER | POLITICS | COURT) && !suffers &&
            (m->mode == MODE_COERCE_restrict || m->mode == MODE_COERCE_seize)) {
            return true; /* what a court forbids one firm for another */
        }
        if (m->mode == MODE_COERCE_arrest || does) {
            return false;
        }
        return m->actors.n > 0 ? business || !suffers : business && !suffers;
    case EVENT_PROTEST: return m->mode != MODE_PROTEST_strike && !does && m->actors.n > 0 && business;
    default: return false;
    }
}

void gate_matches(const Tree *tree, const Genres *genres, uint32_t sentence, Matches *matches, uint32_t first) {
    bool closed = genre_closes(genres, sentence);
    uint8_t own = genres->sentence[sentence] != GENRE_none ? genres->sentence[sentence] : genres->document;
    for (uint32_t i = first; i < matches->n; i++) {
        Match *m = &matches->at[i];
        if (m->fate != FATE_EVENT) {
            continue;
        }
        int actors = standings(tree->doc, &m->actors), recipients = standings(tree->doc, &m->recipients);
        bool politics = (actors | recipients) & POLITICS;
        if (is_private(m, genres->trade, actors, recipients) || is_trade(m, genres->trade, actors, recipients)) {
            m->fate = FATE_GENRE;
            m->genre = GENRE_business;
        } else if (closed || genre_trades(genres, sentence, politics)) {
            m->fate = FATE_GENRE;
            m->genre = genres->fiction[sentence] ? GENRE_culture : own;
        } else if (m->event == EVENT_ASSAULT && genre_unarmed(genres, sentence, tree, m->token, m->trigger)) {
            m->fate = FATE_FIGURE;
        } else if (is_unknown(tree, m)) {
            m->fate = FATE_THINGS;
        } else if (m->event == EVENT_COERCE &&
                   (m->mode == MODE_COERCE_martial_law ? genres->disaster : !politics && genres->accident[sentence])) {
            m->fate = FATE_GENRE;
            m->genre = GENRE_accident;
        } else if (is_mishap(tree, m) ||
                   (is_casualty(tree, m, genres->armed[sentence] == 0, actors) && genre_accident(genres, sentence))) {
            m->fate = FATE_GENRE;
            m->genre = GENRE_accident;
        }
    }
}

static void retype(Match *m, EventType event, Mode mode, const char cameo[4]) {
    m->event = event;
    m->mode = mode;
    memcpy(m->cameo, cameo, 4);
}

void gate_retype(const Tree *tree, const Genres *genres, const Contexts *contexts, Matches *matches, uint32_t first) {
    bool hackers = contexts->document & (uint64_t)1 << CONTEXT_cyber;
    for (uint32_t i = first; i < matches->n; i++) {
        Match *m = &matches->at[i];
        if (m->event != EVENT_ASSAULT || m->mode != MODE_NONE || m->fate != FATE_EVENT) {
            continue;
        }
        bool workers = genres->labour || (m->actors.n > 0 && !(standings(tree->doc, &m->actors) & POWER));
        if (workers && tree_is_nominal(tree, m->trigger) && tree_lemma_is(tree, m->trigger, "strike")) {
            retype(m, EVENT_PROTEST, MODE_PROTEST_strike, "143");
        } else if (hackers && m->recipients.n == 0 &&
                   (tree_lemma_is(tree, m->trigger, "attack") || tree_lemma_is(tree, m->token, "claim"))) {
            retype(m, EVENT_COERCE, MODE_COERCE_cyber, "170");
        }
    }
}
