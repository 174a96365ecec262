/* How a region's results get from its site to the centre: told again and again until the centre says that it
 * has them. Checked by spin (tests/model/run) in every order that the processes below can take.
 *
 * What stands for what:
 *   site        the site's stream "report" grows (events.pml says how); `head` is its end
 *   reporter    services/evaluation/site_report.c in two replicas: tells what follows `position` and writes
 *               down where the centre says it stands. Its lock is left out: it spares work and nothing else
 *   centre      TakeSiteReport (services/evaluation/requests_reports.c): under the lock of the site's row it
 *               takes what follows what it has, with its effects, in one commit, and answers with where it stands
 *   breaker     loses reports and answers, ends a reporter, and brings the centre back as it was some time ago
 *               (a restored backup: row and effects together)
 *
 * Shown: each event takes effect once and in order, whatever is lost, repeated or overtaken; and once things
 * stop breaking, the centre has all of it (ltl told). */

#define NOBODY   255
#define all_told (taken == EVENTS && position == EVENTS)
#ifndef EVENTS
#define EVENTS 3
#endif
#define REPLICAS 2
#define BATCH    2
#ifndef BREAKS
#define BREAKS 2
#endif

/* The centre takes a report only if it follows what it has. Without it, a repeated one would count twice. */
#ifdef TAKE_ANYTHING
#define FOLLOWS true
#else
#define FOLLOWS after == taken
#endif

/* The centre is brought back as a whole: its row and the effects. */
#ifdef ROW_ALONE
#define RESTORE taken = saved
#else
#define RESTORE count = saved; taken = saved
#endif

byte head = 0;                   /* the site's stream */
byte position = 0;               /* report_position.taken, at the site */
byte taken = 0;                  /* site.taken, at the centre */
byte effects[EVENTS * 2] = NOBODY; /* at the centre, in the order in which they were made */
byte count = 0;
byte saved = 0;                  /* the backup: so many effects */
byte breaks = BREAKS;

/* One call each way at a time for a reporter, as an rpc is; what is lost ends by its time-out. */
chan asked = [REPLICAS] of { byte, byte, byte }; /* replica, after, number of events */
chan answered[REPLICAS] = [1] of { byte };       /* taken */
bool waits[REPLICAS] = false;

proctype site ()
{
    do
    :: head < EVENTS -> head++
    :: else -> break
    od
}

proctype reporter (byte replica)
{
    byte after, some, there;

    do
    :: all_told && breaks == 0 -> break
    /* Read in one snapshot; the transaction is over before the call. Without anything new it is a sign of life. */
    :: atomic { !(all_told && breaks == 0) -> after = position; some = (head - after < BATCH -> head - after : BATCH) }
        /* An answer to an earlier call has another id. */
        atomic { nfull (asked) -> do :: answered[replica] ? there :: empty (answered[replica]) -> break od;
            asked ! replica, after, some; waits[replica] = true }
        do
        :: atomic { answered[replica] ? there ->
#ifdef ONLY_FORWARDS
               if :: there > position -> position = there :: else fi;
#else
               position = there;
#endif
               waits[replica] = false; break }
        :: atomic { !waits[replica] && empty (answered[replica]) -> break } /* it was lost: the time-out */
        od;
        after = 0; some = 0; there = 0
    od
}

proctype centre ()
{
    byte replica, after, some;

end_idle: /* it serves as long as anybody asks */
    do
    :: atomic { nempty (asked) -> asked ? replica, after, some;
           if
           :: FOLLOWS ->
               do
               :: some > 0 ->
#ifdef TAKE_ANYTHING
                   effects[count] = after;
#else
                   effects[count] = taken;
#endif
                   assert (effects[count] == count); /* once, in order */
                   count++; taken++; after++; some--
               :: else -> break
               od
           :: else -> skip
           fi;
           if
           :: waits[replica] && empty (answered[replica]) -> answered[replica] ! taken
           :: waits[replica] && nempty (answered[replica]) -> skip
           :: breaks > 0 -> breaks--; waits[replica] = false /* the answer is lost */
           :: !waits[replica] -> skip
           fi;
           replica = 0; after = 0; some = 0 }
    od
}

proctype breaker ()
{
    byte replica, after, some;

    do
    /* A report is lost, or comes when nobody waits for its answer any more. */
    :: atomic { breaks > 0 && nempty (asked) -> breaks--; asked ? replica, after, some; waits[replica] = false }
    :: atomic { saved != count -> saved = count } /* a backup is made */
    /* The centre is restored: row and effects of one moment. */
    :: atomic { breaks > 0 && saved < count -> breaks--; RESTORE }
    :: all_told -> breaks = 0; break
    :: breaks == 0 -> break
    od
}

init
{
    atomic { run site (); run reporter (0); run reporter (1); run centre (); run breaker () }
}

ltl told { <> [] all_told }
