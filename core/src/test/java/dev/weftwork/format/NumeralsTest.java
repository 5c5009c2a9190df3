package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumeralsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0.0",
        "1, 1",
        "-3.5, -3.5",
        "0.1, 0.1",
        "777.3229608822006, 777.3229608822006",
        "1e3, 1000",
        "1e-7, 0.0000001",
        "2e-3, 0.002",
        "9007199254740991, 9007199254740991"
    })
    void numbersArePlainDecimals(double value, String text) {
        assertThat(Numerals.text(value)).isEqualTo(text);
    }

    @Property
    void everyNumberIsReadBackAsItself(@ForAll double value) {
        assertThat(Double.parseDouble(Numerals.text(value))).isEqualTo(value);
    }

    @Property
    void plainDecimalsOfFewDigitsAreTheirOwnText(@ForAll int digits, @ForAll boolean thousandth) {
        double value = thousandth ? digits / 1000.0 : digits;
        assertThat(Numerals.plain(value)).isNotNull().doesNotContain("E");
        assertThat(Double.parseDouble(Numerals.text(value))).isEqualTo(value);
    }
}
