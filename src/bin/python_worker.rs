//! The web worker that runs Python programs; what it does is in
//! `workbench::running`. It is sent one program after another and answers each;
//! while it runs it hears nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    use concurrency_lab::base::{Dur, Time};
    use concurrency_lab::web::clock::MonotonicClock;
    use concurrency_lab::web::file;
    use concurrency_lab::web::serving::serve;
    use concurrency_lab::workbench::running::{
        Answer, FromWorker, VERSION, answer, warm_up, write,
    };

    /// The table of characters' names, beside the page.
    const NAMES: &str = "names.bin";
    /// More than that is not taken for it, in bytes.
    const LONGEST_NAMES: u32 = 1 << 20;

    // The program that names a character waits until the table has come.
    characters::fetch_with(|| {
        let build = js_sys::encode_uri_component(VERSION);
        file::fetched(&format!("{NAMES}?v={build}"), LONGEST_NAMES)
    });
    let clock = MonotonicClock::from_time_origin();
    // Without a clock nothing is ever late, which changes no result.
    let mut now = move || {
        let now = clock.as_ref().map(MonotonicClock::now);
        now.map_or(Dur::ZERO, |now| now.since(Time::ZERO))
    };
    // What the first program needs is made while the page is on its way.
    warm_up();
    serve(VERSION, move |page, given| {
        let told = page.clone();
        let say = move |message: &FromWorker| told.say(&write(message));
        let text = given.as_string().unwrap_or_default();
        match answer(&text, &mut now, say) {
            Answer::Nothing => {}
            Answer::Text(message) => page.say(&write(&message)),
            Answer::Bytes(packed) => page.give(&packed),
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
