//! A real browser on a real page: Chromium without a window, driven as a person
//! drives it.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use gatehouse_domain::role::Role;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::site::{PASSWORD, Site, login};

/// A screen to look at pages on, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The narrowest that WCAG 2.2 asks for (1.4.10, reflow).
    Phone,
    /// A laptop.
    Laptop,
}

impl Screen {
    const fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (320, 640),
            Self::Laptop => (1280, 900),
        }
    }
}

/// How long somebody waits for a page, and how often they look.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Waits until a page has made place for the next.
async fn gone(page: &WebElement) -> WebDriverResult<()> {
    page.wait_until().wait(PATIENCE, LOOK_EVERY).stale().await
}

/// Somebody at a screen.
pub struct Person {
    pub driver: WebDriver,
    address: String,
}

/// The program that drives the browser; gone with its browsers when dropped.
struct Driver(Child, u16);

impl Driver {
    #[expect(
        clippy::disallowed_methods,
        reason = "a browser is a program of its own"
    )]
    fn start() -> Self {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.expect("chromedriver is not installed: run tests/run");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.unwrap();
            let port = line.split_once("started successfully on port ")?.1;
            port.trim_end_matches('.').parse().ok()
        });
        Self(child, port.expect("chromedriver tells its port"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Puts somebody before a screen on which the site is open.
pub async fn before_screen(
    site: &Site,
    screen: Screen,
    story: impl AsyncFnOnce(&Person) -> WebDriverResult<()>,
) {
    let started = Driver::start();
    let (width, height) = screen.size();
    let mut wanted = DesiredCapabilities::chrome();
    for word in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--lang=en-GB",
    ] {
        wanted.add_arg(word).unwrap();
    }
    let device = json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}});
    wanted
        .add_experimental_option("mobileEmulation", device)
        .unwrap();
    let server = format!("http://127.0.0.1:{}", started.1);
    let driver = WebDriver::new(server, wanted)
        .await
        .expect("Chromium starts");
    let person = Person {
        driver: driver.clone(),
        address: site.address.clone(),
    };
    let told = driver.run_and_quit(async |_| story(&person).await).await;
    told.expect("the browser does what it is asked for");
}

