//! Detects the language of a page's text by its script, or else by function words (`the`, `und`, `para`).
//!
//! No language model is used: pages consist mostly of identifiers, which mislead models. Scripts and function words are
//! not affected by identifiers, and without enough of them there is no answer.

use crate::lexicon::Lexicons;
use crate::locale::Locale;
use crate::page::Side;
use crate::page::tree::InlineKind;

/// A language and the evidence for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detected {
    /// By the script of the letters.
    Script(Locale),
    /// By function words.
    Words(Locale),
}

/// The fewest function words that decide the language of a text.
const LEAST_WORDS: usize = 3;
/// The fewest letters of a script that decide the language of a text.
const LEAST_LETTERS: usize = 8;

/// The locale that stands for a language if no region is known.
const DEFAULT_TAGS: [(&str, &str); 11] = [
    ("de", "de-DE"),
    ("en", "en-US"),
    ("es", "es-ES"),
    ("fr", "fr-FR"),
    ("it", "it-IT"),
    ("ja", "ja-JP"),
    ("ko", "ko-KR"),
    ("pt", "pt-BR"),
    ("ru", "ru-RU"),
    ("zh-Hans", "zh-CN"),
    ("zh-Hant", "zh-TW"),
];

/// Frequent characters that differ between the two Chinese scripts.
const SIMPLIFIED: &str = "这个们对说请为业产东两严举义乐习书买乱争于亚优会传伤备复够头夹应张当录径总户执护报择换据无显时权条来标样档检残济测浏满点爱状现画疗盘确离种称积竞笔类级纪约级纯组细终经结给络统继续维综缩网罗联脑规视览觉订认议记讲论设访证评识词试话该详语误调谢负责败账货质费资赋赛转轮软载较输边达过运还进远连适选递钟钮链错键长门问间闻队阶际险随难页项顺须预领频题额风马驱验";
const TRADITIONAL: &str = "這個們對說請為業產東兩嚴舉義樂習書買亂爭於亞優會傳傷備復夠頭夾應張當錄徑總戶執護報擇換據無顯時權條來標樣檔檢殘濟測瀏滿點愛狀現畫療盤確離種稱積競筆類級紀約純組細終經結給絡統繼續維綜縮網羅聯腦規視覽覺訂認議記講論設訪證評識詞試話該詳語誤調謝負責敗賬貨質費資賦賽轉輪軟載較輸邊達過運還進遠連適選遞鐘鈕鏈錯鍵長門問間聞隊階際險隨難頁項順須預領頻題額風馬驅驗";

/// Bytes of prose that are read first. They are enough for nearly all pages.
const SAMPLE: usize = 768;
/// With this many function words in the sample, the rest of the page is not read.
const ENOUGH_WORDS: usize = 4 * LEAST_WORDS;

/// The language of a page's prose; `None` if neither script nor words decide it.
pub fn detect(side: &Side, lexicons: &Lexicons) -> Option<Detected> {
    let sample = prose(side, SAMPLE);
    if let Some(locale) = by_words(&sample, lexicons, ENOUGH_WORDS) {
        return Some(Detected::Words(locale));
    }
    let all = prose(side, usize::MAX);
    by_script(&all).map(Detected::Script).or_else(|| {
        // A page that is little more than a table of names has few words. If it is ASCII, one English word is enough.
        let english = || by_words(&all, lexicons, 1).filter(|locale| all.is_ascii() && locale.language() == "en");
        by_words(&all, lexicons, LEAST_WORDS).or_else(english).map(Detected::Words)
    })
}

/// The text of headings, paragraphs, list items and cells without code, up to the block that reaches `limit` bytes.
fn prose(side: &Side, limit: usize) -> String {
    let mut prose = String::new();
    for block in &side.tree.blocks {
        if !block.kind.class().is_prose() {
            continue;
        }
        for inline in side.tree.inlines(block) {
            if inline.kind == InlineKind::Text {
                prose.push_str(inline.range.slice(side.text()));
                prose.push(' ');
            }
        }
        prose.push('\n');
        if prose.len() >= limit {
            break;
        }
    }
    prose
}

fn by_script(prose: &str) -> Option<Locale> {
    let (mut han, mut kana, mut hangul, mut cyrillic, mut ukrainian) = (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    let (mut simplified, mut traditional) = (0_usize, 0_usize);
    for character in prose.chars().filter(|character| !character.is_ascii()) {
        match character {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => {
                han += 1;
                simplified += usize::from(SIMPLIFIED.contains(character));
                traditional += usize::from(TRADITIONAL.contains(character));
            }
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            'і' | 'ї' | 'є' | 'ґ' => ukrainian += 1,
            '\u{400}'..='\u{4ff}' => cyrillic += 1,
            _ => {}
        }
    }
    let tag = if kana + han >= LEAST_LETTERS && kana * 10 >= han {
        "ja-JP"
    } else if han >= LEAST_LETTERS && han > hangul {
        if traditional > simplified { "zh-TW" } else { "zh-CN" }
    } else if hangul >= LEAST_LETTERS {
        "ko-KR"
    } else if cyrillic >= LEAST_LETTERS {
        if ukrainian * 20 > cyrillic { "uk-UA" } else { "ru-RU" }
    } else {
        return None;
    };
    Locale::parse(tag)
}

/// The language with at least `least` function words in the text, and at least 1.5 times as many as any other language.
fn by_words(prose: &str, lexicons: &Lexicons, least: usize) -> Option<Locale> {
    let lower = prose.to_lowercase();
    let mut counts: Vec<(usize, &str)> = lexicons.all().iter().map(|lexicon| (0, lexicon.language.as_str())).collect();
    for word in lower.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty()) {
        for position in lexicons.with_function_word(word) {
            counts[usize::from(*position)].0 += 1;
        }
    }
    counts.sort_by(|left, right| right.cmp(left));
    let (first, language) = *counts.first()?;
    let second = counts.get(1).map_or(0, |(count, _)| *count);
    let tag = DEFAULT_TAGS.iter().find(|(known, _)| *known == language).map_or(language, |(_, tag)| tag);
    (first >= least && first * 2 >= second * 3).then(|| Locale::parse(tag))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn language(prose: &str) -> Option<String> {
        let lexicons = Lexicons::built_in();
        by_script(prose).or_else(|| by_words(prose, &lexicons, LEAST_WORDS)).map(|locale| locale.to_string())
    }

    #[test]
    fn languages() {
        assert_eq!(language("創建新的泊位。如果成功，這個方法會傳回物件。").as_deref(), Some("zh-TW"));
        assert_eq!(language("如果成功，此方法将在响应正文中返回对象。").as_deref(), Some("zh-CN"));
        assert_eq!(language("バースの一覧を取得します。").as_deref(), Some("ja-JP"));
        assert_eq!(language("Возвращает список причалов.").as_deref(), Some("ru-RU"));
        assert_eq!(
            language("Gets the list of all berths in a port that the caller can see, with the ships at them.")
                .as_deref(),
            Some("en-US")
        );
        assert_eq!(
            language(
                "Ruft die Liste der Liegeplätze ab, die für den Aufrufer in einem Hafen sichtbar sind und nicht belegt."
            )
            .as_deref(),
            Some("de-DE")
        );
        assert_eq!(language("displayName"), None);
    }
}
