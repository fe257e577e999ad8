//! Numbers as C's atoi(3) reads them.

/// A number as atoi(3) reads it.
pub(super) struct Number {
    /// Zero where there is none.
    pub value: i64,
    /// Whether something stands behind it that atoi(3) passes over.
    pub has_more: bool,
}

/// The number at the beginning of a text.
pub(super) fn atoi(text: &str) -> Number {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first() {
        Some(b'-') => (-1, &text[1..]),
        Some(b'+') => (1, &text[1..]),
        _ => (1, text),
    };
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    Number {
        // Longer ones than fit are out of every range.
        value: sign
            * digits[..end]
                .parse()
                .unwrap_or(if end == 0 { 0 } else { i64::MAX }),
        has_more: end < digits.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("7000", 7000, false)]
    #[case(" 7000 ", 7000, false)]
    #[case("7000x", 7000, true)]
    #[case("7 000", 7, true)]
    #[case("+7", 7, false)]
    #[case("-7", -7, false)]
    #[case("x7", 0, true)]
    #[case("0x10", 0, true)]
    #[case("", 0, false)]
    #[case("-", 0, false)]
    #[case("99999999999999999999", i64::MAX, false)]
    #[case("-99999999999999999999", -i64::MAX, false)]
    fn a_number_ends_where_its_digits_do(
        #[case] text: &str,
        #[case] value: i64,
        #[case] has_more: bool,
    ) {
        let number = atoi(text);
        assert_eq!((number.value, number.has_more), (value, has_more));
    }
}
