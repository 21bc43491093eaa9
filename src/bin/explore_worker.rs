//! The web worker that explores the schedules of a program; what it does is in
//! `exploring`. It is asked once and reports until it is done; while it
//! explores it hears nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    use concurrency_lab::base::{Dur, Time};
    use concurrency_lab::exploring::{Ask, FromWorker, VERSION, read_message, run, write_message};
    use concurrency_lab::web::clock::MonotonicClock;
    use concurrency_lab::web::serving::serve;

    let Some(clock) = MonotonicClock::from_time_origin() else {
        // It would not know when its time is over.
        return;
    };
    let mut now = move || -> Dur { clock.now().since(Time::ZERO) };
    serve(VERSION, move |page, given| {
        let text = given.as_string().unwrap_or_default();
        let mut say = |message: FromWorker| page.say(&write_message(&message));
        match read_message::<Ask>(&text) {
            Ok(ask) => run(&ask, &mut now, &mut say),
            Err(_) => say(FromWorker::Refused),
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
