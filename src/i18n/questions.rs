//! The questions and the ways to execute: what each asks, and what is true of it.
//!
//! Where a common wording is imprecise, the text says what holds: concurrency
//! is not tied to one core, non-blocking is not asynchronous, awaiting does
//! not speed up computing.

use super::texts;
use crate::base::Lang;
use crate::experiment::{QuestionId, Way};

/// The name of a question.
pub fn question_name(lang: Lang, question: QuestionId) -> &'static str {
    match question {
        QuestionId::ConcurrencyParallelism => name_concurrency(lang),
        QuestionId::BlockingNonblocking => name_blocking(lang),
        QuestionId::SyncAsync => name_sync(lang),
        QuestionId::Matrix => name_matrix(lang),
    }
}

/// The question in one sentence.
pub fn question_title(lang: Lang, question: QuestionId) -> &'static str {
    match question {
        QuestionId::ConcurrencyParallelism => title_concurrency(lang),
        QuestionId::BlockingNonblocking => title_blocking(lang),
        QuestionId::SyncAsync => title_sync(lang),
        QuestionId::Matrix => title_matrix(lang),
    }
}

/// What to look at.
pub fn question_lede(lang: Lang, question: QuestionId) -> &'static str {
    match question {
        QuestionId::ConcurrencyParallelism => lede_concurrency(lang),
        QuestionId::BlockingNonblocking => lede_blocking(lang),
        QuestionId::SyncAsync => lede_sync(lang),
        QuestionId::Matrix => lede_matrix(lang),
    }
}

/// The explanation, a paragraph an item.
pub fn question_explanation(lang: Lang, question: QuestionId) -> Vec<&'static str> {
    let texts: &[fn(Lang) -> &'static str] = match question {
        QuestionId::ConcurrencyParallelism => {
            &[concurrency_1, concurrency_2, concurrency_3, concurrency_4]
        }
        QuestionId::BlockingNonblocking => &[blocking_1, blocking_2, blocking_3, blocking_4],
        QuestionId::SyncAsync => &[sync_1, sync_2, sync_3, sync_4],
        QuestionId::Matrix => &[matrix_1, matrix_2, matrix_3, matrix_4, matrix_5],
    };
    texts.iter().map(|text| text(lang)).collect()
}

/// The name of a way to execute, on the page of a question.
pub fn way_name(lang: Lang, question: Option<QuestionId>, way: Way) -> &'static str {
    if question == Some(QuestionId::Matrix) {
        match way {
            Way::InTurn => return cell_sync_blocking(lang),
            Way::Polling => return cell_sync_nonblocking(lang),
            Way::WaitForNotice => return cell_async_blocking(lang),
            Way::Joined => return cell_async_nonblocking(lang),
            _ => {}
        }
    }
    match way {
        Way::InTurn => way_in_turn(lang),
        Way::BlockPage => way_block_page(lang),
        Way::Interleaved => way_interleaved(lang),
        Way::Processes => way_processes(lang),
        Way::Threads => way_threads(lang),
        Way::AwaitInTurn => way_await_in_turn(lang),
        Way::Joined => way_joined(lang),
        Way::Polling => way_polling(lang),
        Way::WaitForNotice => way_wait_for_notice(lang),
    }
}

/// How a way executes the jobs, modelled and measured.
pub fn way_note(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::InTurn => note_in_turn(lang),
        Way::BlockPage => note_block_page(lang),
        Way::Interleaved => note_interleaved(lang),
        Way::Processes => note_processes(lang),
        Way::Threads => note_threads(lang),
        Way::AwaitInTurn => note_await_in_turn(lang),
        Way::Joined => note_joined(lang),
        Way::Polling => note_polling(lang),
        Way::WaitForNotice => note_wait_for_notice(lang),
    }
}

