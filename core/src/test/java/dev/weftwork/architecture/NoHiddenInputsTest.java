package dev.weftwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Core sees time, chance, threads, files and the network only through what its caller injects. Otherwise a simulated
 * run could not be repeated.
 */
final class NoHiddenInputsTest {
    /**
     * The defaults that reach the real world so that nothing else has to. Assets are files by their nature, so one class
     * holds the few things that are done with them; a simulated run uses assets in memory and never comes there.
     */
    private static final Set<String> DOORS = Set.of(
            "dev.weftwork.schedule.SystemScheduler",
            "dev.weftwork.schedule.RunningProcess",
            "dev.weftwork.graph.SystemIds",
            "dev.weftwork.secret.SystemNonces",
            "dev.weftwork.asset.Disk");

    /** {@code java.net.http} needs no ban: core's module does not read it. */
    private static final List<Pattern> BANNED_TYPES = patterns(
            "java\\.util\\.concurrent\\.(Executors|ForkJoinPool|(Scheduled)?ThreadPoolExecutor)",
            "java\\.util\\.Timer(Task)?",
            "java\\.util\\.(Splittable)?Random",
            "java\\.security\\.SecureRandom",
            "java\\.util\\.concurrent\\.ThreadLocalRandom",
            "java\\.io\\.(File(?!NotFoundException)\\w*|RandomAccessFile)",
            "java\\.nio\\.file\\.(Files|FileSystems)",
            "java\\.nio\\.channels\\.\\w*(File|Socket|Datagram)Channel",
            "java\\.net\\.(\\w*Socket|\\w*URLConnection|InetAddress)");

    /** Matched against owner, name and parameters, as in {@code java.lang.Thread.sleep(long)}. */
    private static final List<Pattern> BANNED_CALLS = patterns(
            "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)",
            "java\\.time\\.[\\w.]+\\.now\\((java\\.time\\.ZoneId)?\\)",
            "java\\.time\\.Clock\\.(system|tick).*",
            "java\\.util\\.Calendar\\.getInstance\\(.*",
            "java\\.lang\\.Thread\\.(<init>|start|sleep|startVirtualThread|ofVirtual|ofPlatform)\\(.*",
            "java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*",
            "java\\.lang\\.Runtime\\.(addShutdownHook|removeShutdownHook|exit|halt|exec)\\(.*",
            "java\\.util\\.concurrent\\.Complet\\w+\\.\\w+Async\\((?!.*Executor).*",
            "java\\.util\\.concurrent\\.CompletableFuture\\.(orTimeout|completeOnTimeout|delayedExecutor)\\(.*",
            "java\\.util\\.UUID\\.randomUUID\\(\\)",
            "java\\.lang\\.(Strict)?Math\\.random\\(\\)",
            "java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)",
            "java\\.util\\.random\\.RandomGenerator\\.(of|getDefault)\\(.*",
            "java\\.net\\.URL\\.open(Connection|Stream)\\(.*",
            "java\\.util\\.[\\w.]+\\.(parallelStream|parallel)\\(\\)",
            "java\\.util\\.Arrays\\.parallel\\w+\\(.*");

    /** A door, too: packages are files for whoever names one by its path; the other calls take streams and channels. */
    private static final String PACKAGES = "dev.weftwork.store.PackageFile";

    @Test
    void coreReachesTheWorldOnlyThroughItsDoors() {
        assertThat(Repository.mainClassesOfCore().stream()
                        .filter(type -> !DOORS.contains(outermost(type))
                                && !outermost(type).equals(PACKAGES))
                        .flatMap(NoHiddenInputsTest::offences))
                .as("uses of time, chance, threads, files or the network")
                .isEmpty();
    }

    @Test
    void everyBanSeesItsOffence() {
        List<String> seen = Repository.testClassesOfCore().stream()
                .filter(type -> outermost(type).equals(HiddenInputs.class.getName()))
                .flatMap(NoHiddenInputsTest::offences)
                .toList();

        assertThat(Stream.concat(BANNED_TYPES.stream(), BANNED_CALLS.stream()).map(Pattern::pattern))
                .as("bans without an offence in HiddenInputs")
                .allSatisfy(ban -> assertThat(seen).anyMatch(offence -> offence.endsWith(bracketed(ban))));
    }

    private static Stream<String> offences(JavaClass type) {
        Stream<String> types = type.getDirectDependenciesFromSelf().stream()
                .flatMap(use -> matches(
                        BANNED_TYPES,
                        use.getTargetClass().getBaseComponentType().getName().replaceFirst("\\$.*", ""),
                        use.getDescription()));
        Stream<String> calls = type.getAccessesFromSelf().stream()
                .flatMap(use -> matches(BANNED_CALLS, fullName(use), use.getDescription()));
        return Stream.concat(types, calls);
    }

    private static Stream<String> matches(List<Pattern> bans, String name, String description) {
        return bans.stream()
                .filter(ban -> ban.matcher(name).matches())
                .map(ban -> description + bracketed(ban.pattern()));
    }

    private static String bracketed(String ban) {
        return " [" + ban + "]";
    }

    private static String fullName(JavaAccess<?> access) {
        return access.getTarget().getFullName();
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    private static List<Pattern> patterns(String... patterns) {
        return Stream.of(patterns).map(Pattern::compile).toList();
    }
}