impl Person {
    /// Opens a page by its address.
    pub async fn open(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}{path}", self.address)).await
    }

    /// Where they are.
    pub async fn path(&self) -> WebDriverResult<String> {
        Ok(self.driver.current_url().await?.path().to_owned())
    }

    /// Signs in through the door, the first time with the agreement.
    pub async fn sign_in(&self, role: Role) -> WebDriverResult<()> {
        self.sign_in_as(login(role)).await
    }

    /// The same for somebody with that user name.
    pub async fn sign_in_as(&self, name: &str) -> WebDriverResult<()> {
        self.driver.delete_all_cookies().await?;
        self.open("/sign-in").await?;
        if let Ok(school) = self.driver.find(By::Id("school")).await {
            school.send_keys("L").await?;
        }
        self.fill("login", name).await?;
        self.fill("password", PASSWORD).await?;
        self.press("Sign in").await?;
        if self.path().await? == "/sign-in/agreement" {
            self.driver.find(By::Id("agreed")).await?.click().await?;
            self.press("Sign").await?;
        }
        assert_eq!(self.path().await?, "/");
        Ok(())
    }

    /// Types into a field, over what stands there.
    pub async fn fill(&self, id: &str, text: &str) -> WebDriverResult<()> {
        let field = self.driver.find(By::Id(id)).await?;
        field.clear().await?;
        field.send_keys(text).await
    }

    /// Presses the button that says so, and is on the next page.
    pub async fn press(&self, says: &str) -> WebDriverResult<()> {
        let page = self.driver.find(By::Tag("html")).await?;
        self.push(says).await?;
        gone(&page).await
    }

    /// Presses a button that leads to no other page.
    pub async fn push(&self, says: &str) -> WebDriverResult<()> {
        let button = By::XPath(format!("//main//button[normalize-space()='{says}']"));
        self.driver.find(button).await?.click().await
    }

    /// Follows the link that says so, and is on its page.
    pub async fn follow(&self, says: &str) -> WebDriverResult<()> {
        let page = self.driver.find(By::Tag("html")).await?;
        let link = By::XPath(format!("//a[normalize-space()='{says}']"));
        self.driver.find(link).await?.click().await?;
        gone(&page).await
    }

    /// Ticks the box, or the answer, that is called so.
    pub async fn tick(&self, label: &str) -> WebDriverResult<()> {
        let label = By::XPath(format!("//label[normalize-space()='{label}']"));
        self.driver.find(label).await?.click().await
    }

    /// Waits until something on the page says that.
    pub async fn sees(&self, words: &str) -> WebDriverResult<()> {
        let there = By::XPath(format!(
            "//main//*[contains(normalize-space(.), \"{words}\")]"
        ));
        let there = self.driver.query(there).wait(PATIENCE, LOOK_EVERY);
        if there.first_opt().await?.is_none() {
            let page = self.driver.find(By::Tag("main")).await?.text().await?;
            panic!("{words:?} is not in {page:?}");
        }
        Ok(())
    }

    /// Nothing on the page is a picture, or leads to one.
    pub async fn shows_no_picture(&self) -> WebDriverResult<()> {
        let pictures = By::Css("img, picture, svg, video, [href*='/photos/']");
        let found = self.driver.find_all(pictures).await?;
        assert!(found.is_empty(), "a picture on {}", self.path().await?);
        Ok(())
    }

    /// A picture of the page for the README, where one is asked for.
    #[expect(
        clippy::disallowed_methods,
        reason = "who makes the README's pictures says where they go"
    )]
    pub async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let Some(folder) = std::env::var_os("GATEHOUSE_TEST_SCREENSHOTS") else {
            return Ok(());
        };
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        self.driver.screenshot(&file).await
    }

    /// What axe finds on the page by WCAG 2.2 A and AA, and whether the page is
    /// wider than the screen; empty where all is well.
    pub async fn faults(&self) -> WebDriverResult<Vec<String>> {
        self.driver.execute(axe(), Vec::new()).await?;
        let found = self.driver.execute_async(LOOK, Vec::new()).await?;
        let found: Vec<Value> = found.convert()?;
        let mut faults: Vec<String> = found.iter().map(Value::to_string).collect();
        let wide = "return document.documentElement.scrollWidth - innerWidth";
        let over: i64 = self.driver.execute(wide, Vec::new()).await?.convert()?;
        if over > 0 {
            faults.push(format!("the page is {over} pixels wider than the screen"));
        }
        Ok(faults)
    }

    /// Nothing is wrong with the page.
    pub async fn is_fine(&self) -> WebDriverResult<()> {
        let faults = self.faults().await?;
        assert!(faults.is_empty(), "{}: {faults:#?}", self.path().await?);
        Ok(())
    }
}

/// Runs axe and gives each rule that is broken with the places.
const LOOK: &str = r#"
    const done = arguments[arguments.length - 1];
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
    const rules = { "target-size": { enabled: true } };
    axe.run(document, { runOnly: { type: "tag", values: tags }, rules }).then((found) =>
        done(found.violations.map((one) => ({
            rule: one.id,
            at: one.nodes.map((node) => `${node.target} ${node.failureSummary}`),
        }))),
    );
"#;

/// axe itself, which `tests/run` installs.
#[expect(
    clippy::disallowed_methods,
    reason = "where axe lies is told to the tests by the environment"
)]
fn axe() -> &'static str {
    static AXE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    AXE.get_or_init(|| {
        let file = std::env::var("GATEHOUSE_TEST_AXE")
            .expect("GATEHOUSE_TEST_AXE names no axe.min.js: run tests/run, which installs one");
        std::fs::read_to_string(file).expect("axe.min.js is there")
    })
}
