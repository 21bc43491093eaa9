//! What helps in reading a timeline.

use super::texts;

texts! {
    reading_tools: "읽기 도구" / "Reading tools";
    reading_close: "닫기" / "Close";
    tab_find: "찾기" / "Find";
    tab_details: "고른 것" / "Selection";
    tab_totals: "구간 합계" / "Span totals";
    tab_path: "임계 경로" / "Critical path";
    tab_notes: "메모" / "Notes";

    find_what: "이름으로 찾기" / "Find by name";
    find_regex: "정규식" / "Regular expression";
    find_args: "덧붙임도 찾기" / "Details too";
    find_next: "다음 찾은 것" / "Next match";
    find_previous: "이전 찾은 것" / "Previous match";
    find_hint: "구간, 순간, 레인의 이름과 덧붙임에서 찾습니다. 큰 글자와 작은 글자를 가리지 않습니다." / "Names of slices, instants and lanes are looked at, and details. Large and small letters are the same.";
    find_none: "찾은 것이 없습니다." / "Nothing was found.";
    find_going: "찾는 중" / "Searching";
    find_count(n: &str): "{n}개 찾음" / "{n} found";
    find_place(at: &str, n: &str): "{n}개 가운데 {at}번째" / "{at} of {n}";
    find_of_lane: "레인 이름" / "the lane's name";
    find_of_instant: "순간" / "instant";

    details_nothing: "고른 구간이 없습니다. 구간을 누르거나, 레인을 고르고 Enter를 누르세요." / "No slice is chosen. Press one, or choose a lane and press Enter.";
    details_own: "안쪽을 뺀 시간" / "Own time";
    details_outer: "바깥 구간" / "Slices around";
    details_inner: "안쪽 구간" / "Slices within";
    details_in: "들어오는 화살표" / "Arrows in";
    details_out: "나가는 화살표" / "Arrows out";
    details_none: "없음" / "none";
    details_more(n: usize): "그 밖에 {n}개" / "{n} more";
    details_ended_by(kind: &str, lane: &str): "기다림을 끝낸 것: {lane} ({kind})" / "The wait was ended by {lane} ({kind})";
    details_no_reason: "이 기다림을 끝낸 것은 기록되어 있지 않습니다." / "What ended this wait is not recorded.";
    details_way_none: "그쪽에는 구간이 없습니다." / "There is no slice that way.";
    details_link(kind: &str, lane: &str, at: &str): "{kind}: {lane}, {at}" / "{kind}: {lane}, {at}";

    totals_whole: "잰 구간이 없어서 전체를 더했습니다. 눈금자를 끌거나, 재생 위치에서 I와 O를 누르세요." / "No span is measured, so all is added up. Drag along the ruler, or press I and O at the playhead.";
    totals_span(from: &str, to: &str, length: &str): "{from}부터 {to}까지, {length}" / "From {from} to {to}, {length}";
    totals_by: "묶는 기준" / "Put together by";
    totals_by_state: "상태" / "State";
    totals_by_name: "이름" / "Name";
    totals_by_lane: "레인" / "Lane";
    totals_scope: "레인" / "Lanes";
    totals_all: "전체 레인" / "All lanes";
    totals_one: "고른 레인" / "Chosen lane";
    totals_count: "횟수" / "Count";
    totals_total: "합" / "Total";
    totals_own: "안쪽 뺀 합" / "Own";
    totals_mean: "평균" / "Mean";
    totals_median: "중앙값" / "p50";
    totals_max: "최대" / "Max";
    totals_sum: "모두" / "All";
    totals_instants(n: &str): "순간 {n}개" / "Instants: {n}";
    totals_going: "더하는 중" / "Adding up";
    totals_copy: "표 복사" / "Copy the table";
    totals_copied: "복사했습니다." / "Copied.";
    totals_not_copied: "브라우저가 복사를 막았습니다." / "The browser refused to copy.";
    totals_table: "구간의 합계" / "Totals of the span";
    totals_no_name: "(이름 없음)" / "(no name)";
    totals_more(n: usize): "짧은 것 {n}줄은 생략했습니다. 복사하면 모두 들어갑니다." / "{n} shorter lines are not shown; a copy has them all.";
    totals_clear: "재기 그만" / "Clear the span";

    path_lead: "전체 길이를 정한 일과 기다림을, 마지막에 끝난 레인에서 거꾸로 따라갔습니다. 깨움, 락 넘김, 생성, 결과를 따르고, 준비 상태에서는 코어를 쓰던 쪽으로 갑니다." / "What decided the length of the run, walked back from the lane that ended last: along wake-ups, hand-overs, spawns and results, and from being ready to whoever had the core.";
    path_none: "경로를 따라갈 레인이 없습니다." / "There is no lane whose path could be followed.";
    path_going: "따라가는 중" / "Following";
    path_of: "어느 실행" / "Which run";
    path_length(length: &str, pieces: &str): "전체 {length} = 조각 {pieces}개의 합" / "{length} in all, the sum of {pieces} pieces";
    path_unrecorded(length: &str): "이 가운데 {length}은 까닭이 기록되어 있지 않습니다." / "Of {length} of it no reason is recorded.";
    path_states: "상태별" / "By state";
    path_lanes: "레인별" / "By lane";
    path_pieces: "조각" / "Pieces";
    path_share: "몫" / "Share";
    path_piece: "무엇" / "What";
    path_why: "시작한 까닭" / "Why then";
    path_nothing: "기록 없음" / "Nothing recorded";
    path_show: "타임라인에 표시" / "Show on the lanes";
    path_more(n: usize): "그 밖에 {n}조각" / "{n} more pieces";
    cause_start: "실행의 시작" / "the run begins";
    cause_lane: "같은 레인에서 이어짐" / "the lane went on";
    cause_flow(kind: &str): "앞 조각에서 온 화살표({kind})" / "an arrow from the piece before ({kind})";
    cause_core(core: &str): "앞 조각이 {core}을(를) 내놓음" / "the piece before gave up {core}";
    cause_request: "앞 조각의 요청" / "asked for in the piece before";
    cause_unrecorded: "까닭이 기록되어 있지 않음" / "no reason is recorded here";
    cause_cut: "더 앞은 따라가지 않음" / "not followed any further";

    notes_lead: "재생 위치나 잰 구간에 메모를 남깁니다. 메모는 링크에 담깁니다." / "Notes stand at the playhead or on the measured span, and travel in the link.";
    notes_add: "여기에 메모" / "Add a note here";
    notes_text: "메모" / "Note";
    notes_number(n: usize): "메모 {n}" / "Note {n}";
    notes_go(n: usize): "메모 {n}(으)로 가기" / "Go to note {n}";
    notes_remove(n: usize): "메모 {n} 지우기" / "Delete note {n}";
    notes_undo: "메모 변경 되돌리기" / "Undo the change of notes";
    notes_redo: "메모 변경 다시 하기" / "Redo the change of notes";
    notes_none: "아직 메모가 없습니다." / "There are no notes yet.";
    notes_added(n: usize): "메모 {n}을(를) 남겼습니다." / "Note {n} is added.";
    notes_too_many(n: usize): "메모는 {n}개까지 남길 수 있습니다. 하나를 지우세요." / "There is room for {n} notes. Delete one.";
    notes_too_long: "링크에 더 담을 수 없습니다. 메모를 줄이세요." / "The link cannot carry more. Shorten a note.";
}
