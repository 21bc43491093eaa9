//! The Mersenne Twister and what CPython's `random` makes of it: the same
//! numbers for the same seed.
//!
//! The generator is MT19937 (Matsumoto and Nishimura, "Mersenne Twister", ACM
//! TOMACS 8, 1998), seeded by its authors' `init_by_array` with the seed's
//! 32-bit words. The distributions are those of the manual's `random` module;
//! for them the order in which random numbers are drawn is part of the result.

use num_bigint::{BigInt, BigUint};
use num_traits::{Signed as _, ToPrimitive as _};

use super::{Fault, Integer, LARGEST};

/// The words of state.
const N: usize = 624;
const M: usize = 397;

/// A generator, and the normal number that `gauss` has in hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Twister {
    state: Box<[u32; N]>,
    index: usize,
    /// The second of the last pair of normal numbers.
    gauss: Option<f64>,
}

impl Twister {
    /// A generator by a whole number, whose sign does not count.
    pub fn new(seed: &BigInt) -> Twister {
        let mut key = seed.magnitude().to_u32_digits();
        if key.is_empty() {
            key.push(0);
        }
        Twister::by_words(&key)
    }

    /// A generator by text or bytes: by their bytes and SHA-512 of these, read
    /// as one number, most significant first.
    pub fn by_bytes(bytes: &[u8], sha512: impl Fn(&[u8]) -> Vec<u8>) -> Twister {
        let mut all = bytes.to_vec();
        all.extend(sha512(bytes));
        Twister::new(&BigInt::from(BigUint::from_bytes_be(&all)))
    }

    /// A generator by a float: by its hash.
    pub fn by_hash(hash: i64) -> Twister {
        Twister::new(&BigInt::from(hash as u64))
    }

