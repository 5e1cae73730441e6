//! The forms of a page that `scaling` measures, and how its pages are written.

/// A page with one construct many times.
pub struct PageShape {
    /// Its name in messages.
    pub name: &'static str,
    /// The shorter length.
    pub length: usize,
    /// Writes the page at a length.
    pub page: fn(&mut ShapeWriter, usize) -> String,
}

/// A form of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ShapeForm {
    /// The translation.
    Target,
    /// The source page.
    Source,
    /// The translation with span pairs.
    Pairs,
}

/// Writes a page in one form.
pub struct ShapeWriter {
    form: ShapeForm,
    /// The number of span pairs so far.
    pairs: usize,
}

impl ShapeWriter {
    /// A writer of pages in a form.
    pub fn new(form: ShapeForm) -> Self {
        Self { form, pairs: 0 }
    }

    /// A text and its source, as the form has them.
    pub fn text(&mut self, target: impl AsRef<str>, source: impl AsRef<str>) -> String {
        let (target, source) = (target.as_ref(), source.as_ref());
        match self.form {
            ShapeForm::Target => target.to_owned(),
            ShapeForm::Source => source.to_owned(),
            ShapeForm::Pairs => {
                self.pairs += 1;
                let id = self.pairs;
                format!(
                    "<span data-ttu-id=\"a-{id}\">{target}</span><span class=\"sxs-lookup\"><span data-stu-id=\"a-{id}\">{source}</span></span>"
                )
            }
        }
    }

    /// `count` texts, each between the parts of `around`. `text`: the translation and the source of each.
    pub fn texts(&mut self, count: usize, around: [&str; 2], text: impl Fn(usize) -> [String; 2]) -> String {
        let part = |number| {
            let [target, source] = text(number);
            format!("{}{}{}", around[0], self.text(target, source), around[1])
        };
        (0..count).map(part).collect()
    }

    /// One text of `count` parts.
    pub fn long_text(&mut self, count: usize, part: impl Fn(usize) -> [String; 2]) -> String {
        let parts: Vec<[String; 2]> = (0..count).map(part).collect();
        let [target, source] =
            [0, 1].map(|side: usize| parts.iter().map(|part| part[side].as_str()).collect::<String>());
        self.text(target, source)
    }
}

/// `count` parts that are the same in all forms.
pub fn parts(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

/// The start of most pages.
pub const TITLE: &str = "---\ntitle: x\n---\n# Berth\n\n";
