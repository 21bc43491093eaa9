"""Who is told of what happens on a connection."""
from .transports import (BaseProtocol, BufferedProtocol, DatagramProtocol, Protocol,
                         SubprocessProtocol)

__all__ = ["BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol",
           "BufferedProtocol"]
