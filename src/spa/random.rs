//! The random value in a packet.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The random value in a packet: exactly 16 decimal digits, with leading zeros where it is small. It comes from the
/// caller, who has a generator. It does not print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Random(u64);

/// Why something is not a random value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a number of 16 digits")]
pub struct RandomError;

impl Random {
    /// How many values there are: 16 digits.
    pub const COUNT: u64 = 10_000_000_000_000_000;

    /// How many digits it has.
    const DIGITS: usize = 16;

    /// The digits of a number.
    ///
    /// # Errors
    ///
    /// From [`Random::COUNT`] on, where 16 digits do not suffice.
    pub fn new(value: u64) -> Result<Self, RandomError> {
        if value >= Self::COUNT {
            return Err(RandomError);
        }
        Ok(Self(value))
    }

    /// The last 16 digits of a number; of one that any is as likely as any other, they are as good as that.
    #[must_use]
    pub fn of(value: u64) -> Self {
        Self(value % Self::COUNT)
    }
}

impl FromStr for Random {
    type Err = RandomError;

    fn from_str(text: &str) -> Result<Self, RandomError> {
        if text.len() != Self::DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(RandomError);
        }
        text.parse().map_err(|_| RandomError).and_then(Self::new)
    }
}

impl fmt::Display for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.0, width = Self::DIGITS)
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0000000000000000")]
    #[case(123_456_789_012_345, "0123456789012345")]
    #[case(9_999_999_999_999_999, "9999999999999999")]
    fn it_has_16_digits(#[case] value: u64, #[case] digits: &str) {
        let random = Random::new(value).unwrap();
        assert_eq!(random.to_string(), digits);
        assert_eq!(digits.parse(), Ok(random));
    }

    #[test]
    fn more_than_16_digits_are_refused() {
        assert_eq!(Random::new(Random::COUNT), Err(RandomError));
    }

    #[rstest]
    #[case("")]
    #[case("012345678901234")]
    #[case("01234567890123456")]
    #[case("012345678901234a")]
    #[case("+123456789012345")]
    #[case(" 123456789012345")]
    #[case("٠١٢٣٤٥٦٧")]
    fn other_texts_are_refused(#[case] text: &str) {
        assert_eq!(text.parse::<Random>(), Err(RandomError));
    }

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", Random::new(5).unwrap()), "Random");
    }
}
