"""An assignment through the door: the plan, the record, and whoever doubts it with the operators' tool."""
import base64
import json
import os
import subprocess
import tempfile


def verify(stack, what):
    """(exit code, what it said)"""
    done = subprocess.run([os.path.join(stack.data, "bin", "wlacznik"), "--config",
                           os.path.join(stack.data, "wlacznik.ini"), "assignment", "verify", what],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30, check=False)
    return done.returncode, done.stdout


def verify_record(stack, record):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(record, file)
        file.flush()
        return verify(stack, file.name)


def run(checks, stack, world):
    coordinator = world.people["coordinator-30"]
    call = "/v1/calls/" + world.call_id
    plan = coordinator.post(call + "/assignments/plan", {})
    checks.equal("a plan of nothing has nothing", (plan["pairs"], plan["digest"]), ([], ""))
    work = coordinator.get(call + "/assessors")["assessors"]
    checks.equal("the assessors are listed with their work", sum(one["locked"] + one["waiting"] for one in work), 2)
    found = coordinator.post(call + "/conflicts", {"userId": world.people["innovator"].account_id})
    checks.equal("who wrote the application is in conflict with it",
                 [conflict["kind"] for conflict in found["conflicts"]], ["OWN_APPLICATION"])
    listed = coordinator.get(call + "/assignments")["assignments"]
    checks.equal("what was given out is recorded", [one["pairs"] for one in listed], [2])
    record = coordinator.get("/v1/assignments/" + listed[0]["id"])
    code, said = verify(stack, world.call_id)
    checks.that("the tool proves all of the call", code == 0 and "the prices prove it" in said, said)
    code, said = verify_record(stack, record)
    checks.that("... and the record as anybody gets it", code == 0 and "the prices prove it" in said, said)
    fits = bytearray(base64.b64decode(record["fits"]))
    fits[0] ^= 1
    code, said = verify_record(stack, {**record, "fits": base64.b64encode(fits).decode("ascii")})
    checks.that("... and finds a record that was touched", code == 1 and "digest" in said, said)
