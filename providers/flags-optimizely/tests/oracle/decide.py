"""Decides with the vendor's own SDK: one datafile with its questions a line in, the answers a line out."""

import json
import sys

from optimizely import event_dispatcher, optimizely
from optimizely.decision.optimizely_decide_option import OptimizelyDecideOption
from optimizely.event.event_processor import ForwardingEventProcessor
from optimizely.helpers.sdk_settings import OptimizelySdkSettings
from optimizely.optimizely_config import OptimizelyConfigService
from optimizely.optimizely_user_context import OptimizelyUserContext


# Its listing of audiences, which no decision needs, fails at nested conditions without an operator.
OptimizelyConfigService.get_config = lambda self: None


class Nowhere(event_dispatcher.EventDispatcher):
    @staticmethod
    def dispatch_event(event):
        raise AssertionError("decision events are off")


def client_of(datafile):
    client = optimizely.Optimizely(
        datafile=datafile,
        event_dispatcher=Nowhere,
        event_processor=ForwardingEventProcessor(Nowhere),
        default_decide_options=[OptimizelyDecideOption.DISABLE_DECISION_EVENT],
        settings=OptimizelySdkSettings(odp_disabled=True),
    )
    if client.config_manager.get_config() is None:
        raise ValueError("the SDK refuses the datafile")
    return client


def answer(client, question):
    user = client.create_user_context(question["user"], question["attributes"])
    for forced in question["forced"]:
        user.set_forced_decision(
            OptimizelyUserContext.OptimizelyDecisionContext(forced["flag"], forced["rule"]),
            OptimizelyUserContext.OptimizelyForcedDecision(forced["variation"]),
        )
    answers = []
    for flag in question["flags"]:
        try:
            decision = user.decide(flag)
        except Exception as error:
            answers.append({"raised": repr(error)})
            continue
        answers.append(
            {
                "enabled": decision.enabled,
                "variation": decision.variation_key,
                "rule": decision.rule_key,
                "variables": decision.variables,
            }
        )
    return answers


for line in sys.stdin:
    task = json.loads(line)
    client = client_of(task["datafile"])
    print(json.dumps([answer(client, question) for question in task["questions"]]), flush=True)
