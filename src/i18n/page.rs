//! The page around the lanes: bars, buttons, controls, notices.

use super::texts;

texts! {
    // Workers.
    worker_not_started(what: &str): "계산 프로그램을 불러오지 못했습니다({what}). 페이지의 파일이 모두 서버에 있는지, 페이지를 서버로 열었는지 확인하세요." / "The program that computes did not load ({what}). Check that all files of the page are on the server, and that the page was opened from a server.";
    worker_crashed(words: &str): "계산 프로그램이 오류로 멈췄습니다({words}). 기억 공간이 모자랄 수 있습니다." / "The program that computes stopped with an error ({words}). Memory may have run out.";
    worker_silent(seconds: u64): "계산 프로그램이 {seconds}초 동안 답하지 않아 끝냈습니다." / "The program that computes gave no answer for {seconds} s and was ended.";
    worker_garbled: "계산 프로그램이 알 수 없는 말을 했습니다. 페이지를 새로고침하세요." / "The program that computes said something that makes no sense. Reload the page.";

    app_name: "동시성 실험실" / "Concurrency Lab";
    places: "페이지" / "Pages";
    machine_page: "스케줄러" / "Machine";
    explore_page: "모든 순서" / "Explore";
    trace_page: "트레이스" / "Traces";
    lesson_home: "첫 화면" / "Start";
    lessons: "배우기" / "Lessons";
    three_questions: "세 가지 질문" / "Three questions";
    seen: "본 적 있음" / "visited";
    skip_to_content: "본문으로 건너뛰기" / "Skip to the content";

    // Top bar.
    language: "언어" / "Language";
    theme_to_dark: "어두운 화면으로" / "Dark theme";
    theme_to_light: "밝은 화면으로" / "Light theme";
    share: "공유" / "Share";
    help: "도움말" / "Help";
    close: "닫기" / "Close";
    rail_hide: "목록 접기" / "Hide the list";
    rail_show: "목록 펴기" / "Show the list";
    inspector_show: "조건과 측정값" / "Settings and measures";

    // A page that is fetched when it is first opened.
    opening_page: "이 페이지를 가져오는 중입니다." / "Fetching this page.";
    opening_failed: "이 페이지의 프로그램을 가져오지 못했습니다." / "The program of this page could not be fetched.";
    opening_hint: "연결을 확인하고 다시 시도하세요. 다른 페이지는 그대로 쓸 수 있습니다." / "Check the connection and try again. The other pages still work.";

    // What another program has for the page that is open.
    more_tools: "읽기 도구" / "Reading tools";
    more_tools_hint: "찾기, 합계, 메모, 레인 접기. 잰 것은 다시 재야 합니다." / "Find, totals, notes, folding. What was measured must be measured again.";

    // Stage.
    stage: "무대" / "Stage";
    view_as: "보는 방식" / "View";
    view_timeline: "타임라인" / "Timeline";
    view_table: "표" / "Table";
    show_runs: "보이는 실행" / "Runs shown";
    show_both: "둘 다" / "Both";
    show_model: "모델" / "Model";
    show_live: "실측" / "Measured";
    detail: "코어와 스레드도" / "Cores and threads";
    measure: "재기" / "Measure";
    measure_again: "다시 재기" / "Measure again";
    measure_hint: "이 브라우저에서 같은 작업을 진짜로 실행하고 잽니다." / "Runs the same jobs for real in this browser, and measures them.";
    cancel: "멈추기" / "Cancel";
    retry: "다시 시도" / "Try again";
    measuring(what: &str): "재는 중: {what}" / "Measuring: {what}";
    not_measured: "아직 재지 않았습니다. ‘재기’를 누르면 이 브라우저에서 실행합니다." / "Not measured yet. Press “Measure” to run it in this browser.";
    model_only: "모델만 있습니다: 브라우저에는 GIL을 나눠 쓰는 스레드가 없습니다." / "Model only: a browser has no threads that share a GIL.";
    section_model(way: &str): "모델 · {way}" / "Model · {way}";
    section_live(way: &str): "실측 · {way}" / "Measured · {way}";
    look_at: "볼 것" / "What to look at";

    // Inspector.
    inspector: "조건과 결과" / "Settings and results";
    tab_controls: "조건" / "Settings";
    tab_measures: "측정값" / "Measures";
    tab_narration: "사건" / "Events";
    tab_explain: "설명" / "Why";
    presets: "시작점" / "Start from";
    reset: "처음 값으로" / "Reset";
    jobs: "작업 수" / "Jobs";
    kind_of_work: "작업의 종류" / "Kind of work";
    work_cpu: "CPU 바운드" / "CPU-bound";
    work_io: "I/O 바운드" / "I/O-bound";
    work_mixed: "섞임" / "Mixed";
    compute: "계산" / "Computing";
    wait: "기다림" / "Waiting";
    after: "결과 처리" / "Handling the result";
    all_jobs: "모든 작업" / "All jobs";
    each_job: "작업마다 따로" / "Job by job";
    differs: "작업마다 다름" / "differs by job";
    job(name: &str): "작업 {name}" / "Job {name}";
    waits_for: "기다리는 것" / "Waits for";
    waiting_timer: "타이머" / "a timer";
    waiting_request: "진짜 요청" / "a real request";
    waiting_request_note: "실측은 이 페이지의 파일을 진짜로 요청하고, 모델은 잰 응답 시간을 씁니다." / "Measured runs really request a file of this page; the model takes the latency that was measured.";
    machine: "기계" / "Machine";
    cores: "코어 (워커) 수" / "Cores (workers)";
    quantum: "타임 슬라이스" / "Time slice";
    quantum_note: "quantum. 실측에서는 스스로 양보하는 간격입니다." / "The quantum. When measured: how long a task computes before it yields.";
    switch_cost: "문맥 교환 비용" / "Context switch cost";
    gil: "GIL" / "GIL";
    gil_note: "CPython의 전역 인터프리터 락. ‘스레드’ 방식에만 쓰입니다." / "CPython's global interpreter lock. It matters for threads only.";
    ways: "견줄 방식" / "Ways to compare";
    ways_limit: "하나 이상 고르세요." / "Choose at least one.";
    on: "켬" / "on";
    off: "끔" / "off";
    millis(n: &str): "{n} ms" / "{n} ms";

    // Measures.
    way: "방식" / "Way";
    makespan: "전체 시간" / "Makespan";
    modelled: "모델" / "Model";
    measured: "실측" / "Measured";
    difference: "차이" / "Difference";
    lane: "레인" / "Lane";
    turnaround: "반환 시간" / "Turnaround";
    response: "응답 시간" / "Response";
    waiting_ready: "준비 대기" / "Ready wait";
    busy: "실행" / "Running";
    blocked: "대기" / "Blocked";
    switches: "문맥 교환" / "Context switches";
    utilisation: "코어 사용률" / "Core use";
    overlap: "겹침 계수" / "Overlap factor";
    overlap_note: "Σ 실행 시간 ÷ 전체 시간. 1보다 크면 같은 순간에 둘 이상이 실행되었다는 뜻입니다." / "Σ running ÷ wall time. Above 1, two or more ran at the same instant.";
    parallel_time: "둘 이상 동시에 실행" / "Two or more at once";
    longest_gap: "박동의 가장 긴 틈" / "Longest heartbeat gap";
    per_job: "작업별" / "Per job";
    no_parallelism: "병렬 실행은 관찰되지 않았습니다." / "No parallelism was observed.";
    parallelism_below: "병렬 실행이 있었는지 이 시계로는 가릴 수 없습니다." / "This clock cannot tell whether anything ran in parallel.";
    parallelism_seen(time: &str): "{time} 동안 둘 이상이 같은 순간에 실행되었습니다." / "For {time}, two or more ran at the same instant.";
    how_measured: "잰 방법" / "How it was measured";
    clock_resolution(step: &str): "시계 눈금 {step}" / "Clock step {step}";
    clock_alignment(error: &str): "스레드 사이 시계 오차 ±{error}" / "Clocks of two threads agree within ±{error}";
    cores_offered(n: u32): "브라우저가 알린 코어 {n}개" / "{n} cores offered by the browser";
    cores_unknown: "브라우저가 코어 수를 알리지 않음" / "The browser does not say how many cores there are";
    isolated: "격리된 페이지" / "Isolated page";
    not_isolated: "격리되지 않은 페이지: 시계가 거칠고, 블로킹 잠들기를 잴 수 없음" / "Page not isolated: coarser clock, and no blocking sleep to measure";
    faster(time: &str, than: &str): "{than}보다 {time} 빠름" / "{time} sooner than {than}";
    slower(time: &str, than: &str): "{than}보다 {time} 늦음" / "{time} later than {than}";
    as_fast(than: &str): "{than}와 같음" / "as long as {than}";
    no_events: "여기에는 사건이 없습니다." / "No events here.";
    more_events(n: usize): "앞의 {n}개만 보입니다. 나머지는 표에 있습니다." / "Only the first {n} are listed. The table has the rest.";

    // Sharing.
    share_title: "이 화면을 나누기" / "Share what is on screen";
    share_link: "링크" / "Link";
    share_link_note: "화면의 모든 설정이 링크 안에 있습니다. 서버에 저장하는 것은 없습니다." / "Everything set on screen is in the link. Nothing is stored on a server.";
    share_embed: "강의 페이지에 넣기" / "Embed in a course page";
    share_trace: "트레이스 파일" / "Trace file";
    share_trace_note: "Chrome Trace Event 형식. Perfetto나 speedscope로도 열립니다." / "Chrome Trace Event format; Perfetto and speedscope open it too.";
    download: "내려받기" / "Download";
    copy: "복사" / "Copy";
    copied: "복사했습니다" / "Copied";
    copy_failed: "복사하지 못했습니다. 글을 직접 골라 복사하세요." / "Could not copy. Select the text and copy it yourself.";
    embed_lang: "언어" / "Language";
    embed_theme: "화면" / "Theme";
    embed_theme_auto: "기기 설정대로" / "As the device";
    embed_theme_light: "밝게" / "Light";
    embed_theme_dark: "어둡게" / "Dark";
    embed_autoplay: "바로 재생" / "Play at once";
    embed_controls: "조작 단추 보이기" / "Show the controls";
    open_full: "전체 화면에서 열기" / "Open the whole page";
    embed_home_note: "질문 하나를 연 뒤에 넣을 수 있습니다." / "Open one of the questions to embed it.";

    // Notices.
    notice_title: "링크의 일부를 읽지 못했습니다" / "Part of the link could not be read";
    dismiss: "알겠습니다" / "Dismiss";
    error_title: "문제가 생겼습니다" / "Something went wrong";
    error_body: "페이지의 한 부분이 멈췄습니다. 설정은 주소에 남아 있으니, 다시 열면 이어집니다." / "A part of the page stopped. Your settings are kept in the address; opening it again goes on from there.";
    error_reload: "다시 열기" / "Open again";
    error_reset: "처음부터" / "Start over";
    error_detail: "자세히" / "Details";
    loading: "여는 중" / "Opening";

    // Help.
    help_title: "쓰는 법" / "How to use this page";
    help_lead: "높이가 먼저 말합니다. CPU를 쓰면 가득 찬 막대, 코어를 기다리면 절반 높이의 빗금, 그 밖의 기다림은 바닥의 가는 선입니다." / "Height speaks first: a full bar uses a CPU, a half-height hatched bar waits for a core, a thin line at the foot waits for anything else.";
    help_keys: "글쇠" / "Keys";
    help_model: "모델은 적힌 규칙에서 계산한 것이고, 실측은 이 브라우저의 시계가 기록한 것입니다. 둘은 섞이지 않습니다." / "The model is computed from the stated rules; measured lanes hold only what this browser's clock recorded. The two are never mixed.";

    // Opening page.
    home_title: "같은 작업, 네 가지 실행" / "The same jobs, executed four ways";
    home_lede: "작업 셋은 모두 똑같습니다. 두꺼운 막대(CPU 사용)와 가는 선(기다림)이 언제 겹치는지 보세요." / "The three jobs are the same each time. Watch when thick bars (using a CPU) and thin lines (waiting) overlap.";
    home_live_note: "아래 실측 레인은 방금 이 브라우저에서 잰 것입니다: 이 페이지의 박동과 웹 워커 둘." / "The measured lanes were recorded in this browser just now: this page's heartbeat and two web workers.";
    home_live: "지금 이 브라우저" / "this browser, just now";
    home_questions: "어디서 시작할까요?" / "Where to begin?";
}
