//! Words of forms and of files that hold a mapping: each has one code, made in
//! one place with the way it is written down.

/// Makes an enum whose variants each carry a code, by which they are written
/// down and found again.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$each:meta])* $variant:ident = $code:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every one of them, in their order.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// Its code in forms and files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// What a code stands for.
            #[must_use]
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }
        }
    };
}

pub(super) use codes;
