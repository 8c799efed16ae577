//! Somebody's browser, as far as a test needs one: it keeps cookies, sends what
//! a form holds, and follows nothing by itself.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, header, multipart, redirect::Policy};

/// It has seen a page and can send the form on it.
pub struct Browser {
    client: Client,
    address: String,
    /// What goes with every form, from the last page that had one.
    token: String,
}

/// What came back.
pub struct Seen {
    pub status: u16,
    pub headers: header::HeaderMap,
    /// The page, as it was sent.
    pub html: String,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .timeout(Duration::from_mins(1));
        Self {
            client: client.build().unwrap(),
            address: address.to_owned(),
            token: String::new(),
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Seen {
        let request = self.client.get(self.at(path));
        self.send(request).await
    }

    /// Opens a page and what it leads to, as a person sees it.
    pub async fn open(&mut self, path: &str) -> Seen {
        let mut seen = self.get(path).await;
        while let Some(next) = seen.location() {
            seen = self.get(&next).await;
        }
        seen
    }

    /// Sends a form with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let token = self.token.clone();
        let mut fields = fields.to_vec();
        fields.push(("token", &token));
        self.post_bare(path, &fields).await
    }

    /// Sends a form and opens what it leads to.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let seen = self.post(path, fields).await;
        match seen.location() {
            Some(next) => self.open(&next).await,
            None => seen,
        }
    }

    /// Sends a form just so.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let request = self.client.post(self.at(path)).form(fields);
        self.send(request).await
    }

    /// Sends files by a form: fields' names, files' names and content.
    pub async fn upload(&mut self, path: &str, files: &[(&'static str, &str, &[u8])]) -> Seen {
        let mut form = multipart::Form::new().text("token", self.token.clone());
        for (field, name, bytes) in files {
            let part = multipart::Part::bytes(bytes.to_vec()).file_name((*name).to_owned());
            form = form.part(*field, part);
        }
        let request = self.client.post(self.at(path)).multipart(form);
        self.send(request).await
    }

    /// A request that is put together by hand.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.at(path))
    }

    /// Sends it.
    pub async fn send(&mut self, request: RequestBuilder) -> Seen {
        let answer = request.send().await.unwrap();
        let seen = Seen {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            html: String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned(),
        };
        if let Some(token) = seen.find_field("token") {
            self.token = token;
        }
        seen
    }

    /// The token that goes with the forms of this sign-in.
    pub fn token(&self) -> &str {
        &self.token
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Seen {
    /// It has that status; gives itself back for more.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// It leads to that page, whatever is said there.
    #[track_caller]
    pub fn leads_to(&self, path: &str) {
        let location = self.location().unwrap_or_default();
        let to = location.split('?').next().unwrap_or_default();
        assert_eq!((self.status, to), (303, path), "{}", self.text());
    }

    /// Whether it is the same answer, byte for byte.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let parts = |seen: &Self| (seen.status, seen.location(), seen.html.clone());
        parts(self) == parts(other)
    }

    /// Where it leads.
    pub fn location(&self) -> Option<String> {
        let to = self.headers.get(header::LOCATION)?;
        Some(to.to_str().unwrap().to_owned())
    }

    /// The page says that, in one piece.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(text.contains(words), "{words:?} is not in {text:?}");
        self
    }

    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Self {
        let text = self.text();
        assert!(!text.contains(words), "{words:?} is in {text:?}");
        self
    }

    /// What a person reads: without tags, spaces as one.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in self.html.split('<') {
            text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
            text.push(' ');
        }
        let text = text
            .replace("&#38;", "&")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#60;", "<")
            .replace("&#62;", ">");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What stands in a hidden or filled field.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let found = self.find_field(name);
        found.unwrap_or_else(|| panic!("no field {name} in {}", self.html))
    }

    fn find_field(&self, name: &str) -> Option<String> {
        let from = self.html.split(&format!("name=\"{name}\"")).nth(1)?;
        let tag = from.split('>').next()?;
        let value = tag.split("value=\"").nth(1)?;
        Some(value.split('"').next()?.to_owned())
    }

    /// The addresses that the page leads to, each once, that begin like that.
    pub fn links(&self, beginning: &str) -> Vec<String> {
        let mut links = Vec::new();
        for piece in self.html.split(" href=\"").skip(1) {
            let link = piece.split('"').next().unwrap().replace("&#38;", "&");
            if link.starts_with(beginning) && !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }
}
