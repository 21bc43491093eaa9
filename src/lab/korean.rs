//! Help in Korean. The English words stand beside the arguments themselves.

use clap::{Arg, ArgAction, Command};

/// The languages' argument, which every command has.
const LANG: &str = "메시지의 언어: ko, en. 적지 않으면 LC_ALL, LC_MESSAGES, LANG을 따릅니다";
const HELP: &str = "도움말을 보입니다";

/// Commands and what they do.
const COMMANDS: &[(&str, &str)] = &[
    (
        "schedule",
        "작업을 스케줄러 하나에서 넷으로 실행하고 견줍니다",
    ),
    (
        "simulate",
        "시나리오를 실행합니다: 페이지가 내보낸 JSON 문서, 또는 모음에서 하나",
    ),
    (
        "explore",
        "프로그램의 모든 스케줄을 탐색합니다: 나올 수 있는 결과, 그 수, 이르는 길",
    ),
    ("case", "발표된 수치를 담은 파일의 사례를 실행합니다"),
    ("trace", "트레이스 파일을 읽습니다: 세고, 바꾸고, 그립니다"),
    (
        "run",
        "파이썬 프로그램을 가상 시간으로 실행합니다: CPython 3.11처럼 출력하고 끝납니다",
    ),
];

/// Arguments by their names in the program; some are of several commands.
const ARGUMENTS: &[(&str, &str)] = &[
    (
        "policies",
        "정책과 매개변수: fifo, round-robin:quantum=2. 네 번까지",
    ),
    (
        "jobs",
        "작업: A:0:5,B:1:3은 이름:도착:일[:우선순위]. @파일이나 -에서 읽을 수 있습니다",
    ),
    ("random", "--seed에서 뽑는 작업의 수"),
    ("set", "그 매개변수가 있는 모든 정책에 정합니다"),
    ("quantum", "--set quantum=시간"),
    ("quanta", "--set quanta=시간,시간..."),
    ("boost", "--set boost=시간"),
    ("aging", "--set aging=시간"),
    ("unit", "숫자만 적은 시간의 단위: ns, us, ms, s [보통 ms]"),
    (
        "objects",
        "락, 큐, 셀 같은 객체: \"mutex m inherit\", \"queue q 2\"",
    ),
    ("devices", "장치와 함께 처리하는 요청 수: disk=1, net=any"),
    ("list", "쓸 수 있는 것을 모두 보입니다"),
    ("describe", "문서와 결과의 JSON을 설명합니다"),
    ("cores", "코어 수 [보통 1]"),
    ("switch_cost", "다른 스레드로 바꾸는 시간 [보통 0]"),
    ("seed", "난수의 시드"),
    (
        "ties",
        "타임 슬라이스가 끝나는 순간 도착하면 누가 먼저 줄을 서는지: arrival-first, quantum-end-first [보통 arrival-first]",
    ),
    ("horizon", "늦어도 멈추는 때"),
    (
        "more",
        "docs/scenario.ko.md에 있는 \"machine\"의 다른 항목: instruction=1, costs.migration=2",
    ),
    ("preset", "모음에 있는 시나리오의 이름(lab simulate --list)"),
    ("example", "예의 이름(--list)"),
    (
        "replay",
        "탐색하지 않고 이 스케줄을 한 단계씩 따라갑니다: \"v1 A2 B3 A\"",
    ),
    (
        "preemptions",
        "선점이 이 수까지인 스케줄만(파이썬은 적지 않으면 2)",
    ),
    ("all", "파이썬: 선점이 몇 번이든 모든 스케줄"),
    ("runs", "파이썬: 프로그램을 실행하는 횟수의 한도"),
    ("python", "파일 이름과 관계없이 파이썬으로 읽습니다"),
    ("reduced", "동등한 스케줄의 부류마다 하나씩(부분 순서 축소)"),
    ("sample", "무작위로 뽑는 스케줄의 수"),
    ("schedules", "세는 스케줄의 한도"),
    ("seconds", "세는 시간의 한도(초)"),
    ("steps", "한 스케줄에서 한 스레드가 밟는 단계의 한도"),
    (
        "states",
        "가장 짧은 스케줄을 찾으며 보는 상태의 한도. 0이면 찾지 않습니다",
    ),
    (
        "json",
        "결과를 JSON으로(docs/scenario.ko.md), 표준 출력이나 파일에",
    ),
    ("svg", "간트 차트를 SVG 그림으로. -는 표준 출력"),
    (
        "trace",
        "일어난 모든 일을 Chrome 트레이스로(Perfetto). -는 표준 출력",
    ),
    (
        "scenario",
        "시나리오를 문서로(`lab simulate`와 페이지가 읽음). -는 표준 출력",
    ),
    ("why", "스레드를 고른 까닭을 말합니다"),
    ("width", "차트의 칸 수. 적지 않으면 터미널의 너비"),
    ("ascii", "ASCII 문자만으로 그립니다"),
    ("file", "읽을 파일. -는 표준 입력"),
    ("files", "사례 파일. -는 표준 입력"),
    (
        "check",
        "파일이 기대하는 값과 비교하고 다른 항목을 말합니다",
    ),
    ("only", "그 이름의 사례만"),
    ("program", "프로그램. -는 표준 입력"),
    ("args", "프로그램이 sys.argv에서 찾는 것"),
    ("told_cores", "프로그램에 알려 주는 코어 수 [보통 4]"),
    (
        "told_gil",
        "프로그램에 GIL이 있다고 알려 줄지: on, off [보통 on]",
    ),
    ("gil", "프로세스에 GIL이 있는지: on, off [보통 on]"),
];

