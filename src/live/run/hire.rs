//! Starting workers, and what can go wrong with them.

use std::rc::Rc;

use super::setting::Setting;
use crate::base::{Dur, Text};
use crate::live::align::{Alignment, Round, align};
use crate::live::error::{LiveError, LiveErrorKind};
use crate::live::protocol::{self, FromWorker, ToWorker, VERSION};
use crate::live::recorder::Lane;
use crate::live::work::Rate;
use crate::trace::{State, TrackKind};
use crate::web::clock;
use crate::web::worker::{Incoming, LOADER, WorkerError, WorkerLink};

/// The worker's program, `src/bin/live_worker.rs`.
const PROGRAM: &str = "live_worker";
/// A worker that is not ready by then has not started.
const START_LIMIT: Dur = Dur::secs(10);
/// The answer to a question takes no longer, since the worker is idle.
const ANSWER_LIMIT: Dur = Dur::secs(5);
/// Questions for the time in one alignment.
const ROUNDS: u32 = 16;

/// One worker that can be given jobs, and what is known of it.
pub(super) struct Hired {
    /// From 1 on.
    pub number: u32,
    /// The way to it; dropping it terminates the worker.
    pub link: WorkerLink,
    /// Its own lane.
    pub lane: Lane,
    /// From making it to its first message.
    pub start_up: Dur,
    /// The step of its clock.
    pub resolution: Dur,
    /// How fast it works when nothing else runs.
    pub rate: Rate,
    /// How its clock lies to the page's, by questions and answers.
    pub alignment: Alignment,
    /// How far that is from what the two threads' `timeOrigin` say.
    pub origin_gap: Dur,
}

/// A worker that has answered once.
pub(super) struct Starting {
    /// From 1 on.
    pub number: u32,
    link: WorkerLink,
    lane: Lane,
    start_up: Dur,
    /// In whole microseconds since the Unix epoch.
    time_origin: u64,
}

impl Starting {
    /// Starts a worker and awaits its first message.
    pub async fn begin(setting: &Rc<Setting>, number: u32) -> Result<Starting, LiveError> {
        let name = format!("worker {number}");
        let lane = setting.recorder.lane(None, TrackKind::Thread, &name);
        let begun = lane.now();
        lane.enter_at(State::Span, "start", begun);
        let link = WorkerLink::start(PROGRAM, VERSION).map_err(|error| broken(number, error))?;
        let ready = link.next(START_LIMIT).await;
        let ready = ready.map_err(|error| not_started(number, error))?;
        let FromWorker::Ready {
            version,
            time_origin,
        } = understood(number, &ready)?
        else {
            return Err(misunderstood(number));
        };
        if version != VERSION {
            return Err(other_version(number, &version));
        }
        let ended = setting.clock.at(ready.at);
        lane.end_at(ended);
        Ok(Starting {
            number,
            link,
            lane,
            start_up: ended.since(begun),
            time_origin,
        })
    }

    /// Measures its rate and its clock.
    pub async fn measured(self, setting: &Setting) -> Result<Hired, LiveError> {
        let answer = asked(self.number, &self.link, &ToWorker::Calibrate).await?;
        let FromWorker::Calibrated {
            iterations_per_ms,
            resolution,
        } = understood(self.number, &answer)?
        else {
            return Err(misunderstood(self.number));
        };
        let resolution = Dur(resolution);
        let alignment = aligned(setting, self.number, &self.link, resolution).await?;
        let by_origin = (self.time_origin as f64 - setting.clock.time_origin() * 1e3) * 1e3;
        Ok(Hired {
            origin_gap: Dur(alignment.offset.abs_diff(by_origin as i64)),
            alignment,
            number: self.number,
            link: self.link,
            lane: self.lane,
            start_up: self.start_up,
            resolution,
            rate: Rate { iterations_per_ms },
        })
    }
}

/// Asks for the time, several times, and says how the worker's clock lies to the page's.
pub(super) async fn aligned(
    setting: &Setting,
    number: u32,
    link: &WorkerLink,
    resolution: Dur,
) -> Result<Alignment, LiveError> {
    let mut rounds = Vec::with_capacity(ROUNDS as usize);
    for round in 0..ROUNDS {
        let asked_at = clock::reading();
        let answer = asked(number, link, &ToWorker::Ping { round }).await?;
        match understood(number, &answer)? {
            FromWorker::Pong { round: its, at } if its == round => rounds.push(Round {
                asked: Dur::from_millis_f64(asked_at).0,
                there: at,
                answered: Dur::from_millis_f64(answer.at).0,
            }),
            _ => return Err(misunderstood(number)),
        }
    }
    let page = setting.measurement.resolution;
    align(&rounds, page, resolution).ok_or_else(|| misunderstood(number))
}

