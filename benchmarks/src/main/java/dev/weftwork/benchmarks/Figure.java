package dev.weftwork.benchmarks;

import java.util.Locale;

/**
 * One measured value.
 *
 * @param name its name
 * @param value the value
 * @param unit its unit; {@code x} for a ratio
 * @param bar what is wanted, or what the value is good for
 * @param detail the absolute numbers behind it
 */
record Figure(String name, double value, String unit, String bar, String detail) {
    /** Two lines: one for people, one for machines. */
    String text() {
        return "# " + name + ": " + bar + "; " + detail + System.lineSeparator() + "figure " + name + " "
                + number(value) + " " + unit;
    }

    /** Three significant digits are all that a shared machine gives. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
