//! Devices, timers and ports.

use super::*;

impl Kernel {
    pub(in crate::sim) fn add_device(&mut self, name: &str, channels: u32) -> DeviceId {
        let lane = self.log.track(Some(self.machine), TrackKind::Device, name);
        let name = self.log.name(name);
        self.devices.push(Device {
            lane,
            name,
            channels,
            busy: 0,
            queue: VecDeque::new(),
            timing: None,
        })
    }

    /// Has something else say how long the device's requests take.
    pub(in crate::sim) fn time_with(&mut self, device: DeviceId, timing: Box<dyn Timing>) {
        self.devices[device].timing = Some(timing);
    }

    /// A request or, without a device, a timer that does not block.
    pub(in crate::sim) fn start_request(
        &mut self,
        thread: ThreadId,
        device: Option<DeviceId>,
        (service, bytes): (Dur, u64),
        reply: Reply,
    ) -> RequestId {
        let known = device.is_none_or(|device| self.devices.get(device).is_some());
        let port_known = match reply {
            Reply::Poll => true,
            Reply::Notice(port, _) => self.ports.get(port).is_some(),
        };
        if known && port_known {
            self.request(thread, device, (service, bytes), Then::Tell(reply))
        } else {
            self.fault.get_or_insert(foreign("request"));
            RequestId(0)
        }
    }

    pub(super) fn request(
        &mut self,
        thread: ThreadId,
        device: Option<DeviceId>,
        (service, bytes): (Dur, u64),
        then: Then,
    ) -> RequestId {
        let Thread {
            lane, name, task, ..
        } = self.threads[thread];
        let id = self.requests.push(Request {
            device,
            thread,
            service,
            bytes,
            handshake: Dur::ZERO,
            every: Dur::ZERO,
            started: self.now,
            who: task.unwrap_or(Task { lane, name }),
            then,
            done: false,
        });
        match device {
            Some(device) if self.devices[device].busy == self.devices[device].channels => {
                self.devices[device].queue.push_back(id);
            }
            Some(device) => {
                self.devices[device].busy += 1;
                self.serve(id);
            }
            None => self.serve(id),
        }
        id
    }

    fn serve(&mut self, id: RequestId) {
        let now = self.now;
        let request = &mut self.requests[id];
        request.started = now;
        let mut service = request.service;
        if let Some(device) = request.device
            && let Some(timing) = &mut self.devices[device].timing
        {
            (request.handshake, service) = timing.begin(now, service, request.bytes);
        }
        let end = now + service;
        self.calendar.add(end, Class::Usual, Event::Answered(id));
    }

    /// A request has been served: the next one's turn, and who asked is told.
    pub(super) fn answered(&mut self, id: RequestId) {
        let Request {
            device,
            thread,
            started,
            who,
            then,
            bytes,
            handshake,
            every,
            done,
            ..
        } = self.requests[id];
        if device.is_none() && (done || self.threads[thread].life == Life::Ended) {
            // The timer was stopped, or whose it was has ended.
            return;
        }
        self.requests[id].done = every.is_zero();
        if !every.is_zero() {
            let next = self.now + every;
            self.calendar.add(next, Class::Usual, Event::Answered(id));
        }
        if let Some(device) = device {
            let device = &mut self.devices[device];
            let lane = device.lane;
            device.busy -= 1;
            if let Some(timing) = &mut device.timing {
                timing.end(self.now);
            }
            let next = device.queue.pop_front();
            if next.is_some() {
                device.busy += 1;
            }
            if self.now > started {
                let slice = self
                    .log
                    .slice(lane, State::Serving, who.name, started, self.now);
                if !handshake.is_zero() {
                    self.log.arg(slice, arg::HANDSHAKE, Value::Dur(handshake));
                }
                if bytes > 0 {
                    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
                    self.log.arg(slice, arg::BYTES, Value::Int(bytes));
                }
            }
            if then != Then::Tell(Reply::Poll) {
                self.log
                    .flow(FlowKind::Wake, (lane, self.now), (who.lane, self.now));
            }
            if let Some(next) = next {
                self.serve(next);
            }
        }
        match then {
            // Who was ended meanwhile does not get the answer.
            Then::Unblock if self.threads[thread].life == Life::Ended => {}
            Then::Unblock => self.make_ready(thread, Reason::Unblocked, Resumed::Answered),
            Then::Tell(Reply::Poll) => {}
            Then::Tell(Reply::Notice(port, token)) => self.deliver(
                port,
                Notice {
                    token,
                    request: Some(id),
                    at: self.now,
                },
            ),
        }
    }

