"""The search of staff over a million applications: how long a page takes, how much of the database it touches and
whether it reads index ranges only. A PostgreSQL of its own; the rows are made by SQL, the schema by the service.

    tests/integration/with-postgres python3 -B tests/bench/staff_search.py PROGRAMS [APPLICATIONS]

Four regions. Of each application's title and text: a word that every second one has, one of every sixteenth, one
of every thousandth, one of every hundred-thousandth, and twenty of 20,000 others."""
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 7
# Of each hundred the last is at its report; the newest are in review, and of 5,000 one was withdrawn.
STAGE = "case when n / 4 % 100 = 99 then 'report' else 'idea' end"
STATE = "case when n / 4 %% 5000 = 4999 then 9 when n > %d * 0.999 then 3 else 5 end"
NEWEST, OLDEST, POINTS, AMOUNT = 1, 2, 3, 4
FILTER = "row (%s, false, %s, %s, null, null, null, null, null, null, null, null, null)::dossier_filter"


def sql(statement):
    return subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-"], input=statement, capture_output=True,
                          text=True, check=True).stdout.strip()


def migrate(programs):
    """Starts the service once, alone, for its schema."""
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w+", encoding="utf-8") as log:
        at = "ipc://" + folder
        process = subprocess.Popen([os.path.join(programs, "wlacznik-evaluation")], stderr=log, env={
            **os.environ, "WLACZNIK_DATABASE_URL": os.environ["WLACZNIK_TEST_DB"],
            "WLACZNIK_BUS_LISTEN": at + "/rpc", "WLACZNIK_BUS_LOG_LISTEN": at + "/log.ipc",
            **{"WLACZNIK_SERVICES_%s" % name: at + "/none" for name in (
                "INTAKE", "INTAKE_LOG", "NOTIFICATION", "DISSEMINATION_LOG", "GATEWAY", "GATEWAY_LOG")},
            "WLACZNIK_CERTIFICATES_KEY": "5a" * 32})
        for _ in range(600):
            with open(log.name, encoding="utf-8") as written:
                if "message=ready" in written.read():
                    break
            if process.poll() is not None:
                raise RuntimeError(open(log.name, encoding="utf-8").read())
            time.sleep(0.1)
        process.terminate()
        process.wait(30)


def fill(count):
    columns = sql("select string_agg (column_name, ',') from information_schema.columns"
                  " where table_name = 'content' and is_nullable = 'NO' and column_default is null")
    values = {"application_id": "md5 ('a' || n)::uuid", "stage": STAGE}
    types = dict(line.split("|") for line in sql(
        "select column_name, data_type from information_schema.columns where table_name = 'content'").splitlines())
    made = ", ".join(values.get(name, "''::" + types[name]) for name in columns.split(","))
    sql("""
        set synchronous_commit = off;
        set session_replication_role = replica;
        drop index content_found_by;
        drop index content_without_words;
        insert into dossier (application_id, stage, call_id, current, region, number, state, applicant_type,
                             applicant_user_id, amount_grosze, submitted_at, to_merit, points, passed)
            select md5 ('a' || n)::uuid, %s, md5 ('c' || n / 400)::uuid, true,
                (array['30', '32', '02', '14'])[n %% 4 + 1], 'W/' || n, %s, n / 4 %% 5 + 1, md5 ('u' || n)::uuid,
                1000000 + n * 7919::bigint %% 9000000, timestamptz '2020-01-01' + n * interval '1 minute', true,
                n * 31 %% 10000, true
            from generate_series (1, %d) as n;
        insert into dossier_points select application_id, stage, call_id, points from dossier where state <> 3;
        insert into content (%s, found_by)
            select %s, (select array_to_tsvector (array_agg (region || ':' || word)) from (
                    select 'w' || hashint8 (n * 20 + i) %% 20000 as word from generate_series (1, 20) as i
                    union select 'wspolne' where n %% 8 < 4 union select 'szesnaste' where n %% 64 < 4
                    union select 'tysieczne' where n %% 4000 < 4 union select 'rzadkie' where n %% 400000 < 4) as words,
                    (select (array['30', '32', '02', '14'])[n %% 4 + 1] as region) as r)
            from generate_series (1, %d) as n;
        create index content_found_by on content using gin (found_by) with (fastupdate = off);
        create index content_without_words on content (application_id) where found_by is null;
        analyze dossier; analyze dossier_points; analyze content;
    """ % (STAGE, STATE % count, count, columns, made, count))


