//! The switches of an embedded page, which stand in the query:
//! `?embed=1&lang=en&theme=dark&autoplay=1&controls=0#v1/sync-async`.

use crate::base::Lang;

/// Light or dark, or as the device says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The name used in storage and switches.
    pub fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a [`Theme::key`].
    pub fn from_key(key: &str) -> Option<Theme> {
        [Theme::Auto, Theme::Light, Theme::Dark]
            .into_iter()
            .find(|theme| theme.key() == key)
    }
}

/// What an embedding page asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Embed {
    /// The language, if it is decided.
    pub lang: Option<Lang>,
    /// The theme.
    pub theme: Theme,
    /// Whether it plays as soon as it is there.
    pub autoplay: bool,
    /// Whether transport and settings are shown.
    pub controls: bool,
}

impl Default for Embed {
    fn default() -> Self {
        Embed {
            lang: None,
            theme: Theme::Auto,
            autoplay: false,
            controls: true,
        }
    }
}

impl Embed {
    /// Reads a query; none if it does not ask for embedding. What cannot be
    /// read has its default: an embedded page has no room for notices.
    pub fn parse(query: &str) -> Option<Embed> {
        let query = query.strip_prefix('?').unwrap_or(query);
        let mut embed = Embed::default();
        let mut asked = false;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let on = matches!(&*value, "1" | "true" | "on");
            match &*key {
                "embed" => asked = on,
                "lang" => embed.lang = Lang::from_tag(&value),
                "theme" => embed.theme = Theme::from_key(&value).unwrap_or_default(),
                "autoplay" => embed.autoplay = on,
                "controls" => embed.controls = !matches!(&*value, "0" | "false" | "off"),
                _ => {}
            }
        }
        asked.then_some(embed)
    }

    /// The query that asks for this.
    pub fn query(&self) -> String {
        let mut query = "?embed=1".to_string();
        if let Some(lang) = self.lang {
            query += &format!("&lang={}", lang.tag());
        }
        if self.theme != Theme::Auto {
            query += &format!("&theme={}", self.theme.key());
        }
        if self.autoplay {
            query += "&autoplay=1";
        }
        if !self.controls {
            query += "&controls=0";
        }
        query
    }

    /// The HTML that puts an address in a page.
    pub fn snippet(&self, base: &str, fragment: &str, title: &str) -> String {
        let src = format!("{base}{}{fragment}", self.query());
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"560\" style=\"border:0\" \
             loading=\"lazy\" allow=\"cross-origin-isolated\"></iframe>",
            escape_attribute(&src),
            escape_attribute(title)
        )
    }
}

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_read_as_they_are_written() {
        for lang in [None, Some(Lang::Ko), Some(Lang::En)] {
            for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
                for (autoplay, controls) in [(false, false), (true, true), (true, false)] {
                    let embed = Embed {
                        lang,
                        theme,
                        autoplay,
                        controls,
                    };
                    assert_eq!(Embed::parse(&embed.query()), Some(embed));
                }
            }
        }
    }

    #[test]
    fn only_an_embedded_page_is_embedded() {
        for query in ["", "?", "?embed=0", "?lang=en", "?embed"] {
            assert_eq!(Embed::parse(query), None, "{query}");
        }
        let odd = Embed::parse("?embed=1&theme=pink&lang=xx&controls=maybe");
        assert_eq!(odd, Some(Embed::default()));
    }

    #[test]
    fn a_snippet_is_one_element_whatever_it_holds() {
        let snippet = Embed::default().snippet(
            "https://example.org/a\"b/",
            "#v1/matrix?t=1&x=<script>",
            "\"><script>",
        );
        assert_eq!(snippet.matches('<').count(), 2, "{snippet}");
        assert!(snippet.contains(
            "src=\"https://example.org/a&quot;b/?embed=1#v1/matrix?t=1&amp;x=&lt;script>\""
        ));
    }
}