    /// A timer that goes off again and again.
    pub(in crate::sim) fn start_periodic(
        &mut self,
        thread: ThreadId,
        period: Dur,
        reply: Reply,
    ) -> RequestId {
        // One that goes off all the time would never let time pass.
        let period = period.max(Dur(1));
        let id = self.start_request(thread, None, (period, 0), reply);
        if let Some(request) = self.requests.get_mut(id) {
            request.every = period;
        }
        id
    }

    /// A timer does not go off any more.
    pub(in crate::sim) fn stop_timer(&mut self, id: RequestId) {
        if let Some(request) = self.requests.get_mut(id).filter(|r| r.device.is_none()) {
            request.done = true;
        }
    }

    /// The run ends for this reason, unless there is one already.
    pub(in crate::sim) fn refuse(&mut self, problem: Problem) {
        self.fault.get_or_insert(problem);
    }

    pub(in crate::sim) fn is_done(&self, request: RequestId) -> bool {
        self.requests.get(request).is_some_and(|r| r.done)
    }

    pub(in crate::sim) fn add_port(&mut self) -> PortId {
        self.ports.push(Port {
            notices: VecDeque::new(),
            waiter: None,
        })
    }

    pub(in crate::sim) fn take_notice(&mut self, port: PortId) -> Option<Notice> {
        if self.ports.get(port).is_none() {
            self.fault.get_or_insert(foreign("port"));
            return None;
        }
        self.ports[port].notices.pop_front()
    }

    /// A thread puts a notice at a port.
    pub(in crate::sim) fn post(&mut self, thread: ThreadId, port: PortId, token: u32) {
        let Some(waiter) = self.ports.get(port).map(|port| port.waiter) else {
            self.fault.get_or_insert(foreign("port"));
            return;
        };
        if let Some(waiter) = waiter {
            let from = self.lane_in_control(thread);
            let to = self.threads[waiter].lane;
            self.log
                .flow(FlowKind::Message, (from, self.now), (to, self.now));
        }
        self.deliver(
            port,
            Notice {
                token,
                request: None,
                at: self.now,
            },
        );
    }

    fn deliver(&mut self, port: PortId, notice: Notice) {
        self.ports[port].notices.push_back(notice);
        if let Some(waiter) = self.ports[port].waiter.take() {
            self.make_ready(waiter, Reason::Unblocked, Resumed::Noticed);
        }
    }

    /// Registers a thread that wants to wait at a port; how it goes on if it
    /// need not wait.
    pub(super) fn await_notice(
        &mut self,
        thread: ThreadId,
        id: PortId,
        deadline: Option<Time>,
    ) -> Option<Resumed> {
        if self.ports.get(id).is_none() {
            self.fault.get_or_insert(foreign("port"));
            return Some(Resumed::TimedOut);
        }
        let port = &mut self.ports[id];
        if !port.notices.is_empty() {
            return Some(Resumed::Noticed);
        }
        if deadline.is_some_and(|time| time <= self.now) {
            return Some(Resumed::TimedOut);
        }
        if port.waiter.is_some_and(|waiter| waiter != thread) {
            self.fault.get_or_insert(Problem::new(
                "port",
                crate::base::Text::new(
                    "두 스레드가 한 포트에서 기다립니다.",
                    "Two threads wait at one port.",
                ),
                crate::base::Text::new(
                    "스레드마다 포트를 따로 쓰세요.",
                    "Give each thread a port of its own.",
                ),
            ));
            return Some(Resumed::TimedOut);
        }
        port.waiter = Some(thread);
        if let Some(time) = deadline {
            let epoch = self.threads[thread].epoch;
            self.calendar
                .add(time, Class::Usual, Event::Deadline(thread, epoch));
        }
        None
    }
}
