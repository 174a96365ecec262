/* How an event gets from a handler's transaction to its one effect in another service, with everything
 * that may die on the way dying at any moment. Checked by spin (tests/model/run) in every order that
 * the processes below can take.
 *
 * What stands for what:
 *   writer      a handler: locks its aggregate, wl_event_append (common/db/event_log.c), commits or not
 *   sequencer   common/service/sequencer_loop.c over wl_sequencer_lead and wl_sequencer_step
 *               (common/db/sequencer.c), in two replicas
 *   server      common/bus/log_server.c: sends what has a place, as far as the credit goes
 *   consumer    common/service/consumer.c over common/bus/log_client.c: effect and offset in one commit
 *   breaker     kills sessions, the consumer and the line
 *
 * Shown: an event has a place only if it was committed, and one place only; places are dense; an
 * aggregate's events keep their order; each takes effect once, in order; and as long as things stop
 * breaking at some point, all of them do (ltl delivered). */

#define AGGREGATES 2
#ifndef EVENTS
#define EVENTS 3 /* one handler at the second aggregate, the others at the first */
#endif
#define REPLICAS   2
#define CREDIT     2
#ifndef BREAKS
#define BREAKS 2 /* how often something may die */
#endif

#define NOBODY 255

/* Faults that tests/model/run puts in, to see that the model would find them. */
#ifdef LOCK_STAYS
#define LOCK_GOES skip
#else
#define LOCK_GOES leader = NOBODY
#endif
#ifdef DEAD_SESSION_COMMITS
#define COMMITS true
#else
#define COMMITS session[replica] == mine
#endif
#ifdef DIRTY_READ
#define INVISIBLE(event) event == ABSENT
#else
#define INVISIBLE(event) event != COMMITTED
#endif
#ifdef REMEMBERS_END
#define END place
#else
#define END head
#endif
#ifdef STAYS_IN_OUTBOX
#define DELETE skip
#elif defined DELETES_ANOTHER
#define DELETE                                                                                     \
    if                                                                                             \
    :: pos + 1 < EVENTS && outbox[pos + 1] == COMMITTED -> outbox[pos + 1] = MOVED                 \
    :: else -> outbox[pos] = MOVED                                                                 \
    fi
#else
#define DELETE outbox[pos] = MOVED
#endif
#ifdef ANY_SUBSCRIPTION
#define IS_OLD(origin) false
#else
#define IS_OLD(origin) origin != generation
#endif
#ifdef STARTS_LATE
#define FIRST_AFTER(from) from + 1
#else
#define FIRST_AFTER(from) from
#endif
#ifdef NEWEST_FIRST
#define NEXT known - 1
#else
#define NEXT offset
#endif
#ifdef CREDIT_IS_KEPT
#define GIVE_CREDIT skip
#else
#define GIVE_CREDIT credit++
#endif

mtype = { ABSENT, APPENDED, COMMITTED, MOVED };

/* runtime.outbox, by pos */
mtype outbox[EVENTS] = ABSENT;
byte aggregate[EVENTS];
byte nth[EVENTS];      /* which commit of its aggregate made it */
byte commits[AGGREGATES] = 0;
byte next_pos = 0;     /* the identity column */
byte committed = 0;    /* events that were committed, in all */
byte gave_up = 0;      /* events whose transaction was rolled back */
bool locked[AGGREGATES] = false;

/* runtime.log and runtime.stream */
byte event_log[EVENTS] = NOBODY; /* place -> pos */
byte head = 0;

/* the advisory lock of wl_sequencer_lead; held by a session, and gone with it */
byte leader = NOBODY;
byte session[REPLICAS] = 0; /* grows when the connection dies */

/* the wire: entries by place; `generation` tells a subscription from the one before */
chan wire = [CREDIT] of { byte, byte }; /* generation, place */
byte generation = 0;
byte sent = 0;         /* by the server, in this generation */
byte credit = 0;
byte known = 0;        /* what the client handed to the consumer, in its memory */

/* the consumer's database: the offset, and the effects in their order */
byte offset = 0;
byte effects[EVENTS] = NOBODY;

byte breaks = BREAKS;

/* ---- a handler ---- */

proctype writer (byte which)
{
    byte pos;

#ifdef POS_BEFORE_LOCK
    atomic { pos = next_pos; next_pos++ }
    atomic { !locked[which] -> locked[which] = true; aggregate[pos] = which; outbox[pos] = APPENDED }
#else
    atomic { !locked[which] -> locked[which] = true } /* select ... for update, first of all */
    /* pos is taken while the aggregate is locked: the rule of common/db/README.md */
    atomic { pos = next_pos; next_pos++; aggregate[pos] = which; outbox[pos] = APPENDED }
#endif
    if
    :: atomic { outbox[pos] = COMMITTED; nth[pos] = commits[which]; commits[which]++; committed++; locked[which] = false }
    :: atomic { outbox[pos] = ABSENT; gave_up++; locked[which] = false }
    fi
}

