package dev.weftwork.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Names the running process so that another on the same machine can tell whether it still runs. A number alone would not
 * do: numbers are given again, and each container and each machine counts its own. So the name holds what tells machine
 * and container apart, the number, and when the process started. Where the system does not tell all of that, a process
 * has no name.
 */
final class RunningProcess {
    /** The start is worked out from the time of day at boot, which may be corrected. */
    private static final long SLACK = 60_000;

    private static final int PARTS = 4;

    private RunningProcess() {}

    static Optional<String> name() {
        ProcessHandle self = ProcessHandle.current();
        Optional<Instant> started = self.info().startInstant();
        return place().flatMap(place -> started.map(start -> place + " " + self.pid() + " " + start.toEpochMilli()));
    }

    /** The boot of this machine and the space in which it counts processes, where the system tells. */
    private static Optional<String> place() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            String space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return boot.isEmpty() || boot.contains(" ") || space.contains(" ")
                    ? Optional.empty()
                    : Optional.of(boot + " " + space);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.empty();
        }
    }

    /** Whether a process of that name has surely ended; false if that cannot be told from here. */
    static boolean hasEnded(String name) {
        String[] parts = name.split(" ", -1);
        boolean here = parts.length == PARTS
                && place().filter((parts[0] + " " + parts[1])::equals).isPresent();
        return here && !runs(parts[2], parts[3]);
    }

    private static boolean runs(String pid, String started) {
        try {
            long start = Long.parseLong(started);
            return ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(each -> Math.abs(each.toEpochMilli() - start) <= SLACK)
                            .orElse(true))
                    .isPresent();
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
