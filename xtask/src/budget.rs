//! How much the first page makes a visitor download.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::project::Project;
use crate::report::Tally;
use crate::suites;
use crate::tools::Toolbox;

/// The most that opening the page may transfer, in bytes after gzip.
const LIMIT: u64 = 400_000;

struct File {
    path: String,
    raw: u64,
    gzip: u64,
}

/// Opens the built page in Chromium, lists what it asked for, and holds the sum
/// against the limit.
///
/// # Errors
/// When Node.js cannot be started or its answer cannot be read, or on an interrupt.
pub fn check(project: &Project, tools: &Toolbox) -> Result<Tally> {
    let output = tools
        .job(project, "first page", "node")
        .arg("transfer.mjs")
        .arg(project.dist())
        .folder(project.end_to_end())
        .limit(5)
        .run()?;
    suites::say_strays();
    if !output.ok {
        println!("{}", output.complaint());
        return Ok(Tally::one(false));
    }
    let files = read(&output.text)?;
    Ok(Tally::one(judge(&files)))
}

/// Prints the table; whether the sum is within the limit and means anything.
fn judge(files: &[File]) -> bool {
    println!("      {:>9} {:>9}  file", "raw", "gzip");
    for file in files {
        println!("      {:>9} {:>9}  {}", file.raw, file.gzip, file.path);
    }
    let raw: u64 = files.iter().map(|file| file.raw).sum();
    let gzip: u64 = files.iter().map(|file| file.gzip).sum();
    println!("      {raw:>9} {gzip:>9}  in all, of {LIMIT} allowed");
    let program = files.iter().any(|file| file.path.ends_with(".wasm"));
    if !program {
        println!("      the page asked for no wasm file: this was not the page");
    }
    program && gzip <= LIMIT
}

/// Reads the line of JSON that `transfer.mjs` prints.
fn read(text: &str) -> Result<Vec<File>> {
    let line = text.lines().rfind(|line| line.starts_with('{'));
    let report: Value = serde_json::from_str(line.context("transfer.mjs printed no report")?)?;
    let files = report["files"]
        .as_array()
        .context("its report has no files")?;
    let file = |value: &Value| {
        Some(File {
            path: value["path"].as_str()?.to_owned(),
            raw: value["raw"].as_u64()?,
            gzip: value["gzip"].as_u64()?,
        })
    };
    let files: Option<Vec<File>> = files.iter().map(file).collect();
    files.context("a file of its report lacks its path or a size")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(gzip: u64, path: &str) -> Vec<File> {
        read(&format!(
            "(node:1) a warning\n{{\"files\":[{{\"path\":\"{path}\",\"raw\":9,\"gzip\":{gzip}}}]}}\n"
        ))
        .unwrap()
    }

    #[test]
    fn the_limit_itself_is_allowed_and_one_byte_more_is_not() {
        assert!(judge(&page(LIMIT, "a.wasm")));
        assert!(!judge(&page(LIMIT + 1, "a.wasm")));
    }

    #[test]
    fn a_page_without_a_program_does_not_pass_for_a_light_one() {
        assert!(!judge(&page(10, "index.html")));
        assert!(read("nothing").is_err());
    }
}