/* ---- a sequencer ---- */

/* The lowest pos that a snapshot shows; a batch of one is enough, since a batch is one commit. */
inline lowest_visible (ret)
{
    ret = 0;
    do
    :: ret < EVENTS && INVISIBLE (outbox[ret]) -> ret++
    :: else -> break
    od
}

proctype sequencer (byte replica)
{
    byte mine, pos, place;

    do
    :: head + gave_up == EVENTS -> break
    :: atomic { leader == NOBODY && head + gave_up < EVENTS -> leader = replica; mine = session[replica] }
        do
        /* read: rows and the end of the stream come from one statement, one snapshot */
        :: atomic { session[replica] == mine -> lowest_visible (pos); place = END }
            if
            :: pos < EVENTS ->
                /* commit: only a session that still lives commits; its lock is its own until then */
                if
                :: atomic { COMMITS ->
                       assert (leader == replica);
                       assert (place == head);            /* dense: nobody else moved anything */
                       assert (outbox[pos] == COMMITTED); /* and not this one */
                       assert (head < committed);         /* nor one twice */
                       event_log[place] = pos; head++; DELETE; place++; pos = 0 }
                :: atomic { session[replica] != mine -> pos = 0; break }
                fi
            :: pos == EVENTS && head + gave_up == EVENTS -> pos = 0; break
            :: pos == EVENTS && head + gave_up < EVENTS -> pos = 0
            fi
        :: atomic { session[replica] != mine -> break }
        od
        atomic {
            if
            :: leader == replica && session[replica] == mine -> leader = NOBODY
            :: else
            fi
        }
    od
}

/* ---- the log server: wants nothing but places, and credit ---- */

proctype server ()
{
    do
    :: atomic { sent < head && credit > 0 && nfull (wire) -> wire ! generation, sent; sent++; credit-- }
    :: offset + gave_up == EVENTS -> break
    od
}

/* ---- the consumer ---- */

/* wl_log_client: a new subscription after `from`; what is still on the line is of the last one. */
inline subscribe (from)
{
    generation = (generation + 1) % 4; sent = FIRST_AFTER (from); known = from; credit = CREDIT
}

proctype consumer ()
{
    byte origin, place;

    atomic { subscribe (offset) }
    do
    :: offset + gave_up == EVENTS -> break
    :: atomic { wire ? origin, place ->
           if
           :: IS_OLD (origin) -> skip
           :: else -> assert (place == known); known++ /* no gap, no repetition */
           fi }
    :: known > offset ->
        if
        /* one transaction: the offset is locked and read again, effect and offset are written */
#ifdef EFFECT_BEFORE_OFFSET
        :: atomic { known > offset -> assert (effects[offset] == NOBODY); effects[offset] = event_log[offset] };
           if
           :: offset++; credit++
           :: atomic { breaks > 0 -> breaks--; subscribe (offset) }
           fi
#else
        :: atomic { known > offset ->
               assert (effects[offset] == NOBODY);
               effects[offset] = event_log[NEXT]; offset++; GIVE_CREDIT }
#endif
        /* it fails, or the process dies before it: recover () reads the offset again */
        :: atomic { breaks > 0 -> breaks--; subscribe (offset) }
        fi
    od
}

/* ---- what breaks ---- */

proctype breaker ()
{
    do
    /* The leader's connection dies: PostgreSQL ends its transaction, then lets its lock go. */
    :: atomic { breaks > 0 && leader != NOBODY -> breaks--; session[leader]++; LOCK_GOES }
    /* The line drops what is on it; the client goes on after what it handed out. */
    :: atomic { breaks > 0 && nempty (wire) -> breaks--;
           do :: nempty (wire) -> wire ? _, _ :: empty (wire) -> break od;
           subscribe (known) }
    :: offset + gave_up == EVENTS -> break
    :: breaks == 0 -> break
    od
}

/* ---- what must hold ---- */

inline check_end ()
{
    byte i = 0, j;

    do
    :: i < head ->
        assert (effects[i] == event_log[i]); /* each once, in order */
        j = i + 1;
        do
        :: j < head ->
            assert (event_log[i] != event_log[j]);
            /* an aggregate's events stand in the order in which they were made */
            assert (aggregate[event_log[i]] != aggregate[event_log[j]] ||
                    nth[event_log[i]] < nth[event_log[j]]);
            j++
        :: else -> break
        od
        i++
    :: else -> break
    od
}

init
{
    atomic {
        run writer (1); run writer (0);
#if EVENTS == 3
        run writer (0);
#endif
        run sequencer (0); run sequencer (1);
        run server (); run consumer (); run breaker ()
    }
    (offset + gave_up == EVENTS);
    d_step { check_end () }
}

ltl delivered { <> (offset + gave_up == EVENTS) }
