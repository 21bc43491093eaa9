//! What a nice value weighs, and time as it passes for a weight.

use crate::base::Dur;

/// `sched_prio_to_weight` of the Linux kernel (`kernel/sched/core.c`), from nice
/// -20 to 19: each step is about a quarter more or less, so about ten percent
/// of the CPU between two threads.
pub const WEIGHTS: [u32; 40] = [
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904,
    3906, 3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87,
    70, 56, 45, 36, 29, 23, 18, 15,
];

/// `sched_prio_to_wmult` of the kernel: 2^32 divided by each weight, with which
/// it divides by multiplying. Most are rounded to the nearest, those of nice 13,
/// 14, 16 and 17 are cut.
pub const INVERSES: [u32; 40] = [
    48388, 59856, 76040, 92818, 118348, 147320, 184698, 229616, 287308, 360437, 449829, 563644,
    704093, 875809, 1099582, 1376151, 1717300, 2157191, 2708050, 3363326, 4194304, 5237765,
    6557202, 8165337, 10153587, 12820798, 15790321, 19976592, 24970740, 31350126, 39045157,
    49367440, 61356676, 76695844, 95443717, 119304647, 148102320, 186737708, 238609294, 286331153,
];

/// The weight of nice 0 (`NICE_0_LOAD`).
pub const NICE_0: u32 = 1024;

/// A nice value's place in the tables; values beyond -20 to 19 count as the
/// nearest.
fn place(nice: i8) -> usize {
    usize::from((i16::from(nice.clamp(-20, 19)) + 20).unsigned_abs())
}

/// The weight of a nice value (`sched_prio_to_weight`).
pub fn weight(nice: i8) -> u32 {
    WEIGHTS[place(nice)]
}

/// 2^32 divided by that weight (`sched_prio_to_wmult`).
pub fn inverse(nice: i8) -> u32 {
    INVERSES[place(nice)]
}

/// Virtual time: that of nice 0 is real time, that of a heavier weight passes
/// more slowly. In parts of a nanosecond, so that little is rounded off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Virtual(pub i128);

impl Virtual {
    /// Binary digits after the point.
    const POINT: u32 = 16;

    /// What so much real time is for a nice value: times 1024, divided by the
    /// weight by means of its inverse (`calc_delta_fair`). The kernel rounds
    /// down to nanoseconds, this to 2^-16 of one.
    pub fn of(real: Dur, nice: i8) -> Virtual {
        let scaled = i128::from(real.0) * i128::from(NICE_0) * i128::from(inverse(nice));
        Virtual(scaled >> (32 - Virtual::POINT))
    }

    /// How long it takes a nice value to let so much virtual time pass,
    /// rounded up to nanoseconds; nothing for less than nothing.
    pub fn real(self, nice: i8) -> Dur {
        let rate = i128::from(NICE_0) * i128::from(inverse(nice));
        let scaled = self.0.max(0) << (32 - Virtual::POINT);
        let real = scaled / rate + i128::from(scaled % rate != 0);
        Dur(u64::try_from(real).unwrap_or(u64::MAX))
    }

    /// As a length, rounded down to nanoseconds; nothing for less than nothing.
    pub fn dur(self) -> Dur {
        Dur(u64::try_from(self.0.max(0) >> Virtual::POINT).unwrap_or(u64::MAX))
    }
}

impl std::ops::Add for Virtual {
    type Output = Virtual;
    fn add(self, other: Virtual) -> Virtual {
        Virtual(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Virtual {
    type Output = Virtual;
    fn sub(self, other: Virtual) -> Virtual {
        Virtual(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverses_are_of_the_weights() {
        for nice in -20..20 {
            let exact = (1u64 << 32) as f64 / f64::from(weight(nice));
            let inverse = f64::from(inverse(nice));
            let cut = [13, 14, 16, 17].contains(&nice);
            let wanted = if cut { exact.floor() } else { exact.round() };
            assert_eq!(inverse, wanted, "nice {nice}");
        }
    }

    #[test]
    fn virtual_time_passes_by_weight() {
        let second = Dur::secs(1);
        assert_eq!(Virtual::of(second, 0).dur(), second);
        // 1024 / 88761 and 1024 / 15 of a second, the latter by a cut inverse.
        assert_eq!(Virtual::of(second, -20).dur(), Dur(11_536_598));
        assert_eq!(Virtual::of(second, 19).dur(), Dur(68_266_666_650));
        for nice in -20..20 {
            let there = Virtual::of(second, nice).real(nice);
            assert!(there.0.abs_diff(second.0) <= 1, "{nice}: {there}");
        }
        assert_eq!(weight(-128), WEIGHTS[0]);
        assert_eq!(weight(127), WEIGHTS[39]);
        // The longest length is not too long.
        assert!(Virtual::of(Dur(u64::MAX), 19) > Virtual::of(Dur(u64::MAX), 18));
    }
}
