//! The explanation of a question.

use yew::prelude::*;

use crate::base::Lang;
use crate::experiment::{QuestionId, Way};
use crate::i18n as t;

/// What is true of the question, and how each way executes the jobs.
pub fn explain(lang: Lang, question: QuestionId, ways: &[Way]) -> Html {
    html! { <>
        { for t::question_explanation(lang, question).into_iter().enumerate().map(|(i, text)| html! {
            <p key={i}>{ text }</p>
        }) }
        <h3>{ t::ways(lang) }</h3>
        <dl>{ for ways.iter().map(|way| html! {
            <div key={way.key()}>
                <dt>{ t::way_name(lang, Some(question), *way) }</dt>
                <dd>{ t::way_note(lang, *way) }</dd>
            </div>
        }) }</dl>
    </> }
}
