//! What the words are called that a parameter may be ([`super::Domain::Word`]).

use super::Words;

/// The words for people of a word of documents, Korean and English; itself if there are none.
pub fn word(key: &'static str) -> Words {
    let found = WORDS.iter().find(|(known, ..)| *known == key);
    found.map_or((key, key), |(_, ko, en)| (*ko, *en))
}

const WORDS: &[(&str, &str, &str)] = &[
    ("stated", "적힌 값", "as stated"),
    ("average", "지난 버스트의 평균", "average of earlier ones"),
    ("smaller", "작은 수", "smaller"),
    ("larger", "큰 수", "larger"),
    ("head", "앞", "in front"),
    ("tail", "뒤", "behind"),
    ("same", "같은 길이", "the same"),
    ("doubling", "두 배씩", "twice as long each"),
    ("whole", "보폭 전부", "a whole stride"),
    ("used", "쓴 만큼", "what was used"),
    ("at-least", "마지막 것 이상", "at least the last"),
    ("at-own", "제 것", "its own"),
    ("when-free", "비었을 때", "when free"),
    ("never", "안 함", "never"),
    ("every", "일정 시간마다", "at intervals"),
    ("longest", "가장 긴 줄", "the longest queue"),
    ("drawn", "뽑기", "one that is drawn"),
    ("ms", "ms (밀리초)", "ms"),
    ("us", "µs (마이크로초)", "µs"),
    ("ns", "ns (나노초)", "ns"),
    ("s", "s (초)", "s"),
    ("tcp", "TCP", "TCP"),
    ("none", "없음", "none"),
    ("tls1.3", "TCP와 TLS 1.3", "TCP and TLS 1.3"),
    ("tls1.2", "TCP와 TLS 1.2", "TCP and TLS 1.2"),
    ("threads", "스레드", "threads of the process"),
    ("forked", "복사한 프로세스", "forked processes"),
    ("started", "새로 시작한 프로세스", "processes started anew"),
    ("terminate", "끝내기 (terminate)", "terminate"),
    ("kill", "강제로 끝내기 (kill)", "kill"),
    ("arrival-first", "도착한 것", "who arrives"),
    ("quantum-end-first", "차례가 끝난 것", "whose turn ends"),
];

#[cfg(test)]
mod tests {
    use super::super::{Domain, TABLE};
    use super::*;

    #[test]
    fn every_word_of_the_table_has_words_in_both_languages() {
        let parameters = TABLE.iter().flat_map(|kind| kind.parameters);
        let domains = parameters.map(|parameter| parameter.domain);
        let words = domains.filter_map(|domain| match domain {
            Domain::Word(words) => Some(words),
            _ => None,
        });
        for key in words.flatten() {
            let (ko, en) = word(key);
            assert!(ko != *key && ko != en, "{key}");
        }
    }
}
