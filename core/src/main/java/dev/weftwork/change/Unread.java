package dev.weftwork.change;

import java.util.function.Supplier;

/**
 * Registers that are read when somebody first asks for them; a race costs no more than reading twice. Whoever holds one
 * in a final field may be shared between threads: they see either what reads, or what was read.
 */
final class Unread {
    private Object registers;

    Unread(Supplier<Registers> reading) {
        registers = reading;
    }

    @SuppressWarnings("unchecked") // nothing else is ever put there
    Registers read() {
        Object known = registers;
        if (known instanceof Registers read) {
            return read;
        }
        Registers read = ((Supplier<Registers>) known).get();
        // what was read from is not needed any more, and may be large
        registers = read;
        return read;
    }
}
