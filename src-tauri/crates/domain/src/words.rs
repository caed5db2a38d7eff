//! Enums whose values have one word each, in files and on the wire.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in files and on the wire.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Result<Self, $crate::Refusal> {
                Self::ALL.iter().copied().find(|value| value.word() == word).ok_or($crate::Refusal::Invalid {
                    what: concat!("The ", stringify!($name)),
                    expected: concat!("one of ", $($word, ", "),*),
                })
            }
        }
    };
}
pub(crate) use words;
