"""The site as the bridge serves it; importing this module loads the HTTP library."""

from bridge.desk import Desk
from bridge.http.guard import Guard
from bridge.http.service import HttpOptions
from bridge.http.site import HttpSite
from bridge.osc.service import OscService
from bridge.oscquery.announcement import Announcement, Doors
from bridge.oscquery.pages import OscQuery
from bridge.web.pages import Panel


def site(desk: Desk, osc: OscService, options: HttpOptions, host: str, port: int) -> HttpSite:
    """The panel, and OSCQuery at every path that the panel does not have."""
    doors = Doors(host, port, osc.udp.port)
    announcement = Announcement(doors, desk.session.bus.emit) if options.mdns else None
    return HttpSite(Guard(options.allowed), (Panel(desk), OscQuery(osc, host, port, announcement)))