texts! {
    name_concurrency: "동시성과 병렬성" / "Concurrency and parallelism";
    name_blocking: "블로킹과 논블로킹" / "Blocking and non-blocking";
    name_sync: "동기와 비동기" / "Synchronous and asynchronous";
    name_matrix: "2×2 표로 보기" / "The 2×2 matrix";

    title_concurrency: "여러 일을 쥐고 있는 것과 같은 순간에 하는 것은 같은가?" / "Is having several jobs in hand the same as doing them at the same instant?";
    title_blocking: "기다리는 동안, 제어권은 누가 쥐고 있나?" / "While something is awaited, who holds control?";
    title_sync: "끝난 것을 누가 알아채고, 결과는 어떤 순서로 오나?" / "Who notices the end, and in which order do results come?";
    title_matrix: "호출은 바로 돌아오나? 끝난 것은 누가 알아채나?" / "Does the call return at once? Who notices the end?";

    lede_concurrency: "세로선 하나가 두꺼운 막대를 둘 이상 지나면 병렬이고, 하나만 지나면 번갈아 하는 것입니다." / "Where a vertical line crosses two thick bars, they run in parallel; where it crosses one, they take turns.";
    lede_blocking: "가는 선은 기다림입니다. 누군가 기다리는 동안 다른 막대가 두꺼워지는지 보세요." / "A thin line waits. See whether another bar is thick meanwhile.";
    lede_sync: "하나씩 기다리면 기다림이 더해지고, 함께 기다리면 가장 긴 것만 남습니다." / "Awaited one by one, waits add up; awaited together, only the longest is left.";
    lede_matrix: "A는 답을 기다리는 요청이고 B는 그동안 할 수 있는 내 일입니다. B가 언제 시작하는지 보세요." / "A is a request that waits for its answer, B is work that could be done meanwhile. See when B begins.";

    concurrency_1: "동시성(concurrency)은 여러 작업을 한꺼번에 진행 중인 상태로 두는 구조입니다. 코어가 하나여도, 여럿이어도 됩니다." / "Concurrency is a structure: several jobs are in progress at once. It may have one core or many.";
    concurrency_2: "병렬성(parallelism)은 같은 순간에 둘 이상이 실행되는 것입니다. 코어가 둘 이상이고, 실행할 수 있는 흐름도 둘 이상이어야 합니다." / "Parallelism is two or more running at the same instant. It takes several cores and also several flows that can run.";
    concurrency_3: "번갈아 한다고 계산의 합이 줄지는 않습니다. 줄어드는 것은 기다림뿐입니다: 한 작업이 기다리는 동안 다른 작업이 실행됩니다." / "Taking turns does not shorten the sum of the computing. Only waiting shrinks: while one job waits, another runs.";
    concurrency_4: "CPython의 스레드는 GIL 때문에 바이트코드를 한 번에 하나만 실행합니다. 프로세스는 저마다 GIL이 있어 병렬로 실행되고, 자유 스레드 빌드(3.13t부터)에는 GIL이 없습니다." / "CPython's threads execute bytecode one at a time under the GIL. Processes have one each and run in parallel; free-threaded builds (since 3.13t) have none.";

    blocking_1: "블로킹(blocking) 호출은 끝날 때까지 돌아오지 않습니다. 멈추는 것은 그 스레드뿐이고, 다른 스레드는 계속 실행됩니다." / "A blocking call does not return until it is finished. Only that thread stops; others go on.";
    blocking_2: "논블로킹(non-blocking) 호출은 곧바로 돌아옵니다. 언제 돌아오는지만 말할 뿐, 결과를 어떻게 알게 되는지는 말하지 않습니다: 물어볼 수도, 알림을 받을 수도 있습니다." / "A non-blocking call returns at once. That says only when it returns, not how the result is learnt: by asking, or by being told.";
    blocking_3: "오래 걸리는 계산은 기다리는 것이 아니라 CPU를 차지하는 것입니다. 페이지의 스레드에서 하면 화면도 멈춥니다: 박동 레인의 빈 구간이 멈춘 길이입니다." / "A long computation does not wait, it occupies the CPU. On the page's own thread it freezes the page: the gap in the heartbeat lane is as long as the freeze.";
    blocking_4: "물어보기(polling)에는 값이 있습니다: 헛된 질문, 그리고 최대 한 간격만큼 늦게 아는 것입니다." / "Polling has a price: questions asked in vain, and learning of the end up to one interval late.";

    sync_1: "동기(synchronous)는 부른 쪽이 결과를 직접 받을 때까지 다음으로 가지 않는 것입니다. 기다림은 더해집니다." / "Synchronous: the caller itself takes the result before it goes on. Waits add up.";
    sync_2: "비동기(asynchronous)는 요청을 먼저 보내고, 끝났다는 알림을 나중에 받는 것입니다. 기다림이 겹치므로 합이 아니라 가장 긴 것만큼 걸리고, 결과는 끝난 순서대로 옵니다." / "Asynchronous: requests are sent first and completion is notified later. Waits overlap, so the longest counts and not the sum; results come in the order of completion.";
    sync_3: "async로 썼어도 하나씩 await하면 순서대로 더해집니다. 코루틴 하나 안의 줄은 언제나 적힌 순서로 실행되고, 코루틴 사이의 순서만 자유롭습니다." / "Written with async but awaited one by one, waits still add up. Within a coroutine lines run in their order; only the order between coroutines is free.";
    sync_4: "비동기는 기다림을 숨길 뿐입니다. 어떤 기다림도 짧아지지 않고, 계산은 빨라지지 않습니다." / "Asynchrony only hides waiting. No single wait gets shorter, and computing gets no faster.";

    matrix_1: "서로 다른 두 질문입니다. 호출이 바로 돌아오는가(블로킹·논블로킹), 끝난 것을 누가 알아채는가(동기·비동기)." / "Two separate questions: does the call return at once (blocking or not), and who notices the end (synchronous or not)?";
    matrix_2: "동기·블로킹: 평범한 read(). 부른 쪽이 결과가 올 때까지 멈춰 있습니다." / "Synchronous, blocking: an ordinary read(). The caller stands still until the result is there.";
    matrix_3: "동기·논블로킹: 호출은 바로 돌아오지만, 끝났는지 부른 쪽이 자꾸 물어봅니다." / "Synchronous, non-blocking: the call returns at once, but the caller keeps asking whether it is done.";
    matrix_4: "비동기·블로킹: 어차피 알림이 올 텐데 그 자리에 서서 기다립니다. select()가 흔히 여기에 놓이고, 비동기 코드 속의 블로킹 드라이버처럼 실수로도 생깁니다." / "Asynchronous, blocking: a notice will come, yet the caller stands and waits for it. select() is often placed here; a blocking driver inside async code gets here by accident.";
    matrix_5: "비동기·논블로킹: 부른 쪽은 자기 일을 하고, 알림이 오면 콜백이나 코루틴이 결과를 다룹니다. 이벤트 루프 자체는 단 한 곳, 다음 사건을 기다리는 곳에서 멈춥니다." / "Asynchronous, non-blocking: the caller does its own work; on the notice a callback or coroutine handles the result. The loop itself blocks in one place only: waiting for the next event.";

    way_in_turn: "차례로" / "In turn";
    way_block_page: "페이지를 막고" / "Blocking the page";
    way_interleaved: "한 코어에서 번갈아" / "Interleaved on one core";
    way_processes: "프로세스 여럿" / "Several processes";
    way_threads: "스레드 여럿" / "Several threads";
    way_await_in_turn: "하나씩 await" / "Awaited in turn";
    way_joined: "함께 await" / "Awaited together";
    way_polling: "물어보며" / "Polling";
    way_wait_for_notice: "알림만 기다리며" / "Waiting for the notice";
    cell_sync_blocking: "동기 · 블로킹" / "Synchronous · blocking";
    cell_sync_nonblocking: "동기 · 논블로킹" / "Synchronous · non-blocking";
    cell_async_blocking: "비동기 · 블로킹" / "Asynchronous · blocking";
    cell_async_nonblocking: "비동기 · 논블로킹" / "Asynchronous · non-blocking";

    note_in_turn: "스레드 하나가 작업을 하나씩 합니다. 기다릴 때마다 스레드가 멈춥니다. 실측: 웹 워커 하나." / "One thread does one job after another; each wait blocks it. Measured: one web worker.";
    note_block_page: "페이지를 움직이는 스레드에서 쉬지 않고 계산합니다. 실측: 이 페이지의 스레드." / "Computes without a pause on the thread that keeps the page alive. Measured: this page's thread.";
    note_interleaved: "코어 하나를 타임 슬라이스만큼 번갈아 씁니다. 모델은 선점하고, 실측의 작업은 스스로 양보합니다(페이지는 선점할 수 없습니다)." / "One core, taken in turns of a time slice. The model preempts; measured tasks yield by themselves, since a page cannot preempt.";
    note_processes: "코어마다 프로세스 하나가 다음 작업을 가져갑니다. 실측: 웹 워커." / "One process per core takes the next job. Measured: web workers.";
    note_threads: "한 프로세스의 스레드들이 코어를 나눠 씁니다. GIL을 켜고 끌 수 있습니다. 모델만." / "Threads of one process share the cores, with or without a GIL. Model only.";
    note_await_in_turn: "코루틴 하나를 await로 끝까지 기다린 뒤 다음을 시작합니다. 실측: spawn_local과 타이머, fetch." / "Each coroutine is awaited to its end before the next begins. Measured: spawn_local, timers, fetch.";
    note_joined: "코루틴을 모두 시작하고 함께 기다립니다(gather, join_all). 실측: spawn_local과 타이머, fetch." / "All coroutines are begun, then awaited together (gather, join_all). Measured: spawn_local, timers, fetch.";
    note_polling: "요청을 모두 걸어 두고, 내 일을 조각내어 하면서 사이사이 물어봅니다." / "Begins every request, does its own work in pieces, and asks between them.";
    note_wait_for_notice: "요청을 걸고 알림이 올 때까지 아무것도 하지 않습니다. 그다음에 내 일을 합니다." / "Begins the request and does nothing until the notice; only then its own work.";
}
