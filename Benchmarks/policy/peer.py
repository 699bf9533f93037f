# SPDX-License-Identifier: Apache-2.0
"""Applies the exported conditions with rules engines from PyPI, single-threaded; prints one line per engine and mix.

A peer gets every help: conditions are compiled once, signals and categories are worked out once an item, and a rule's date
and categories are compared in Python before its condition is looked at. Three-valued logic, ties to countries, deadlines,
composition and reasons are not asked of it: it only says which rules' conditions hold.
"""

import json
import sys
import time

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()


def name(fact):
    return fact.replace(".", "_").replace("-", "_")


def places(values):
    return [place for value in values for place in (EU if value == "EU" else [value])]


def expression(tree):
    """The condition in the language of rule-engine; unknown compares as false."""
    if "all" in tree:
        return "(" + " and ".join(map(expression, tree["all"])) + ")" if tree["all"] else "true"
    if "any" in tree:
        return "(" + " or ".join(map(expression, tree["any"])) + ")" if tree["any"] else "false"
    if "not" in tree:
        return f"(not {expression(tree['not'])})"
    if "signal" in tree:
        return f"({name(tree['signal'])} == true)"
    fact = name(tree["fact"])
    operation, value = next((key, value) for key, value in tree.items() if key != "fact")
    if operation == "is":
        return f"({fact} == {str(value).lower()})"
    if operation == "known":
        return f"({fact} {'!=' if value else '=='} null)"
    if operation == "in":
        return "(" + " or ".join(f'{fact} == "{word}"' for word in value) + ")"
    if operation == "contains":
        return f"({fact} != null and (" + " or ".join(f'"{word}" in {fact}' for word in places(value)) + "))"
    return f"({fact} != null and {fact} {operation} {value})"


def logic(tree):
    """The condition as JsonLogic; unknown compares as false."""
    if "all" in tree:
        return {"and": [logic(part) for part in tree["all"]]} if tree["all"] else True
    if "any" in tree:
        return {"or": [logic(part) for part in tree["any"]]} if tree["any"] else False
    if "not" in tree:
        return {"!": [logic(tree["not"])]}
    if "signal" in tree:
        return {"===": [{"var": name(tree["signal"])}, True]}
    fact = {"var": name(tree["fact"])}
    operation, value = next((key, value) for key, value in tree.items() if key != "fact")
    if operation == "is":
        return {"===": [fact, value]}
    if operation == "known":
        return {"!==" if value else "===": [fact, None]}
    if operation == "in":
        return {"in": [fact, value]}
    if operation == "contains":
        return {"and": [fact, {"or": [{"in": [word, fact]} for word in places(value)]}]}
    return {"and": [{"!==": [fact, None]}, {operation: [fact, value]}]}


def rule_engine_matcher():
    import rule_engine

    context = rule_engine.Context(resolver=rule_engine.resolve_item, default_value=None)

    def compiled(tree):
        return rule_engine.Rule(expression(tree), context=context).matches

    return compiled


def json_logic_matcher():
    from json_logic import jsonLogic

    def compiled(tree):
        rule = logic(tree)
        return lambda item: jsonLogic(rule, item)

    return compiled


def main(path, seconds):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    at = document["at"]
    items = {mix: [{name(k): v for k, v in item.items()} for item in all] for mix, all in document["items"].items()}
    for engine, make in (("rule-engine", rule_engine_matcher), ("json-logic-qubit", json_logic_matcher)):
        compiled = make()
        signals = [(name(signal["id"]), compiled(signal["when"])) for signal in document["signals"]]
        categories = [(category["is"], compiled(category["when"])) for category in document["categories"]]
        rules = [
            (rule["id"], rule["from"], rule["until"], frozenset(rule.get("categories", [])) or None,
             frozenset(rule.get("actors", [])) or None, compiled(rule["when"]) if rule.get("when") else None)
            for rule in document["rules"]
        ]

        def decide(item):
            item = dict(item)
            for key, matches in signals:
                item[key] = bool(matches(item))
            found = {category for category, matches in categories if matches(item)}
            fired = []
            for rule, start, end, about, actors, matches in rules:
                if not start <= at < end or about is not None and about.isdisjoint(found):
                    continue
                if actors is not None and item["actor_roles"] is not None and actors.isdisjoint(item["actor_roles"]):
                    continue
                if matches is None or matches(item):
                    fired.append(rule)
            return fired

        for mix, all in items.items():
            fired = sum(len(decide(item)) for item in all[:100])
            start, count, elapsed = time.process_time(), 0, 0.0
            while elapsed < seconds:
                for item in all[count % len(all):][:50]:
                    decide(item)
                    count += 1
                elapsed = time.process_time() - start
            print(f"{engine}\t{mix}\t{count}\t{elapsed:.3f}\t{count / elapsed:.0f}\t{fired / min(100, len(all)):.1f}", flush=True)


main(sys.argv[1], float(sys.argv[2]))
