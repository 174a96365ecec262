"""Rows of a running house's database, altered as nobody of the house could, and put back: for proofs that a check would
see it."""
import contextlib
import subprocess


class Busy(Exception):
    """Somebody held a row; nothing was altered."""


def as_owner(run, service, sql):
    """As the owner of the cluster with its sockets in `run`, in one transaction; what it answers, without its end."""
    done = subprocess.run(["/usr/lib/postgresql/15/bin/psql", "-h", run, "-U", "wlacznik", "-d", "wlacznik_" + service, "-qAtX1",
                           "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True)
    if "lock timeout" in done.stderr:
        raise Busy(done.stderr)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def copied(table, where, **columns):
    """SQL of one more row, like the first of these but for `columns`."""
    changes = ", ".join("%s = %s" % pair for pair in columns.items())
    return ("create temporary table more on commit drop as select * from %s where %s limit 1; update more set %s;"
            "insert into %s overriding system value select * from more" % (table, where, changes, table))


# No trigger and no foreign key looks.
QUIETLY = "set local session_replication_role = replica; "


@contextlib.contextmanager
def altered(run, service, table, sql, lift=None):
    """While it lasts `sql` has altered `table`; afterwards every row is again as it was. `lift` is a unique index that
    would not have it."""
    index = as_owner(run, service, "select pg_get_indexdef ('%s'::regclass)" % lift) if lift else ""
    as_owner(run, service, QUIETLY + "set local lock_timeout = '1s'; create schema proof; create table proof.kept as table %s; %s %s" % (
        table, "drop index %s;" % lift if lift else "", sql))
    try:
        yield
    finally:
        as_owner(run, service, QUIETLY + """
            delete from {0} as t where t::text not in (select k::text from proof.kept as k);
            insert into {0} overriding system value select * from proof.kept as k where k::text not in (select t::text from {0} as t);
            {1}; drop schema proof cascade""".format(table, index))
