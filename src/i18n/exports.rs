//! Exporting what a timeline shows.

use super::texts;

texts! {
    export_open: "내보내기" / "Export";
    export_title: "보이는 것을 파일로 내보내기" / "Export what is shown";
    export_picture: "그림" / "Picture";
    export_picture_note: "지금 화면에 보이는 레인, 구간, 색 그대로입니다." / "The lanes, the stretch and the colours that are on screen now.";
    export_svg: "SVG" / "SVG";
    export_png: "PNG" / "PNG";
    export_scale: "PNG의 크기" / "Size of the PNG";
    export_clip: "움직이는 그림" / "Moving picture";
    export_kind: "형식" / "Format";
    export_gif: "GIF" / "GIF";
    export_webm: "WebM(동영상)" / "WebM (video)";
    export_range: "구간" / "Stretch";
    export_range_all: "전체" / "All";
    export_range_seen: "화면에 보이는 구간" / "What is on screen";
    export_range_marked: "반복하거나 잰 구간" / "What is looped or measured";
    export_width: "너비" / "Width";
    export_speed: "속도" / "Speed";
    export_rate: "초당 장수" / "Pictures a second";
    export_make: "만들기" / "Make it";
    export_cancel: "취소" / "Cancel";
    export_length(length: &str, pictures: u64, size: &str): "{length} 동안 {pictures}장, {size} 픽셀" / "{pictures} pictures in {length}, {size} pixels";
    export_making(done: u32, all: u32): "만드는 중: {all}장 가운데 {done}장" / "Making it: {done} of {all} pictures";
    export_data: "자료" / "Data";
    export_of: "실행" / "Run";
    export_trace: "트레이스(JSON)" / "Trace (JSON)";
    export_trace_note: "트레이스는 Perfetto, speedscope, chrome://tracing에서 열리고, 이 페이지의 기록 쪽에서 다시 열면 똑같습니다." / "The trace opens in Perfetto, speedscope and chrome://tracing; opened again on this page's Traces it is the same.";
    export_csv: "표(CSV)" / "Table (CSV)";
    export_measures: "측정값(JSON)" / "Measures (JSON)";
    export_saved(name: &str, size: &str): "저장했습니다: {name} ({size})" / "Saved: {name} ({size})";
    export_failed: "브라우저가 파일을 만들지 못했습니다." / "The browser could not make the file.";
    export_no_encoder(words: &str): "이 브라우저에는 동영상 인코더가 없습니다{words}. GIF로 만들어 보세요." / "This browser has no video encoder for this{words}. Make a GIF instead.";
    export_too_large: "파일이 128 MB를 넘어서 그만두었습니다. 너비나 구간을 줄여 보세요." / "The file grew beyond 128 MB and was given up. Choose a smaller width or a shorter stretch.";
    export_broken(words: &str): "만들다가 멈췄습니다({words}). 다시 해 보세요." / "It stopped ({words}). Try again.";
}
