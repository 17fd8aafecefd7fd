"""A transport in a time of its own."""

import pytest

from bridge.session.session import Session
from bridge.transport.transport import Transport
from tests.bridge.clock import Clock


@pytest.fixture
def transport(session: Session, clock: Clock) -> Transport:
    """At the beginning, standing."""
    return Transport(session, clock)
