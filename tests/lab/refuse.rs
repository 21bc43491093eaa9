//! Wrong arguments: one sentence with place and mend, in both languages.

use expect_test::expect;

use crate::lab;

const WRONG: &[&[&str]] = &[
    &["caes"],
    &["nonsense"],
    &["schedule", "--polici", "fifo"],
    &["schedule", "--zzz"],
    &["schedule", "--cores", "x"],
    &["schedule", "--ties", "none"],
    &["schedule", "--jobs"],
    &["schedule", "--jobs", "A:0:1", "--jobs", "B:0:1"],
    &["schedule", "--set", "quantum"],
    &["explore", "--seconds", "0"],
    &["explore", "--reduced", "--sample", "3"],
    &["case"],
];

fn told(language: &str) -> String {
    let mut all = String::new();
    for arguments in WRONG {
        let ran = lab(&[&["--lang", language], *arguments].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.err.lines().count(), 1, "{arguments:?}");
        all += &ran.err;
    }
    all
}

#[test]
fn wrong_arguments_are_told_in_one_sentence() {
    expect![[r#"
        lab: caes: There is no such command. Did you mean ‘case’?
        lab: nonsense: There is no such command. --help shows what can be used.
        lab: --polici: There is no such argument. Did you mean ‘--policy’?
        lab: --zzz: There is no such argument. --help shows what can be used.
        lab: --cores <CORES>: ‘x’ is no possible value. Use a whole number.
        lab: --ties <ORDER>: ‘none’ is no possible value. Use one of: arrival-first, quantum-end-first.
        lab: --jobs <JOBS>: It has no value. --help shows what can be used.
        lab: --jobs <JOBS>: It stands there twice. --help shows what can be used.
        lab: --set <PARAMETER=VALUE>: ‘quantum’ is no possible value. Write NAME=VALUE, such as quantum=2.
        lab: --seconds <SECONDS>: ‘0’ is no possible value. Use a whole number from 1 to 86400.
        lab: --reduced: It cannot be used with --sample <COUNT>. --help shows what can be used.
        lab: <FILE>...: It is missing. --help shows what can be used.
    "#]].assert_eq(&told("en"));
    expect![[r#"
        lab: caes: 이런 명령은 없습니다. ‘case’을(를) 쓰려던 것인지 보세요.
        lab: nonsense: 이런 명령은 없습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
        lab: --polici: 이런 인자는 없습니다. ‘--policy’을(를) 쓰려던 것인지 보세요.
        lab: --zzz: 이런 인자는 없습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
        lab: --cores <CORES>: ‘x’은(는) 쓸 수 없는 값입니다. 정수를 쓰세요.
        lab: --ties <ORDER>: ‘none’은(는) 쓸 수 없는 값입니다. 다음 중 하나를 쓰세요: arrival-first, quantum-end-first.
        lab: --jobs <JOBS>: 값이 없습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
        lab: --jobs <JOBS>: 두 번 있습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
        lab: --set <PARAMETER=VALUE>: ‘quantum’은(는) 쓸 수 없는 값입니다. quantum=2처럼 이름=값으로 쓰세요.
        lab: --seconds <SECONDS>: ‘0’은(는) 쓸 수 없는 값입니다. 1에서 86400 사이의 정수를 쓰세요.
        lab: --reduced: --sample <COUNT>와(과) 함께 쓸 수 없습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
        lab: <FILE>...: 빠져 있습니다. 무엇을 쓸 수 있는지는 --help가 보여 줍니다.
    "#]].assert_eq(&told("ko"));
}
