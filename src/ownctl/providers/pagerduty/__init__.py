"""PagerDuty: what the layers above may use."""

from ownctl.providers.pagerduty.client import Client, connect
from ownctl.providers.pagerduty.endpoint import Endpoint, endpoint
from ownctl.providers.pagerduty.incidents import OpenIncident, open_incidents
from ownctl.providers.pagerduty.limiter import Rate
from ownctl.providers.pagerduty.read import read
from ownctl.providers.pagerduty.write import PagerDuty

__all__ = ["Client", "Endpoint", "OpenIncident", "PagerDuty", "Rate", "connect", "endpoint", "open_incidents", "read"]
