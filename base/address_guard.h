// Which addresses a request may open a connection to: only public unicast ones, unless a source is
// configured for a local server. Used by the HTTP client at the moment a socket is opened, so that
// neither a spelling of the host nor a changed DNS answer gets around it. Pure functions.
#pragma once

#include <sys/socket.h>

#include <string_view>

namespace evidence {

// Is this an address of the public internet? Loopback, RFC 1918, link-local, carrier NAT,
// documentation, multicast, reserved, mapped and tunnel ranges (6to4, Teredo, NAT64 of a private
// address) are not; neither is any family but IPv4 and IPv6.
bool is_public_address(const sockaddr* address, std::size_t length);

// The same for a textual IP address ("::1", "[::1]", "10.0.0.1"). A name that is no IP literal is
// public as far as can be said before it is resolved, but for "localhost" and below it.
bool is_public_host_text(std::string_view host);

}  // namespace evidence
