//! Snapshots of whole paintings, and laws of dense ones.

use expect_test::{Expect, expect};

use super::*;
use crate::base::Dur;
use crate::timeline::layout::Size;
use crate::timeline::samples;
use crate::trace::{Clock, State, Trace, TraceBuilder, TrackKind};

const SIZE: Size = Size {
    width: 1012.0,
    height: 200.0,
};

fn painted(stage: &Stage, size: Size, change: impl Fn(&mut View)) -> (Ops, Ops) {
    let layout = Layout::new(stage, size);
    let mut view = View::whole(stage);
    change(&mut view);
    let picture = Picture {
        stage,
        layout: &layout,
        view: &view,
        lang: Lang::Ko,
    };
    let (mut below, mut above) = (Ops::new(), Ops::new());
    base(picture, None, &mut Scratch::default(), &mut below);
    overlay(picture, &mut above);
    (below, above)
}

/// The operations that draw bars and texts on the lanes.
fn check(ops: &Ops, expected: Expect) {
    let lines: Vec<String> = ops
        .dump()
        .lines()
        .filter(|line| !line.ends_with("--line"))
        .map(str::to_owned)
        .collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn three_jobs_that_block() {
    let stage = Stage::new(vec![samples::section("모델 · 블로킹", samples::blocking())]);
    check(
        &painted(&stage, SIZE, |_| {}).0,
        expect![[r#"
            rect 0.0,0.0 1012.0x200.0 --panel solid
            clip 0.0,26.0 1012.0x174.0
            rect 0.0,26.0 1012.0x28.0 --panel solid
            text 14.0,45.0 --muted Start "모델 · 블로킹"
            text 14.0,80.6 --text Start "A"
            text 14.0,124.6 --text Start "B"
            text 14.0,168.6 --text Start "C"
            clip 95.0,26.0 902.0x174.0
            rect 96.0,58.0 39.0x36.1 --run solid
            text 115.5,80.2 --run-text Middle "A"
            rect 136.0,84.7 299.0x9.4 --io solid
            text 141.0,80.7 --muted Start "I/O 대기 300 ms"
            rect 436.0,58.0 19.0x36.1 --run solid
            text 445.5,80.2 --run-text Middle "A"
            rect 96.0,118.2 359.0x19.8 --ready rising
            text 101.0,114.2 --muted Start "준비 360 ms"
            rect 456.0,102.0 39.0x36.1 --run solid
            text 475.5,124.2 --run-text Middle "B"
            rect 496.0,128.7 299.0x9.4 --io solid
            text 501.0,124.7 --muted Start "I/O 대기 300 ms"
            rect 796.0,102.0 19.0x36.1 --run solid
            text 805.5,124.2 --run-text Middle "B"
            rect 96.0,162.2 719.0x19.8 --ready rising
            text 101.0,158.2 --muted Start "준비 720 ms"
            rect 816.0,146.0 39.0x36.1 --run solid
            text 835.5,168.2 --run-text Middle "C"
            rect 856.0,172.7 139.0x9.4 --io solid
            text 861.0,168.7 --muted Start "I/O 대기 140 ms"
            unclip
            unclip
            text 96.0,16.0 --faint Start "0"
            text 175.3,16.0 --faint Start "100 ms"
            text 275.3,16.0 --faint Start "200 ms"
            text 375.3,16.0 --faint Start "300 ms"
            text 475.3,16.0 --faint Start "400 ms"
            text 575.3,16.0 --faint Start "500 ms"
            text 675.3,16.0 --faint Start "600 ms"
            text 775.3,16.0 --faint Start "700 ms"
            text 875.3,16.0 --faint Start "800 ms"
            text 954.6,16.0 --faint Start "900 ms"
        "#]],
    );
}

#[test]
fn cores_show_the_colours_of_jobs() {
    let stage = samples::one(samples::cores());
    check(
        &painted(&stage, SIZE, |_| {}).0,
        expect![[r#"
            rect 0.0,0.0 1012.0x200.0 --panel solid
            clip 0.0,26.0 1012.0x174.0
            rect 0.0,26.0 1012.0x22.0 --panel solid
            text 14.0,39.0 --faint Start "machine"
            text 26.0,73.6 --text Start "core 0"
            rect 0.0,90.0 1012.0x22.0 --panel solid
            text 14.0,103.0 --faint Start "P"
            text 26.0,137.6 --text Start "A"
            text 26.0,179.6 --text Start "B"
            clip 95.0,26.0 902.0x174.0
            rect 96.0,51.8 299.0x34.4 --job-a solid
            text 245.5,73.2 --run-text Middle "A"
            rect 396.0,51.8 29.0x34.4 --switch solid
            rect 426.0,51.8 269.0x34.4 --job-b solid
            text 560.5,73.2 --run-text Middle "B"
            rect 696.0,51.8 29.0x34.4 --switch solid
            rect 726.0,51.8 269.0x34.4 --job-a solid
            text 860.5,73.2 --run-text Middle "A"
            rect 96.0,115.8 299.0x34.4 --run solid
            text 245.5,137.2 --run-text Middle "A"
            rect 396.0,131.3 329.0x18.9 --ready rising
            text 401.0,127.3 --muted Start "준비 22 ms"
            rect 726.0,115.8 269.0x34.4 --run solid
            text 860.5,137.2 --run-text Middle "A"
            rect 96.0,173.3 329.0x18.9 --ready rising
            text 101.0,169.3 --muted Start "준비 22 ms"
            rect 426.0,157.8 269.0x34.4 --run solid
            text 560.5,179.2 --run-text Middle "B"
            rect 696.0,183.3 299.0x9.0 --lock falling
            text 701.0,179.3 --muted Start "락 대기 · mutex 20 ms"
            unclip
            unclip
            text 96.0,16.0 --faint Start "0"
            text 157.1,16.0 --faint Start "5 ms"
            text 228.7,16.0 --faint Start "10 ms"
            text 303.7,16.0 --faint Start "15 ms"
            text 378.7,16.0 --faint Start "20 ms"
            text 453.7,16.0 --faint Start "25 ms"
            text 528.7,16.0 --faint Start "30 ms"
            text 603.7,16.0 --faint Start "35 ms"
            text 678.7,16.0 --faint Start "40 ms"
            text 753.7,16.0 --faint Start "45 ms"
            text 828.7,16.0 --faint Start "50 ms"
            text 903.7,16.0 --faint Start "55 ms"
            text 961.5,16.0 --faint Start "60 ms"
        "#]],
    );
}

#[test]
fn a_frozen_page_has_a_bracket() {
    let stage = samples::one(samples::frozen_page());
    let ops = painted(&stage, SIZE, |_| {}).0;
    let danger: Vec<String> = ops
        .dump()
        .lines()
        .filter(|line| line.contains("--danger"))
        .map(str::to_owned)
        .collect();
    expect![[r#"
        rect 326.8,74.0 276.9x36.1 --danger solid 0.12
        line 326.8,108.5 603.7,108.5 --danger
        line 326.8,98.5 326.8,108.5 --danger
        line 603.7,98.5 603.7,108.5 --danger
        text 465.2,94.0 --danger Middle "박동 없음 120 ms""#]]
    .assert_eq(&danger.join("\n"));
    let ticks = ops.dump().matches("--await solid").count();
    assert_eq!(ticks, 40 - 11, "one mark for each tick");
}

#[test]
fn playing_veils_what_is_to_come() {
    let stage = samples::one(samples::blocking());
    let (_, above) = painted(&stage, SIZE, |view| {
        view.playhead = Time(450_000_000);
        view.veiled = true;
        view.measure = Some((Time(300_000_000), Time(100_000_000)));
        view.repeat = Some((Time(0), Time(450_000_000)));
    });
    check(
        &above,
        expect![[r#"
            rect 96.0,22.3 450.0x3.7 --accent solid 0.50
            clip 95.0,26.0 902.0x174.0
            rect 546.0,26.0 452.0x174.0 --panel solid 0.78
            unclip
            rect 196.0,0.0 200.0x200.0 --accent solid 0.12
            line 196.0,0.0 196.0,200.0 --accent
            line 396.0,0.0 396.0,200.0 --accent
            rect 267.4,30.0 57.1x20.0 --accent-soft solid
            text 296.0,44.0 --accent Middle "200 ms"
            line 546.0,22.0 546.0,26.0 --accent
            line 546.0,26.0 546.0,200.0 --accent
            triangle [(540.0, 18.0), (552.0, 18.0), (546.0, 26.0)] --accent
        "#]],
    );
}

#[test]
fn arrows_belong_to_the_chosen_slice_or_are_all_shown() {
    let stage = samples::one(samples::blocking());
    let arrows = |change: &dyn Fn(&mut View)| {
        let ops = painted(&stage, SIZE, change).0;
        ops.dump().matches("arrow").count()
    };
    let place = |slice| {
        Some(Place {
            section: 0,
            slice: crate::trace::SliceId(slice),
        })
    };
    assert_eq!(arrows(&|_| {}), 0);
    assert_eq!(arrows(&|view| view.flows = true), 1);
    assert_eq!(arrows(&|view| view.selected = place(2)), 1);
    assert_eq!(arrows(&|view| view.selected = place(0)), 0);
}

fn dense(slices: u64, lanes: usize) -> Trace {
    let mut b = TraceBuilder::new(Clock::Virtual);
    for lane in 0..lanes {
        let track = b.track(None, TrackKind::Thread, &format!("{lane}"));
        let name = b.name("job");
        let mut at = Time::ZERO;
        for n in 0..slices {
            let state = [State::Running, State::Ready, State::BlockedIo][(n % 3) as usize];
            let end = at + Dur::micros(3 + n * 7 % 11);
            b.slice(track, state, name, at, end);
            at = end;
        }
    }
    b.finish()
}

#[test]
fn what_cannot_be_read_becomes_one_strip_a_lane() {
    let stage = samples::one(dense(20_000, 2));
    let ops = painted(&stage, SIZE, |_| {}).0;
    let strips = ops
        .list()
        .iter()
        .filter(|op| matches!(op, Op::Strip { .. }))
        .count();
    assert_eq!(strips, 2);
    assert!(ops.list().len() < 100, "{}", ops.list().len());
}

#[test]
fn a_long_slice_among_many_short_ones_is_still_a_bar_with_its_name() {
    let mut b = TraceBuilder::new(Clock::Virtual);
    let track = b.track(None, TrackKind::Thread, "A");
    let name = b.name("long");
    let mut at = Time::ZERO;
    for n in 0..20_000 {
        let length = if n == 10_000 { 20_000 } else { 1 };
        b.slice(track, State::Running, name, at, at + Dur::micros(length));
        at += Dur::micros(length);
    }
    let stage = samples::one(b.finish());
    let dump = painted(&stage, SIZE, |_| {}).0.dump();
    assert_eq!(dump.matches("\"long\"").count(), 1);
    assert_eq!(dump.matches("strip").count(), 1);
    let strip = dump.find("strip").unwrap();
    assert!(strip < dump.find("--run solid").unwrap(), "bars lie above");
}

#[test]
fn the_cost_of_a_frame_is_bounded() {
    for (slices, lanes) in [(100, 1), (3_000, 64), (60, 2_000)] {
        let stage = samples::one(dense(slices, lanes));
        for zoom in [1.0, 3.0, 40.0] {
            let size = Size {
                width: 1400.0,
                height: 900.0,
            };
            let ops = painted(&stage, size, |view| {
                view.window = view.window.zoomed(view.window.end(), zoom);
            })
            .0;
            let bars = ops.dump().matches("rect ").count();
            assert!(bars < 5_000, "{slices} on {lanes} × {zoom}: {bars}");
        }
    }
}

#[test]
fn a_phone_shows_the_same_lanes() {
    let stage = samples::one(samples::blocking());
    let size = Size {
        width: 360.0,
        height: 240.0,
    };
    check(
        &painted(&stage, size, |_| {}).0,
        expect![[r#"
        rect 0.0,0.0 360.0x240.0 --panel solid
        clip 0.0,26.0 360.0x214.0
        text 10.0,52.5 --text Start "A"
        text 10.0,96.6 --text Start "B"
        text 10.0,140.6 --text Start "C"
        clip 43.0,26.0 302.0x214.0
        rect 44.0,30.0 12.3x36.1 --run solid
        rect 57.3,56.7 99.0x9.4 --io solid
        text 62.3,52.7 --muted Start "I/O 대기 300 ms"
        rect 157.3,30.0 5.7x36.1 --run solid
        rect 44.0,90.2 119.0x19.8 --ready rising
        text 49.0,86.2 --muted Start "준비 360 ms"
        rect 164.0,74.0 12.3x36.1 --run solid
        rect 177.3,100.7 99.0x9.4 --io solid
        text 182.3,96.7 --muted Start "I/O 대기 300 ms"
        rect 277.3,74.0 5.7x36.1 --run solid
        rect 44.0,134.2 239.0x19.8 --ready rising
        text 49.0,130.2 --muted Start "준비 720 ms"
        rect 284.0,118.0 12.3x36.1 --run solid
        rect 297.3,144.7 45.7x9.4 --io solid
        unclip
        unclip
        text 44.0,16.0 --faint Start "0"
        text 90.0,16.0 --faint Start "200 ms"
        text 156.7,16.0 --faint Start "400 ms"
        text 223.3,16.0 --faint Start "600 ms"
        text 290.0,16.0 --faint Start "800 ms"
    "#]],
    );
}

#[test]
fn nothing_is_said_when_nothing_is_shown() {
    let stage = Stage::default();
    let (below, above) = painted(&stage, SIZE, |_| {});
    assert!(below.list().len() < 30 && above.list().len() < 10);
}
