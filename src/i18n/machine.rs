//! The page of a machine of one's own.

use super::texts;

texts! {
    machine_title: "어떤 스케줄러가 무엇을 잘하나?" / "Which scheduler is good at what?";
    machine_lede: "작업과 기계를 정하고, 방식을 넷까지 한 시간축에 놓고 견줍니다. 모두 모델이며, 시간은 ms입니다." / "Set the jobs and the machine, and hold up to four policies against one another on one time axis. All of it is modelled; times are in ms.";

    // The bar of the whole page.
    machine_presets: "시작점" / "Start from";
    machine_random: "무작위 작업" / "Random jobs";
    machine_random_note: "다음 씨앗으로 작업을 새로 뽑습니다." / "Draws other jobs, from the next seed.";
    machine_file: "파일" / "File";
    machine_open: "열기" / "Open";
    machine_save: "저장" / "Save";
    machine_copy: "JSON 복사" / "Copy as JSON";
    machine_file_note: "JSON 파일을 이 페이지에 끌어다 놓거나, 글을 붙여 넣어도 됩니다." / "A JSON file may also be dropped on this page, or its text pasted.";
    machine_undo: "되돌리기 (Ctrl+Z)" / "Undo (Ctrl+Z)";
    machine_redo: "다시 하기 (Ctrl+Shift+Z)" / "Redo (Ctrl+Shift+Z)";
    machine_brought(name: &str): "열었습니다: {name}" / "Opened: {name}";
    machine_no_json: "JSON이 아닙니다." / "This is not JSON.";
    machine_no_json_hint: "이 페이지에서 저장한 파일을 고르세요. 지금 것은 그대로 있습니다." / "Choose a file that this page saved. What was here is unchanged.";
    machine_too_long: "너무 깁니다." / "It is too long.";
    machine_too_long_hint: "256 KB까지 읽습니다. 지금 것은 그대로 있습니다." / "Up to 256 KB are read. What was here is unchanged.";
    machine_no_link: "링크에 담기에는 너무 큽니다. 파일로 저장해 나누세요. 이 브라우저에는 남아 있습니다." / "This is too large for a link. Save it as a file to pass it on. This browser keeps it.";

    // Jobs.
    machine_jobs: "작업" / "Jobs";
    machine_cell(column: &str, job: &str): "{job}: {column}" / "{job}: {column}";
    machine_add_job: "작업 더하기" / "Add a job";
    machine_up(job: &str): "{job} 위로" / "Move {job} up";
    machine_down(job: &str): "{job} 아래로" / "Move {job} down";
    machine_duplicate(job: &str): "{job} 복제" / "Duplicate {job}";
    machine_delete(job: &str): "{job} 삭제" / "Delete {job}";
    machine_all_columns: "모든 열" / "All columns";
    machine_actions: "바꾸기" / "Change";
    machine_keys: "화살표와 Enter로 칸을 옮기고, Ctrl+Z로 되돌립니다." / "Arrows and Enter move between cells; Ctrl+Z takes back.";
    machine_more_jobs(n: usize): "이 밖에 {n}개가 더 있습니다. 아래 JSON에서 고칠 수 있습니다." / "There are {n} more. They can be changed as JSON below.";
    machine_most_jobs(n: usize): "작업은 {n}개까지입니다." / "There may be {n} jobs at most.";

    // Machine and policies.
    machine_settings: "기계" / "Machine";
    machine_more_settings: "기계 더 보기" / "More of the machine";
    machine_costs: "그 밖의 비용" / "Other costs";
    machine_more_rules: "규칙과 매개변수 더 보기" / "Ties and more parameters";
    machine_changed(title: &str): "‘{title}’에서 바꾼 것입니다." / "Changed from ‘{title}’.";
    machine_policies: "방식" / "Policies";
    machine_policy(n: usize): "방식 {n}" / "Policy {n}";
    machine_add_policy: "방식 더하기" / "Add a policy";
    machine_remove_policy(n: usize): "방식 {n} 빼기" / "Remove policy {n}";
    machine_unknown_policy(key: &str): "모르는 방식: {key}" / "Unknown policy: {key}";

    // What it comes to.
    machine_tab_setup: "조건" / "Settings";
    machine_tab_measures: "측정값" / "Measures";
    machine_summary: "방식별" / "By policy";
    machine_held(cell: &str): "마지막 {cell}" / "{cell} at the end";
    machine_best: "가장 좋음" / "best";
    machine_per_job(policy: &str): "작업별 · {policy}" / "By job · {policy}";
    machine_which_policy: "어느 방식" / "Which policy";
    machine_average: "평균" / "AVG";
    machine_compared(policy: &str, than: &str, difference: &str): "{policy}: {than}보다 {difference}" / "{policy} against {than}: {difference}";
    machine_problems(n: usize): "고칠 것 {n}개" / "{n} to mend";
    machine_problems_title: "고칠 것" / "To mend";
    machine_ran(n: usize): "{n}가지 방식으로 실행함" / "Run under {n} policies";
    machine_no_run: "실행할 것이 없습니다. 작업을 더하세요." / "There is nothing to run. Add a job.";
    machine_why: "왜" / "Why";
    machine_why_hint: "막대를 고르면 왜 그 작업이 골라졌는지 보입니다." / "Select a bar to see why its job was picked.";
}
