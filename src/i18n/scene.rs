//! The scene beside the timeline.

use super::texts;

texts! {
    scene_show: "보는 방식" / "Shown as";
    scene_lanes: "레인" / "Lanes";
    scene_scene: "장면" / "Scene";
    scene_skin: "모습" / "Look";
    scene_run: "실행" / "Run";
    scene_list: "누가 어디에 있는지" / "Who is where";
    scene_nobody: "아무도 없음" / "nobody";
    scene_more(count: usize): "여기에 없는 스레드와 작업이 {count}개 더 있습니다. 레인에서 보세요." / "{count} more threads and tasks are not shown here; the lanes have them.";
    scene_none: "이 실행에는 자리를 옮기는 스레드나 작업이 없습니다. 레인으로 보세요." / "Nothing in this run moves from place to place. See its lanes.";
    scene_choose(name: &str): "{name} 고르기" / "Choose {name}";
}