async fn asked(number: u32, link: &WorkerLink, question: &ToWorker) -> Result<Incoming, LiveError> {
    let sent = link.send(&protocol::write(question));
    sent.map_err(|error| broken(number, error))?;
    let answer = link.next(ANSWER_LIMIT).await;
    answer.map_err(|error| broken(number, error))
}

/// What the worker said, if it makes sense.
pub(super) fn understood(number: u32, incoming: &Incoming) -> Result<FromWorker, LiveError> {
    protocol::read(&incoming.text).ok_or_else(|| misunderstood(number))
}

fn place(number: u32) -> Text {
    Text::new(format!("워커 {number}"), format!("worker {number}"))
}

const RELOAD: (&str, &str) = (
    "페이지를 새로고침하고 다시 실행하십시오.",
    "Reload the page and run again.",
);

/// What it means that a worker that had started failed.
pub(super) fn broken(number: u32, error: WorkerError) -> LiveError {
    let (kind, ko, en) = match error {
        WorkerError::NotMade(words) => return not_started(number, WorkerError::NotMade(words)),
        WorkerError::Failed(words) => (
            LiveErrorKind::Crashed,
            format!("오류로 멈췄습니다 ({words})."),
            format!("It stopped with an error ({words})."),
        ),
        WorkerError::Garbled => return misunderstood(number),
        WorkerError::Silent(limit) => (
            LiveErrorKind::Silent,
            format!("{}초 동안 답이 없어서 끝냈습니다.", seconds(limit)),
            format!(
                "It gave no answer for {} s and was terminated.",
                seconds(limit)
            ),
        ),
    };
    LiveError::new(kind, place(number), (ko, en), RELOAD)
}

/// What it means that a worker never said that it is ready.
pub(super) fn not_started(number: u32, error: WorkerError) -> LiveError {
    let (ko, en) = match error {
        WorkerError::NotMade(words) => (
            format!("브라우저가 만들지 않았습니다 ({words})."),
            format!("The browser did not make it ({words})."),
        ),
        WorkerError::Failed(words) if words.is_empty() => (
            format!("파일 {LOADER}를 불러오지 못했습니다."),
            format!("Its file {LOADER} did not load."),
        ),
        WorkerError::Failed(words) => (
            format!("프로그램 {PROGRAM}이 시작되지 않았습니다 ({words})."),
            format!("Its program {PROGRAM} did not start ({words})."),
        ),
        WorkerError::Garbled => return misunderstood(number),
        WorkerError::Silent(limit) => (
            format!("{}초 안에 준비되지 않아서 끝냈습니다.", seconds(limit)),
            format!(
                "It was not ready within {} s and was terminated.",
                seconds(limit)
            ),
        ),
    };
    let hint = (
        "페이지의 파일이 모두 서버에 있는지, 페이지를 파일이 아니라 서버로 열었는지 확인하십시오.",
        "Check that all files of the page are on the server, and that the page was opened from a server, not as a file.",
    );
    LiveError::new(LiveErrorKind::NotStarted, place(number), (ko, en), hint)
}

fn seconds(limit: Dur) -> u64 {
    limit.0.div_ceil(1_000_000_000)
}

/// The worker said something that makes no sense at that point.
pub(super) fn misunderstood(number: u32) -> LiveError {
    let reason = (
        "이해할 수 없는 메시지를 보냈습니다.",
        "It sent a message that makes no sense here.",
    );
    LiveError::new(LiveErrorKind::Misunderstood, place(number), reason, RELOAD)
}

/// The worker's file is another build's.
fn other_version(number: u32, version: &str) -> LiveError {
    let version: String = version.chars().take(40).collect();
    let reason = (
        format!("버전이 {version}입니다. 페이지는 {VERSION}입니다."),
        format!("Its version is {version}; the page's is {VERSION}."),
    );
    let hint = (
        "캐시를 비우고 페이지를 새로고침하십시오.",
        "Empty the cache and reload the page.",
    );
    LiveError::new(LiveErrorKind::Misunderstood, place(number), reason, hint)
}

/// A step of a job failed in the worker.
pub(super) fn job_failed(number: u32, job: &str, words: &str) -> LiveError {
    LiveError::new(
        LiveErrorKind::Request,
        Text::new(
            format!("워커 {number}, 작업 {job}"),
            format!("worker {number}, job {job}"),
        ),
        (
            format!("단계 하나가 실패했습니다 ({words})."),
            format!("One of its steps failed ({words})."),
        ),
        (
            "서버에 연결되어 있는지 확인하고 다시 실행하십시오.",
            "Check that the server can be reached and run again.",
        ),
    )
}
