#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
#
# Checks YAML files against JSON Schemas with the reference implementation in Python.
#
#   policy_schema.py FOLDER-OF-SCHEMAS < paths, one a line
#
# Prints one line a file: "ok PATH" or "no PATH: why". Scalars are those of YAML 1.2 as editors read them: dates are texts, and
# only true and false are truth values.
import json
import pathlib
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
]:
    Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))

validators = {}
for name in ["pack", "policytest"]:
    schema = json.loads((pathlib.Path(sys.argv[1]) / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validators[name] = jsonschema.Draft202012Validator(schema)

for path in sys.stdin.read().splitlines():
    text = pathlib.Path(path).read_text(encoding="utf-8")
    validator = validators["policytest" if path.endswith(".policytest.yaml") else "pack"]
    try:
        error = jsonschema.exceptions.best_match(validator.iter_errors(yaml.load(text, Loader)))
    except yaml.YAMLError as problem:
        error = problem
    if error is None:
        print("ok", path)
    else:
        where = getattr(error, "json_path", "")
        print("no", path + ":", where, str(getattr(error, "message", error)).replace("\n", " ")[:300])
