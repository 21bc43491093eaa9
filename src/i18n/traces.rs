//! The page that shows files of other tools.

use super::texts;

texts! {
    traces_title: "기록된 트레이스" / "Recorded traces";
    traces_lede: "다른 도구가 기록한 파일을 열어 스레드와 작업이 실제로 무엇을 했는지 봅니다. 시각은 나노초까지 파일에 적힌 그대로입니다." / "Opens a file that another tool recorded and shows what threads and tasks really did. Times are as the file has them, to the nanosecond.";
    traces_open: "파일 열기" / "Open a file";
    traces_drop: "파일을 여기에 끌어다 놓거나 붙여 넣으세요" / "Drop a file here, or paste it";
    traces_formats: "Chrome 트레이스 이벤트 JSON(Perfetto, Chrome, Node.js, VizTracer, uftrace, clang, TypeScript, CMake …), gzip으로 압축한 것, 중간에 끊긴 것, Perfetto의 트레이스(track event), Firefox와 speedscope의 프로파일, AsyncFlow 목록, 이 페이지에서 내보낸 파일을 읽습니다." / "Chrome Trace Event JSON is read (of Perfetto, Chrome, Node.js, VizTracer, uftrace, clang, TypeScript, CMake and others), gzip and files that were cut off too, traces of Perfetto (track events), profiles of Firefox and speedscope, lists of AsyncFlow, and what this page exports.";
    traces_private: "파일은 이 브라우저 밖으로 나가지 않습니다." / "The file does not leave this browser.";
    traces_reading(name: &str): "{name} 읽는 중" / "Reading {name}";
    traces_cancel: "취소" / "Cancel";
    traces_failed(name: &str): "{name}: 열지 못했습니다" / "{name} could not be opened";
    traces_told: "파일에 있는 것" / "What is in the file";
    traces_length: "길이" / "Length";
    traces_events: "이벤트" / "Events";
    traces_slices: "구간" / "Slices";
    traces_processes: "프로세스" / "Processes";
    traces_tracks: "스레드" / "Threads";
    traces_async: "비동기 구간" / "Async slices";
    traces_flows: "흐름" / "Flows";
    traces_instants: "순간" / "Instants";
    traces_size: "파일 크기" / "Size of the file";
    traces_problems: "빼거나 고쳐 읽은 것" / "Left out or mended";
}