/// Headings of groups of arguments.
const HEADINGS: &[(&str, &str)] = &[
    ("Machine", "기계"),
    ("Machine (Python)", "기계(파이썬)"),
    ("Method and budget", "방법과 한도"),
    ("Output", "출력"),
];

fn of(table: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == key)
        .map(|(_, ko)| *ko)
}

/// What stands below the options of `lab case`.
const CASE: &str = "\
예:
  lab case ostep-mlfq.json                      사례마다 JSON 한 줄, `expect`와 같은 모양
  lab case ostep-mlfq.json --only mlfq-03       사례 하나
  lab case --check ostep-*.json textbook.json   비교하고, 다른 것을 말하고, 셉니다

정수와 행은 순서까지 정확히 비교합니다. 소수는 0.005까지, 책이 버림을 한다고 적힌 사례는 0.01까지, 사실의
표는 여섯 자리까지 같아야 합니다.";

/// The command line with its help in Korean.
pub(super) fn korean(command: Command) -> Command {
    let version = Arg::new("version").short('V').long("version");
    let version = version.action(ArgAction::Version).help("판을 보입니다");
    let mut command = command
        .about("동시성 실험실: 명령줄에서 스케줄러, 락, 모든 인터리빙을")
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(version)
        .mut_subcommand("case", |case| case.after_help(CASE));
    for (name, about) in COMMANDS {
        command = command.mut_subcommand(name, |c| c.about(*about).long_about(*about));
    }
    translated(command)
}

/// A command and those below it, with the words of the tables.
fn translated(command: Command) -> Command {
    const TEMPLATE: &str = "{about-with-newline}\n사용법: {usage}\n\n{all-args}{after-help}";
    let help = Arg::new("help").short('h').long("help");
    let help = help.action(ArgAction::Help).help(HELP);
    let below: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let mut command = command
        .subcommand_help_heading("명령")
        .disable_help_flag(true)
        .arg(help)
        .help_template(TEMPLATE)
        .mut_args(argument);
    for name in below {
        command = command.mut_subcommand(name, translated);
    }
    command
}

fn argument(argument: Arg) -> Arg {
    let id = argument.get_id().as_str();
    let mut text = if id == "lang" {
        Some(LANG.to_owned())
    } else {
        of(ARGUMENTS, id).map(str::to_owned)
    };
    let usual = argument.get_default_values().first();
    if let (Some(text), Some(usual)) = (&mut text, usual) {
        *text += &format!(" [보통 {}]", usual.to_string_lossy());
    }
    let heading = argument.get_help_heading().and_then(|h| of(HEADINGS, h));
    let heading = heading.unwrap_or(if argument.is_positional() {
        "인자"
    } else {
        "옵션"
    });
    let has_value = argument.get_action().takes_values();
    let argument = argument
        .help_heading(heading)
        .hide_default_value(has_value)
        .hide_possible_values(has_value);
    match text {
        Some(text) => argument.long_help(text.clone()).help(text),
        None => argument,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::lab::Arguments;

    #[test]
    fn every_argument_has_korean_help() {
        let command = korean(Arguments::command());
        command.clone().debug_assert();
        let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        for name in ["schedule", "simulate", "explore", "case"] {
            let command = command.find_subcommand(name).expect(name);
            assert!(
                hangul(&command.get_about().expect("words").to_string()),
                "{name}"
            );
            for argument in command.get_arguments() {
                let help = argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let is_short_for = help.starts_with("--set");
                assert!(
                    hangul(&help) || is_short_for,
                    "{name} {}: {help}",
                    argument.get_id()
                );
            }
        }
    }
}
