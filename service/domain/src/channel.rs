//! Where a photo may go at the end of its way: the one list of channels.

use serde::{Deserialize, Serialize};

/// A place where a photo can be shown. Each is cleared apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The school's own public website.
    Website,
    /// An official social account.
    Social,
    /// Newspapers and broadcasters.
    Press,
    /// A newsletter that is sent home: a proof sent home is published too.
    Newsletter,
    /// A printed or downloadable prospectus.
    Prospectus,
    /// The learning platform, behind the school's sign-in.
    Vle,
    /// A wall or screen inside the school.
    Display,
}

impl Channel {
    /// Every channel, in the order in which pages and tables list them.
    pub const ALL: [Self; 7] = [
        Self::Website,
        Self::Social,
        Self::Press,
        Self::Newsletter,
        Self::Prospectus,
        Self::Vle,
        Self::Display,
    ];

    /// Whether people outside the school can see it.
    #[must_use]
    pub const fn is_external(self) -> bool {
        !matches!(self, Self::Vle | Self::Display)
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Website => "School website",
            Self::Social => "Social media",
            Self::Press => "Press",
            Self::Newsletter => "Newsletter",
            Self::Prospectus => "Prospectus",
            Self::Vle => "Learning platform",
            Self::Display => "Display in school",
        }
    }

    /// The stable name used in files, on the command line and in answers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Website => "website",
            Self::Social => "social",
            Self::Press => "press",
            Self::Newsletter => "newsletter",
            Self::Prospectus => "prospectus",
            Self::Vle => "vle",
            Self::Display => "display",
        }
    }
}

impl std::fmt::Display for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// The text was not the name of a channel.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no such channel: use website, social, press, newsletter, prospectus, vle or display"
)]
pub struct UnknownChannel;

impl std::str::FromStr for Channel {
    type Err = UnknownChannel;

    fn from_str(text: &str) -> Result<Self, UnknownChannel> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.code() == text)
            .ok_or(UnknownChannel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_reads_back_from_its_code() {
        for channel in Channel::ALL {
            assert_eq!(channel.code().parse(), Ok(channel));
        }
        assert_eq!("Website".parse::<Channel>(), Err(UnknownChannel));
    }

    #[test]
    fn only_the_vle_and_displays_stay_inside_the_school() {
        let inside: Vec<_> = Channel::ALL
            .into_iter()
            .filter(|c| !c.is_external())
            .collect();
        assert_eq!(inside, [Channel::Vle, Channel::Display]);
    }
}
