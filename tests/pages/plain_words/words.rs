//! What a person reads of a page: its main part, in blocks, without what is no
//! running text.

/// Elements within a line; every other one begins or ends a block.
const WITHIN: [&str; 8] = ["a", "abbr", "b", "em", "i", "span", "strong", "u"];
/// Elements whose content nobody reads as text: codes, what can be chosen.
const ASIDE: [&str; 6] = ["code", "option", "script", "svg", "template", "textarea"];

/// The blocks of text in the main part of a page.
pub fn blocks(html: &str) -> Vec<String> {
    let main = html.split_once("<main").map_or("", |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let (mut blocks, mut block) = (Vec::new(), String::new());
    let mut aside: Option<&str> = None;
    // The first piece is what is left of the tag of the main part.
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '\n', '/']).next().unwrap_or_default();
        match aside {
            Some(held) if is_end && name == held => aside = None,
            Some(_) => continue,
            None if !is_end => aside = ASIDE.into_iter().find(|aside| *aside == name),
            None => {}
        }
        if !WITHIN.contains(&name) && name != "code" {
            blocks.push(std::mem::take(&mut block));
        }
        if aside.is_none() {
            block.push_str(text);
        }
    }
    blocks.push(block);
    let plain = blocks.iter().map(|block| plain(block));
    plain.filter(|block| !block.is_empty()).collect()
}

fn plain(block: &str) -> String {
    let text = block
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#38;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_is_read_in_blocks_and_what_is_no_text_is_left_out() {
    let html = "<title>No</title><main class=\"x\" id=\"main\"><h1>A <b>page</b></h1>\n<p>One. \
        It&#39;s <a href=\"/two\">two</a>.</p><select><option>three</option></select>\
        <p>Tell <code>no-such-thing</code> four.</p></main><footer>five</footer>";
    assert_eq!(blocks(html), ["A page", "One. It's two.", "Tell four."]);
}
