"""XML against the rules of its format (schemas/), by xmllint."""
import os
import subprocess

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas")


def check(document, schema):
    """Raises an AssertionError that says where the document breaks a rule."""
    done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", os.path.join(FOLDER, schema + ".xsd"), "-"],
                          input=document, capture_output=True)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[:2000] + "\n" + document.decode("utf-8", "replace")[:2000]