def ask(name, question, rounds=ROUNDS):
    """In one session, whose first time (the functions are compiled then) does not count."""
    plans, text, at = [], sql(("explain (analyze, buffers, format json) %s;\n" % question) * (rounds + 1)), 0
    while at < len(text):
        plan, at = json.JSONDecoder().raw_decode(text, at)
        plans.append(plan[0])
        at += len(text[at:]) - len(text[at:].lstrip())
    times = [plan["Execution Time"] for plan in plans[1:]]
    print(json.dumps({"question": name, "median_ms": round(statistics.median(times), 2), "most_ms": round(max(times), 2),
                      "pages": plans[-1]["Plan"]["Shared Hit Blocks"] + plans[-1]["Plan"]["Shared Read Blocks"]}), flush=True)


def measure():
    regions, call = "array['30']", sql("select call_id from dossier where region = '30' limit 1")
    everything = FILTER % (regions, "null", "null")
    for word in ("", "rzadkie", "tysieczne", "szesnaste", "wspolne"):
        query = "'''30:%s'':*'" % word if word else "''"
        for order, name in ((NEWEST, "newest"), (POINTS, "points")):
            ask("%s, %s" % (word or "no words", name), "select * from found_dossiers (%s, %s, %d, null, null, 51)" % (
                query, everything, order))
        ask("%s, counted" % (word or "no words"), "select count_dossiers (%s, %s, 10001)" % (query, everything))
    ask("a call's, points", "select * from found_dossiers ('', %s, %d, null, null, 51)" % (
        FILTER % (regions, "'%s'::uuid" % call, "null"), POINTS))
    ask("far down, newest", "select * from found_dossiers ('', %s, %d, %s, '%s', 51)" % (
        everything, NEWEST, "(extract (epoch from timestamptz '2020-03-01') * 1000000)::int8",
        "00000000-0000-0000-0000-000000000000"))


# What may be asked for beside words, each wide and each narrow. The places are those of dossier_filter behind the regions.
NAMES = ("all", "call", "region", "stage", "states", "types", "points_from", "points_until", "amount_from", "amount_until", "from_day",
         "until_day")
ASKED = {
    "in review": {"states": "array[3]"}, "withdrawn": {"states": "array[9]"}, "ranked": {"states": "array[5]"},
    "a kind of applicant": {"types": "array[2]"}, "at its report": {"stage": "'report'"},
    "many points": {"points_from": "9990"}, "few points": {"points_until": "10"},
    "much money": {"amount_from": "9990000"}, "little money": {"amount_until": "1010000"},
    "the last days": {"from_day": "(select max (submitted_at)::date - 1 from dossier where current)"},
    "the first days": {"until_day": "(select min (submitted_at)::date + 1 from dossier where current)"},
}


def filter_of(*parts):
    asked = dict({"all": "false"}, **{name: value for part in parts for name, value in part.items()})
    return "row (array['30'], %s)::dossier_filter" % ", ".join(asked.get(name, "null") for name in NAMES)


def combine():
    """Every filter and every two, in every order, counted, with and without a frequent word."""
    for names in [(name,) for name in ASKED] + list(itertools.combinations(ASKED, 2)):
        parts = [ASKED[name] for name in names]
        if len({key for part in parts for key in part}) < len(parts):
            continue
        for word, behind in (("", ""), ("wspolne", " + a frequent word")):
            query = "'''30:%s'':*'" % word if word else "''"
            title = " + ".join(names) + behind
            for order, way in ((NEWEST, "newest"), (OLDEST, "oldest"), (POINTS, "points"), (AMOUNT, "amount")):
                ask("%s, %s" % (title, way), "select * from found_dossiers (%s, %s, %d, null, null, 51)" % (
                    query, filter_of(*parts), order), 1)
            ask(title + ", counted", "select count_dossiers (%s, %s, 10001)" % (query, filter_of(*parts)), 1)


def main(programs, count="1000000"):
    migrate(programs)
    fill(int(count))
    measure()
    combine()


if __name__ == "__main__":
    main(*sys.argv[1:])
