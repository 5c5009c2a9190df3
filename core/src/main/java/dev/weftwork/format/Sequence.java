package dev.weftwork.format;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts entries back between those that were set aside. Both come in the order of their keys. Stateless. */
final class Sequence {
    /** Sorts after every order key: what has none comes last. */
    static final String LAST = "~";

    private Sequence() {}

    static String array(List<Strays.Entry> entries, List<Strays.Entry> strays) {
        return join('[', entries, strays, ']');
    }

    static String object(List<Strays.Entry> entries, List<Strays.Entry> strays) {
        return join('{', entries, strays, '}');
    }

    private static String join(char opening, List<Strays.Entry> entries, List<Strays.Entry> strays, char closing) {
        StringBuilder out = new StringBuilder().append(opening);
        Iterator<Strays.Entry> aside = strays.iterator();
        Strays.@Nullable Entry stray = next(aside);
        for (Strays.Entry entry : entries) {
            while (stray != null && stray.order().compareTo(entry.order()) <= 0) {
                append(out, stray);
                stray = next(aside);
            }
            append(out, entry);
        }
        while (stray != null) {
            append(out, stray);
            stray = next(aside);
        }
        return out.append(closing).toString();
    }

    private static void append(StringBuilder out, Strays.Entry entry) {
        (out.length() == 1 ? out : out.append(',')).append(entry.text());
    }

    private static Strays.@Nullable Entry next(Iterator<Strays.Entry> entries) {
        return entries.hasNext() ? entries.next() : null;
    }
}
