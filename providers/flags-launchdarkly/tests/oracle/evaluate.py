"""Answers as LaunchDarkly's SDK for Python does.

A line of standard input is {"data": …, "contexts": […], "defaults": {flag: default}}; the line of
standard output for it holds, for each context and each flag in the order of their keys, value,
variation index, kind of reason and kind of error.
"""

import json
import logging
import os
import sys
import tempfile

import ldclient
from ldclient import Context
from ldclient.client import LDClient
from ldclient.config import Config
from ldclient.integrations import Files

logging.disable(logging.CRITICAL)


def evaluate(question):
    handle, path = tempfile.mkstemp(suffix=".json")
    with os.fdopen(handle, "w") as file:
        json.dump(question["data"], file)
    source = Files.new_data_source(paths=[path])
    client = LDClient(Config("sdk-key", update_processor_class=source, send_events=False))
    assert client.is_initialized()
    answers = []
    for context in question["contexts"]:
        context = Context.from_dict(context)
        assert context.valid, context.error
        for flag in sorted(question["defaults"]):
            detail = client.variation_detail(flag, context, question["defaults"][flag])
            reason = detail.reason
            answers.append([detail.value, detail.variation_index, reason["kind"], reason.get("errorKind")])
    client.close()
    os.unlink(path)
    return answers


for line in sys.stdin:
    print(json.dumps(evaluate(json.loads(line))), flush=True)
