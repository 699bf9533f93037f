# SPDX-License-Identifier: Apache-2.0
"""Reads the OpenAPI document as others do.

validate FILE     ends with 1 when it is no valid OpenAPI 3.1
operations FILE   one line an operation: method, path, permission, audit action
"""
import sys

import yaml

verb, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    document = yaml.safe_load(file)

if verb == "validate":
    from openapi_spec_validator import OpenAPIV31SpecValidator

    errors = list(OpenAPIV31SpecValidator(document).iter_errors())
    for error in errors:
        print(error, file=sys.stderr)
    sys.exit(1 if errors else 0)

for where, item in document["paths"].items():
    for method, operation in item.items():
        if method in {"get", "put", "post", "delete", "patch", "head", "options"}:
            print(method.upper(), where, operation["x-permission"], operation["x-audit"])