    fn by_words(key: &[u32]) -> Twister {
        let mut state = Box::new([0u32; N]);
        state[0] = 19_650_218;
        for i in 1..N {
            let before = state[i - 1];
            state[i] = 1_812_433_253u32
                .wrapping_mul(before ^ (before >> 30))
                .wrapping_add(i as u32);
        }
        let (mut i, mut j) = (1, 0);
        let mix = |before: u32| before ^ (before >> 30);
        for _ in 0..N.max(key.len()) {
            state[i] = (state[i] ^ mix(state[i - 1]).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
            j = (j + 1) % key.len();
        }
        for _ in 0..N - 1 {
            state[i] =
                (state[i] ^ mix(state[i - 1]).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        Twister {
            state,
            index: N,
            gauss: None,
        }
    }

    /// The state as `getstate()` lists it: 624 words, the place among them, and
    /// the number that `gauss` has in hand.
    pub fn state(&self) -> (&[u32], usize, Option<f64>) {
        (&self.state[..], self.index, self.gauss)
    }

    /// A generator in a state that [`Twister::state`] gave.
    pub fn from_state(words: &[u32], index: usize, gauss: Option<f64>) -> Option<Twister> {
        let state = Box::new(<[u32; N]>::try_from(words).ok()?);
        (index <= N).then_some(Twister {
            state,
            index,
            gauss,
        })
    }

    /// The next 32 random bits.
    pub fn word(&mut self) -> u32 {
        if self.index >= N {
            self.turn();
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C_5680;
        y ^= (y << 15) & 0xEFC6_0000;
        y ^ (y >> 18)
    }

    fn turn(&mut self) {
        for k in 0..N {
            let y = (self.state[k] & 0x8000_0000) | (self.state[(k + 1) % N] & 0x7FFF_FFFF);
            let odd = if y & 1 == 1 { 0x9908_B0DF } else { 0 };
            self.state[k] = self.state[(k + M) % N] ^ (y >> 1) ^ odd;
        }
        self.index = 0;
    }

    /// `random()`: a multiple of 2^-53 from 0 up to 1.
    pub fn random(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        (high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// `getrandbits(count)` for up to 64 bits.
    pub fn bits(&mut self, count: u32) -> u64 {
        match count {
            0 => 0,
            1..=32 => u64::from(self.word() >> (32 - count)),
            _ => {
                let low = u64::from(self.word());
                let high = u64::from(self.word() >> (64 - count.min(64)));
                high << 32 | low
            }
        }
    }

    /// `getrandbits(count)`.
    pub fn many_bits(&mut self, count: u64) -> Result<Integer, Fault> {
        if count < 64 {
            return Ok(Integer::Small(self.bits(count as u32) as i64));
        }
        if count > LARGEST as u64 {
            return Err(Fault::memory());
        }
        let words = count.div_ceil(32);
        let mut list: Vec<u32> = (0..words).map(|_| self.word()).collect();
        if let (Some(last), rest @ 1..) = (list.last_mut(), (count % 32) as u32) {
            *last >>= 32 - rest;
        }
        Ok(BigInt::from(BigUint::new(list)).into())
    }

    /// `randbytes(count)`.
    pub fn bytes(&mut self, count: usize) -> Result<Vec<u8>, Fault> {
        let n = self.many_bits(count as u64 * 8)?.to_big();
        super::integer::to_bytes(&n, count, true, false)
    }

    /// A whole number below `bound` (more than zero): random bits of its length
    /// until they are below it, as `_randbelow`.
    pub fn below(&mut self, bound: u64) -> u64 {
        let length = 64 - bound.leading_zeros();
        loop {
            let bits = self.bits(length);
            if bits < bound {
                return bits;
            }
        }
    }

    /// [`Twister::below`] of any size.
    pub fn below_big(&mut self, bound: &BigInt) -> Result<BigInt, Fault> {
        if let Some(bound) = bound.to_u64() {
            return Ok(self.below(bound).into());
        }
        loop {
            let bits = self.many_bits(bound.bits())?.to_big();
            if bits < *bound {
                return Ok(bits);
            }
        }
    }

    /// `randrange(start, stop, step)`.
    pub fn range(&mut self, start: &BigInt, stop: &BigInt, step: &BigInt) -> Result<BigInt, Fault> {
        let width = stop - start;
        let one = BigInt::from(1);
        if *step == one {
            if !width.is_positive() {
                let message = format!("empty range for randrange() ({start}, {stop}, {width})");
                return Err(Fault::value(message));
            }
            return Ok(start + self.below_big(&width)?);
        }
        let zero = BigInt::from(0);
        if *step == zero {
            return Err(Fault::value("zero step for randrange()"));
        }
        let rounding = if step.is_positive() { -one } else { one };
        let count = num_integer::Integer::div_floor(&(&width + step + rounding), step);
        if !count.is_positive() {
            return Err(Fault::value("empty range for randrange()"));
        }
        Ok(start + step * self.below_big(&count)?)
    }

    /// `shuffle`: the pairs of places that change places, in order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }

    /// `sample`: the places of `count` of `among` things; none if there are not so many.
    pub fn sample(&mut self, among: usize, count: usize) -> Option<Vec<usize>> {
        if count > among {
            return None;
        }
        // A list of all is smaller than a set of those taken where few are left out.
        let mut set_size = 21.0;
        if count > 5 {
            set_size += 4f64.powf(((count * 3) as f64).log(4.0).ceil());
        }
        if among as f64 <= set_size {
            let mut pool: Vec<usize> = (0..among).collect();
            let pick = |i: usize| {
                let j = self.below((among - i) as u64) as usize;
                let picked = pool[j];
                pool[j] = pool[among - i - 1];
                picked
            };
            return Some((0..count).map(pick).collect());
        }
        let mut taken = std::collections::HashSet::new();
        let pick = |_| loop {
            let j = self.below(among as u64) as usize;
            if taken.insert(j) {
                return j;
            }
        };
        Some((0..count).map(pick).collect())
    }

    /// `choices` without weights: one place.
    pub fn place(&mut self, among: usize) -> usize {
        (self.random() * among as f64).floor() as usize
    }

    /// `choices` with weights, added up: one place.
    pub fn weighted_place(&mut self, sums: &[f64]) -> usize {
        let total = sums.last().copied().unwrap_or(0.0) + 0.0;
        let point = self.random() * total;
        let last = sums.len().saturating_sub(1);
        sums[..last].partition_point(|&sum| sum <= point)
    }

    /// `uniform(a, b)`.
    pub fn uniform(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.random()
    }

    /// `triangular(low, high, mode)`; the middle without a mode.
    pub fn triangular(&mut self, low: f64, high: f64, mode: Option<f64>) -> f64 {
        let mut u = self.random();
        if high == low {
            return low;
        }
        let mut c = mode.map_or(0.5, |mode| (mode - low) / (high - low));
        let (mut low, mut high) = (low, high);
        if u > c {
            u = 1.0 - u;
            c = 1.0 - c;
            std::mem::swap(&mut low, &mut high);
        }
        low + (high - low) * (u * c).sqrt()
    }

    /// `normalvariate(mu, sigma)`: Kinderman and Monahan's ratio of uniforms.
    pub fn normal(&mut self, mu: f64, sigma: f64) -> f64 {
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return mu + z * sigma;
            }
        }
    }

    /// `gauss(mu, sigma)`: two at a time from two uniform numbers.
    pub fn gauss(&mut self, mu: f64, sigma: f64) -> f64 {
        let z = match self.gauss.take() {
            Some(z) => z,
            None => {
                let angle = self.random() * std::f64::consts::TAU;
                let radius = (-2.0 * (1.0 - self.random()).ln()).sqrt();
                self.gauss = Some(angle.sin() * radius);
                angle.cos() * radius
            }
        };
        mu + z * sigma
    }

    /// `lognormvariate(mu, sigma)`.
    pub fn log_normal(&mut self, mu: f64, sigma: f64) -> f64 {
        self.normal(mu, sigma).exp()
    }

    /// `expovariate(lambda)`.
    pub fn exponential(&mut self, lambda: f64) -> Result<f64, Fault> {
        let top = -(1.0 - self.random()).ln();
        if lambda == 0.0 {
            return Err(Fault::zero_division("float division by zero"));
        }
        Ok(top / lambda)
    }

    /// `vonmisesvariate(mu, kappa)`.
    pub fn von_mises(&mut self, mu: f64, kappa: f64) -> f64 {
        use std::f64::consts::{PI, TAU};
        if kappa <= 1e-6 {
            return TAU * self.random();
        }
        let s = 0.5 / kappa;
        let r = s + (1.0 + s * s).sqrt();
        let z = loop {
            let z = (PI * self.random()).cos();
            let d = z / (r + z);
            let u = self.random();
            if u < 1.0 - d * d || u <= (1.0 - d) * d.exp() {
                break z;
            }
        };
        let q = 1.0 / r;
        let f = (q + z) / (1.0 + q * z);
        let angle = f.acos();
        let turned = if self.random() > 0.5 {
            mu + angle
        } else {
            mu - angle
        };
        turned.rem_euclid(TAU)
    }

    /// `gammavariate(alpha, beta)`: Cheng's method above one, Ahrens and
    /// Dieter's below.
    pub fn gamma(&mut self, alpha: f64, beta: f64) -> Result<f64, Fault> {
        use std::f64::consts::E;
        if alpha <= 0.0 || beta <= 0.0 {
            return Err(Fault::value("gammavariate: alpha and beta must be > 0.0"));
        }
        if alpha > 1.0 {
            let ainv = (2.0 * alpha - 1.0).sqrt();
            let bbb = alpha - 4f64.ln();
            let ccc = alpha + ainv;
            loop {
                let u1 = self.random();
                if !(1e-7..=0.999_999_9).contains(&u1) || u1 == 1e-7 || u1 == 0.999_999_9 {
                    continue;
                }
                let u2 = 1.0 - self.random();
                let v = (u1 / (1.0 - u1)).ln() / ainv;
                let x = alpha * v.exp();
                let z = u1 * u1 * u2;
                let r = bbb + ccc * v - x;
                if r + (1.0 + 4.5f64.ln()) - 4.5 * z >= 0.0 || r >= z.ln() {
                    return Ok(x * beta);
                }
            }
        }
        if alpha == 1.0 {
            return Ok(-(1.0 - self.random()).ln() * beta);
        }
        loop {
            let u = self.random();
            let b = (E + alpha) / E;
            let p = b * u;
            let x = if p <= 1.0 {
                p.powf(1.0 / alpha)
            } else {
                -((b - p) / alpha).ln()
            };
            let u1 = self.random();
            let accepted = if p > 1.0 {
                u1 <= x.powf(alpha - 1.0)
            } else {
                u1 <= (-x).exp()
            };
            if accepted {
                return Ok(x * beta);
            }
        }
    }

    /// `betavariate(alpha, beta)`.
    pub fn beta(&mut self, alpha: f64, beta: f64) -> Result<f64, Fault> {
        let y = self.gamma(alpha, 1.0)?;
        if y == 0.0 {
            return Ok(0.0);
        }
        Ok(y / (y + self.gamma(beta, 1.0)?))
    }

    /// `paretovariate(alpha)`.
    pub fn pareto(&mut self, alpha: f64) -> f64 {
        let u = 1.0 - self.random();
        u.powf(-1.0 / alpha)
    }

    /// `weibullvariate(alpha, beta)`.
    pub fn weibull(&mut self, alpha: f64, beta: f64) -> f64 {
        let u = 1.0 - self.random();
        alpha * (-u.ln()).powf(1.0 / beta)
    }
}

#[cfg(test)]
mod tests {
    use super::super::float::repr;
    use super::super::oracle::{Cases, compare};
    use super::*;

    #[test]
    fn the_numbers_of_seed_42() {
        let mut random = Twister::new(&BigInt::from(42));
        let first: Vec<String> = (0..3).map(|_| repr(random.random())).collect();
        assert_eq!(
            first,
            [
                "0.6394267984578837",
                "0.025010755222666936",
                "0.27502931836911926"
            ]
        );
        let mut random = Twister::new(&BigInt::from(42));
        let drawn: Vec<u64> = (0..5).map(|_| 1 + random.below(100)).collect();
        assert_eq!(drawn, [82, 15, 4, 95, 36]);
        let mut items = [1, 2, 3, 4, 5];
        Twister::new(&BigInt::from(42)).shuffle(&mut items);
        assert_eq!(items, [4, 2, 3, 5, 1]);
    }

    #[test]
    fn a_state_goes_on_as_it_would() {
        let mut random = Twister::new(&BigInt::from(7));
        random.gauss(0.0, 1.0);
        let (words, index, gauss) = random.state();
        let mut copy = Twister::from_state(words, index, gauss).unwrap();
        assert_eq!(
            copy.gauss(0.0, 1.0).to_bits(),
            random.gauss(0.0, 1.0).to_bits()
        );
        assert_eq!(copy.random().to_bits(), random.random().to_bits());
        assert!(Twister::from_state(&[1, 2], 0, None).is_none());
    }

    /// Everything drawn once, in one order.
    fn all(random: &mut Twister, n: u64, x: f64) -> Result<String, Fault> {
        let mut items: Vec<u64> = (0..n).collect();
        random.shuffle(&mut items);
        let sample = random
            .sample(n as usize * 3, n as usize)
            .unwrap_or_default();
        let sums: Vec<f64> = (1..=n).map(|i| (i * (i + 1) / 2) as f64).collect();
        let mut out = format!(
            "{items:?} {sample:?} {} {} {} {:?} {:?} {:?}",
            random.below(n * 1000),
            random.many_bits(n * 5)?,
            random.range(
                &BigInt::from(-3),
                &(BigInt::from(n) << (n * 3)),
                &BigInt::from(7)
            )?,
            random.bytes(n as usize)?,
            (0..n).map(|_| random.place(n as usize)).collect::<Vec<_>>(),
            (0..n)
                .map(|_| random.weighted_place(&sums))
                .collect::<Vec<_>>(),
        );
        for value in [
            random.random(),
            random.uniform(-x, x),
            random.triangular(0.0, x, None),
            random.triangular(0.0, x, Some(x / 3.0)),
            random.normal(x, 2.0),
            random.gauss(x, 2.0),
            random.gauss(x, 2.0),
            random.log_normal(0.0, 0.5),
            random.exponential(x)?,
            random.von_mises(1.0, x),
            random.gamma(x, 2.0)?,
            random.gamma(0.5, x)?,
            random.beta(x, 1.0)?,
            random.pareto(x),
            random.weibull(x, 1.5),
        ] {
            out += " ";
            out += &repr(value);
        }
        Ok(out)
    }

    #[test]
    fn the_same_seed_gives_pythons_numbers() {
        let mut cases = Cases::new(1);
        let list = (0..400)
            .map(|_| {
                let (seed, n) = (cases.integer(), 1 + cases.below(40));
                let x = (1 + cases.below(300)) as f64 / 64.0;
                let mut random = Twister::new(&seed.parse().unwrap());
                (
                    vec![seed.into(), n.into(), x.into()],
                    all(&mut random, n, x),
                )
            })
            .collect();
        let body = "
import random
def f(seed, n, x):
    r = random.Random(int(seed))
    items = list(range(n)); r.shuffle(items)
    out = [items, r.sample(range(n * 3), n), r._randbelow(n * 1000), r.getrandbits(n * 5),
        r.randrange(-3, n << (n * 3), 7), list(r.randbytes(n)), r.choices(range(n), k=n),
        r.choices(range(n), range(1, n + 1), k=n), r.random(), r.uniform(-x, x), r.triangular(0, x),
        r.triangular(0, x, x / 3), r.normalvariate(x, 2.0), r.gauss(x, 2.0), r.gauss(x, 2.0),
        r.lognormvariate(0.0, 0.5), r.expovariate(x), r.vonmisesvariate(1.0, x), r.gammavariate(x, 2.0),
        r.gammavariate(0.5, x), r.betavariate(x, 1.0), r.paretovariate(x), r.weibullvariate(x, 1.5)]
    return ' '.join(map(str, out))";
        compare(body, list);
    }
}
