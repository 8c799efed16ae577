//! The page as it looks to who asks for other colours: a dark one, or few
//! colours of their own (forced colours, which Windows calls high contrast).
//! The page that is open is looked at; it is not loaded anew.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::{
    chromium::{Person, Screen, before_screen},
    site::{Site, on_site},
};

impl Person {
    /// What of a page that [`Person::faults`] looked at cannot be read or told
    /// apart in the dark or in forced colours; empty where all is well.
    pub async fn faults_in_other_colours(&self) -> WebDriverResult<Vec<String>> {
        let mut faults = Vec::new();
        self.prefer("prefers-color-scheme", "dark").await?;
        faults.extend(self.found("dark", CONTRAST).await?);
        self.prefer("forced-colors", "active").await?;
        faults.extend(self.found("forced colours", FORCED).await?);
        self.prefer("forced-colors", "").await?;
        Ok(faults)
    }

    /// Lets the browser ask for that, and for nothing else.
    async fn prefer(&self, feature: &str, value: &str) -> WebDriverResult<()> {
        let asked = json!({"features": [{"name": feature, "value": value}]});
        let tools = self.driver.cdp();
        tools.send_raw("Emulation.setEmulatedMedia", asked).await?;
        Ok(())
    }

    async fn found(&self, when: &str, script: &str) -> WebDriverResult<Vec<String>> {
        let found = self.driver.execute_async(script, Vec::new()).await?;
        let found: Vec<Value> = found.convert()?;
        Ok(found.iter().map(|one| format!("{when}: {one}")).collect())
    }
}

/// What axe says of contrast: text (WCAG 1.4.3) and links in it (1.4.1). Only
/// where the page is dark at all.
const CONTRAST: &str = r#"
    const done = arguments[arguments.length - 1];
    if (!matchMedia("(prefers-color-scheme: dark)").matches) done(["it does not become dark"]);
    const values = ["color-contrast", "link-in-text-block"];
    axe.run(document, { runOnly: { type: "rule", values } }).then((found) =>
        done(found.violations.map((one) => ({
            rule: one.id,
            at: one.nodes.map((node) => `${node.target} ${node.failureSummary}`),
        }))),
    );
"#;

/// Grounds have one colour then, and shadows are gone: what can be pressed and
/// what has the focus must have a line around it, and where one is must be told
/// by more than a ground.
const FORCED: &str = r#"
    const done = arguments[arguments.length - 1];
    const faults = [];
    const say = (one, what) => faults.push(`${one.outerHTML.split(">")[0]}> ${what}`);
    if (!matchMedia("(forced-colors: active)").matches) faults.push("colours are not forced");
    const line = (style, name) => style[`${name}Style`] !== "none" && parseFloat(style[`${name}Width`]) > 0;
    const outlined = (style) => line(style, "outline");
    const bordered = (style) => ["Top", "Right", "Bottom", "Left"].some((side) => line(style, `border${side}`));
    // What can be ticked is drawn before the label after it; the field itself is
    // not seen.
    const drawn = (one) =>
        getComputedStyle(one).opacity === "0" && one.nextElementSibling
            ? getComputedStyle(one.nextElementSibling, "::before")
            : getComputedStyle(one);
    const reached = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    for (const one of document.querySelectorAll(reached)) {
        if (!one.checkVisibility() || one.disabled) continue;
        one.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement !== one) say(one, "does not take the focus");
        else if (!outlined(drawn(one))) say(one, "has the focus and no line around it");
        one.blur();
        const isPressed = one.matches("button, .govuk-button, input:not([type=file], [type=image]), select, textarea");
        if (isPressed && !bordered(drawn(one))) say(one, "is told from its ground by colour alone");
    }
    for (const one of document.querySelectorAll("[aria-current]")) {
        const item = one.closest("li") ?? one;
        const looks = (item) => {
            const [own, inner] = [getComputedStyle(item), getComputedStyle(item.firstElementChild ?? item)];
            return [own.borderBottomWidth, own.borderBottomColor, own.borderLeftWidth, inner.fontWeight].join();
        };
        const others = [...item.parentElement.children].filter((other) => other !== item);
        if (others.some((other) => looks(other) === looks(item))) say(one, "looks as those where one is not");
    }
    for (const one of document.querySelectorAll(".govuk-form-group--error")) {
        if (!bordered(getComputedStyle(one))) say(one, "is wrong by colour alone");
    }
    for (const one of document.querySelectorAll("body *:empty")) {
        const filled = getComputedStyle(one).backgroundImage !== "none";
        if (filled && !one.textContent) say(one, "is a ground and nothing else");
    }
    done(faults);
"#;

#[test]
fn what_cannot_be_told_apart_in_other_colours_is_found() {
    on_site(async |site: Site| {
        before_screen(&site, Screen::Phone, async |person| {
            person.open("/sign-in").await?;
            assert_eq!(person.faults().await?, [""; 0]);
            assert_eq!(person.faults_in_other_colours().await?, [""; 0]);
            // Pale in the light and in the dark; no line around, ever.
            let spoil = "const button = document.querySelector('main button');\
                button.style.color = '#777777'; button.style.backgroundColor = '#666666';\
                button.style.border = 'none'; button.style.outline = 'none';";
            person.driver.execute(spoil, Vec::new()).await?;
            let found = person.faults_in_other_colours().await?.concat();
            for fault in ["color-contrast", "no line around it", "by colour alone"] {
                assert!(found.contains(fault), "{fault} is not in {found}");
            }
            Ok(())
        })
        .await;
    });
}
