//! Reads a page as far as the rules ask: its links, its code, its headings and
//! its tables, each with its line.

use crate::tree::Source;

/// A piece of a page and the line it stands on, counted from 1.
pub type OnLine<T> = (usize, T);

/// What the rules need to know of a page.
#[derive(Debug, Default)]
pub struct Page {
    /// Where links and pictures point.
    pub links: Vec<OnLine<String>>,
    /// Code within a sentence.
    pub code: Vec<OnLine<String>>,
    /// Lines of code blocks; a line that ends in `\` is joined to the next.
    pub blocks: Vec<OnLine<String>>,
    /// The anchors that headings make.
    pub anchors: Vec<String>,
    /// Rows of tables, cell by cell, without code marks and link targets.
    pub rows: Vec<OnLine<Vec<String>>>,
}

impl Page {
    /// Reads the page.
    #[must_use]
    pub fn read(file: &Source) -> Self {
        let mut page = Self::default();
        let mut in_block = false;
        let mut begun: Option<OnLine<String>> = None;
        for (number, line) in file.lines() {
            let fence = line.trim_start();
            if fence.starts_with("```") || fence.starts_with("~~~") {
                in_block = !in_block;
                page.blocks.extend(begun.take());
            } else if in_block {
                let (first, before) = begun.take().unwrap_or((number, String::new()));
                match line.strip_suffix('\\') {
                    Some(start) => begun = Some((first, format!("{before}{start}"))),
                    None => page.blocks.push((first, format!("{before}{line}"))),
                }
            } else {
                page.read_line(number, line);
            }
        }
        page
    }

    fn read_line(&mut self, number: usize, line: &str) {
        if let Some(heading) = line.strip_prefix('#') {
            self.anchors.push(anchor(heading.trim_start_matches('#')));
        }
        // Between two back-ticks lies code; what is left is prose.
        let mut prose = String::new();
        for (index, part) in line.split('`').enumerate() {
            if index % 2 == 1 {
                self.code.push((number, part.to_owned()));
            } else {
                prose.push_str(part);
            }
        }
        for (start, end) in [("](", ")"), ("src=\"", "\""), ("href=\"", "\"")] {
            for rest in prose.split(start).skip(1) {
                if let Some((target, _)) = rest.split_once(end) {
                    let target = target.split_whitespace().next().unwrap_or("");
                    self.links.push((number, target.to_owned()));
                }
            }
        }
        if prose.starts_with('[')
            && let Some((_, target)) = prose.split_once("]: ")
        {
            self.links.push((number, target.trim().to_owned()));
        }
        if let Some(row) = line.trim().strip_prefix('|') {
            let cells = row.trim_end_matches('|').split('|').map(plain);
            self.rows.push((number, cells.collect()));
        }
    }
}

/// A cell's words: no code marks, no stars, and of a link only its text.
fn plain(cell: &str) -> String {
    let cell = cell.replace(['`', '*'], "");
    let cell = cell.trim();
    let text = cell
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]("))
        .map_or(cell, |(text, _)| text);
    text.to_owned()
}

/// The anchor that a heading makes: small letters, hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ if letter.is_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page::read(&Source::made_up("README.md", text))
    }

    #[test]
    fn links_are_found_in_every_form() {
        let page = page(
            "See [a](one.md) and ![b](two.png \"B\") and [`c`](three/d.rs#L1).\n\
             <img src=\"four.png\">\n[e]: five.md\nnot `[f](six.md)`\n",
        );
        let links: Vec<_> = page
            .links
            .iter()
            .map(|(line, to)| (*line, to.as_str()))
            .collect();
        assert_eq!(
            links,
            [
                (1, "one.md"),
                (1, "two.png"),
                (1, "three/d.rs#L1"),
                (2, "four.png"),
                (3, "five.md")
            ]
        );
    }

    #[test]
    fn code_in_blocks_is_told_from_code_in_sentences() {
        let page = page("Run `tests/run`:\n```sh\ngatehouse demo \\\n  --exit\nls\n```\nEnd.\n");
        assert_eq!(page.code, [(1, "tests/run".to_owned())]);
        assert_eq!(
            page.blocks,
            [
                (3, "gatehouse demo   --exit".to_owned()),
                (5, "ls".to_owned())
            ]
        );
    }

    #[test]
    fn headings_make_anchors_and_tables_make_rows() {
        let page = page("## The code's map\n| floor | crate |\n|---|---|\n| 0 | [`domain`](x) |\n");
        assert_eq!(page.anchors, ["the-codes-map"]);
        assert_eq!(page.rows[2], (4, vec!["0".to_owned(), "domain".to_owned()]));
    }
}
