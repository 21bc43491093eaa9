//! The web worker that runs the scenario of the machine page; what it does is
//! in `playground::running`. It is sent one document after another and answers
//! each; while it runs it hears nothing.

#[cfg(target_arch = "wasm32")]
fn main() {
    use concurrency_lab::playground::running::{VERSION, run, write};
    use concurrency_lab::web::serving::serve;

    serve(VERSION, |page, given| {
        let text = given.as_string().unwrap_or_default();
        let packed = run(&text, &mut |message| page.say(&write(message)));
        page.give(&packed);
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This binary is a web worker of the page. Run `cargo xtask serve`.");
    std::process::exit(2);
}
