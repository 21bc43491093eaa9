//! Networks: devices whose requests travel.
//!
//! # Rules
//! * A request takes the way to the host ([`NetworkSettings::latency`]), what
//!   the host needs for it (the request's own length), the way back, and the
//!   time in which its bytes pass at [`NetworkSettings::bandwidth`]. Each
//!   connection has that bandwidth for itself.
//! * A connection carries one request at a time (HTTP/1.1). Opening one costs
//!   round trips before the request can leave: one for TCP (RFC 9293, 3.5: the
//!   request goes along with the third segment), and one more for TLS 1.3 (RFC
//!   8446, 2), or two for TLS 1.2 (RFC 5246, 7.3).
//! * A connection that is free stays open for [`NetworkSettings::keep_alive`]
//!   (persistent connections, RFC 9112, 9.3) and saves the next request the
//!   handshake. Of several that are free the one that was used last is taken.
//! * At most so many connections are there at once; further requests queue,
//!   first come, first served. Browsers open six a host.
//! * Names are known, nothing gets lost, and windows are wide from the start.
//!
//! The network's lane shows who has a connection; overlapping ones are on rows
//! of their own. A slice that began with a handshake says how long that took.

use super::kernel::Timing;
use super::machine::{DeviceId, Machine};
use crate::base::{Dur, Problem, Text, Time};

/// What is agreed on before the first request of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Handshake {
    /// Nothing: as if connections were always open.
    None,
    /// TCP: one round trip.
    #[default]
    Tcp,
    /// TCP and TLS 1.3: two.
    Tls13,
    /// TCP and TLS 1.2: three.
    Tls12,
}

impl Handshake {
    /// How many round trips it takes.
    pub fn round_trips(self) -> u64 {
        match self {
            Handshake::None => 0,
            Handshake::Tcp => 1,
            Handshake::Tls13 => 2,
            Handshake::Tls12 => 3,
        }
    }
}

/// What a network is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct NetworkSettings {
    /// How long a bit takes one way.
    pub latency: Dur,
    /// Bytes per second; none if bytes take no time.
    pub bandwidth: Option<u64>,
    /// What opening a connection takes.
    pub handshake: Handshake,
    /// How long a free connection stays open; none if each request opens one.
    pub keep_alive: Option<Dur>,
    /// How many connections there may be at once; none if any number.
    pub connections: Option<u32>,
}

impl NetworkSettings {
    fn open(&self) -> Dur {
        self.latency * 2 * self.handshake.round_trips()
    }

    /// Rounded up: a byte is there when all of it is.
    fn transfer(&self, bytes: u64) -> Dur {
        let Some(rate) = self.bandwidth.filter(|rate| *rate > 0) else {
            return Dur::ZERO;
        };
        let ns = (u128::from(bytes) * 1_000_000_000).div_ceil(u128::from(rate));
        Dur(u64::try_from(ns).unwrap_or(u64::MAX))
    }
}

/// The connections of a network.
struct Connections {
    settings: NetworkSettings,
    /// Until when each free connection stays open; the one used last at the end.
    free: Vec<Time>,
}

impl Timing for Connections {
    fn begin(&mut self, now: Time, service: Dur, bytes: u64) -> (Dur, Dur) {
        self.free.retain(|until| *until > now);
        let handshake = match self.free.pop() {
            Some(_) => Dur::ZERO,
            None => self.settings.open(),
        };
        let way = self.settings.latency * 2 + self.settings.transfer(bytes);
        (handshake, handshake + way + service)
    }

    fn end(&mut self, now: Time) {
        if let Some(keep) = self.settings.keep_alive {
            self.free.push(now + keep);
        }
    }
}

impl Machine {
    /// Adds a network. It is used like any device: requests with
    /// [`crate::sim::Wait::Io`] and [`crate::sim::Cx::start_io`], where they have
    /// a size with [`crate::sim::Wait::Transfer`] and
    /// [`crate::sim::Cx::start_transfer`].
    pub fn network(&mut self, name: &str, settings: NetworkSettings) -> DeviceId {
        if settings.bandwidth == Some(0) {
            self.problems.push(Problem::new(
                format!("network {name}: bandwidth"),
                Text::new("대역폭이 0입니다.", "The bandwidth is zero."),
                Text::new("0보다 크게 정하세요.", "Use more than zero."),
            ));
        }
        let device = self.device(name, settings.connections);
        let free = Vec::new();
        self.kernel
            .time_with(device, Box::new(Connections { settings, free }));
        device
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_request() {
        let settings = NetworkSettings {
            latency: Dur(10),
            bandwidth: Some(1_000_000_000),
            handshake: Handshake::Tls13,
            keep_alive: Some(Dur(50)),
            connections: None,
        };
        let free = Vec::new();
        let mut connections = Connections { settings, free };
        // Two round trips of 20; there and back 20, 7 bytes, 5 at the host.
        assert_eq!(connections.begin(Time(0), Dur(5), 7), (Dur(40), Dur(72)));
        connections.end(Time(72));
        // Open until 122.
        assert_eq!(connections.begin(Time(121), Dur(5), 0), (Dur(0), Dur(25)));
        connections.end(Time(146));
        assert_eq!(connections.begin(Time(196), Dur(0), 0), (Dur(40), Dur(60)));
        // A second one at the same time needs a connection of its own.
        connections.end(Time(196));
        assert_eq!(connections.begin(Time(200), Dur(0), 0).0, Dur(0));
        assert_eq!(connections.begin(Time(200), Dur(0), 0).0, Dur(40));
    }

    #[test]
    fn a_transfer_rounds_up() {
        let rate = |rate| NetworkSettings {
            bandwidth: Some(rate),
            ..NetworkSettings::default()
        };
        assert_eq!(rate(3).transfer(1), Dur(333_333_334));
        assert_eq!(rate(1).transfer(u64::MAX), Dur(u64::MAX));
    }
}
