//! The ways in which each job is a task of the page's own executor.

use std::future::Future;
use std::rc::Rc;

use futures_util::future::{FutureExt, RemoteHandle, try_join_all};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use super::setting::Setting;
use crate::base::Dur;
use crate::experiment::{Job, Phase};
use crate::live::error::LiveError;
use crate::live::plan::pieces;
use crate::live::recorder::{Lane, Recorded, Waiting};
use crate::live::request;

type Done = Result<(), LiveError>;

/// Each job's task is spawned when the one before has ended.
pub(super) async fn await_in_turn(setting: &Rc<Setting>) -> Done {
    for job in 0..setting.jobs.len() {
        spawn(setting, job, whole(setting.clone(), job)).await?;
    }
    Ok(())
}

/// All jobs' tasks are spawned, then awaited together.
pub(super) async fn joined(setting: &Rc<Setting>) -> Done {
    let tasks = (0..setting.jobs.len()).map(|job| spawn(setting, job, whole(setting.clone(), job)));
    try_join_all(tasks).await.map(drop)
}

/// All jobs' tasks are spawned; each lets the others go on after a quantum of
/// work. That they take turns is the executor's and the event loop's doing.
pub(super) async fn interleaved(setting: &Rc<Setting>) -> Done {
    let tasks =
        (0..setting.jobs.len()).map(|job| spawn(setting, job, sliced(setting.clone(), job)));
    try_join_all(tasks).await.map(drop)
}

/// The jobs that begin by waiting are spawned; nothing else is done until all
/// of them have been told and have ended. Then the others, in order.
pub(super) async fn wait_for_notice(setting: &Rc<Setting>) -> Done {
    let all = 0..setting.jobs.len();
    let (waiting, others): (Vec<_>, Vec<_>) =
        all.partition(|&job| begins_by_waiting(&setting.jobs[job]));
    let tasks = waiting
        .into_iter()
        .map(|job| spawn(setting, job, whole(setting.clone(), job)));
    try_join_all(tasks).await?;
    for job in others {
        spawn(setting, job, whole(setting.clone(), job)).await?;
    }
    Ok(())
}

fn begins_by_waiting(job: &Job) -> bool {
    !matches!(job.phases.first(), Some(Phase::Compute(_)))
}

/// Gives the task to the executor. Dropping the handle drops the task.
fn spawn(
    setting: &Setting,
    job: usize,
    task: impl Future<Output = Done> + 'static,
) -> RemoteHandle<Done> {
    let recorded = Recorded::new(setting.lanes[job].clone(), task);
    let (task, handle) = recorded.remote_handle();
    spawn_local(task);
    handle
}

/// The job as a coroutine: computes without a pause, awaits what it waits for.
async fn whole(setting: Rc<Setting>, job: usize) -> Done {
    let lane = &setting.lanes[job];
    for phase in &setting.jobs[job].phases {
        match *phase {
            Phase::Compute(d) => setting.compute(lane, setting.rate.iterations(d)),
            wait => wait_for(&setting, lane, &setting.jobs[job].name, wait).await?,
        }
    }
    Ok(())
}

/// The same, but computing in pieces with a turn between.
async fn sliced(setting: Rc<Setting>, job: usize) -> Done {
    let lane = &setting.lanes[job];
    let piece = setting.rate.iterations(setting.quantum);
    let mut fresh = true;
    for phase in &setting.jobs[job].phases {
        let Phase::Compute(d) = *phase else {
            wait_for(&setting, lane, &setting.jobs[job].name, *phase).await?;
            fresh = true;
            continue;
        };
        for iterations in pieces(setting.rate.iterations(d), piece) {
            if !fresh {
                lane.will_wait_for(Waiting::Turn);
                setting.turns.next().await?;
            }
            fresh = false;
            setting.compute(lane, iterations);
        }
    }
    Ok(())
}

/// Awaits a timer or the whole answer to a request.
async fn wait_for(setting: &Setting, lane: &Lane, job: &str, phase: Phase) -> Done {
    let result = match phase {
        Phase::Compute(_) => Ok(()),
        Phase::Sleep(d) => {
            lane.will_wait_for(Waiting::Timer);
            TimeoutFuture::new(timer_millis(d)).await;
            Ok(())
        }
        Phase::Request { .. } => {
            lane.will_wait_for(Waiting::Fetch);
            let answer = request::fetch(&setting.file.fresh()).await;
            answer.map_err(|words| request::failed(job, &words))
        }
    };
    lane.will_wait_for(Waiting::Unknown);
    result
}

/// A browser's timers count whole milliseconds: rounded up, so that no sleep is too short.
pub(super) fn timer_millis(d: Dur) -> u32 {
    u32::try_from(d.0.div_ceil(1_000_000))
        .unwrap_or(u32::MAX)
        .min(i32::MAX as u32)
}
