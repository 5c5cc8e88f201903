"""The events of the vendor's own SDK: one datafile with its questions a line in, the events a line out."""

import json
import sys

from optimizely import event_dispatcher, optimizely
from optimizely.event.event_processor import ForwardingEventProcessor
from optimizely.helpers.sdk_settings import OptimizelySdkSettings
from optimizely.optimizely_config import OptimizelyConfigService
from optimizely.optimizely_user_context import OptimizelyUserContext

# Its listing of audiences, which no decision needs, fails at nested conditions without an operator.
OptimizelyConfigService.get_config = lambda self: None


class Collector(event_dispatcher.EventDispatcher):
    events = []

    @staticmethod
    def dispatch_event(event):
        Collector.events.append({"to": event.url, "what": event.params})


for line in sys.stdin:
    task = json.loads(line)
    client = optimizely.Optimizely(
        datafile=task["datafile"],
        event_dispatcher=Collector,
        event_processor=ForwardingEventProcessor(Collector),
        settings=OptimizelySdkSettings(odp_disabled=True),
    )
    Collector.events = []
    for question in task["questions"]:
        user = client.create_user_context(question["user"], question["attributes"])
        for forced in question["forced"]:
            user.set_forced_decision(
                OptimizelyUserContext.OptimizelyDecisionContext(forced["flag"], forced["rule"]),
                OptimizelyUserContext.OptimizelyForcedDecision(forced["variation"]),
            )
        for flag in question["flags"]:
            try:
                user.decide(flag)
            except ValueError:
                # A version whose suffix is compared with a number.
                Collector.events.append(None)
    print(json.dumps(Collector.events), flush=True)
