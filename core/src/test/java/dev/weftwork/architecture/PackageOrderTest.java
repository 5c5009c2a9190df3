package dev.weftwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The packages of core stand in layers; each uses itself and the layers below, never a neighbour. */
final class PackageOrderTest {
    private static final String PREFIX = "dev.weftwork.";

    /** Lowest first. A new package takes its place here before its first class is written. */
    private static final List<Set<String>> LAYERS = List.of(
            Set.of("graph"),
            Set.of("change"),
            Set.of("spi", "schedule", "format", "secret"),
            Set.of("schema"),
            Set.of("oplog", "asset", "wire", "metrics", "memory", "version"),
            Set.of("archive"),
            Set.of("store"),
            Set.of("sync"));

    private final JavaClasses core = Repository.mainClassesOfCore();

    @Test
    void everyPackageHasAPlaceInTheOrder() {
        assertThat(core.stream().map(JavaClass::getPackageName).distinct())
                .as("packages that PackageOrderTest.LAYERS does not name")
                .filteredOn(name -> layerOf(name) < 0)
                .isEmpty();
    }

    @Test
    void everyPackageUsesOnlyLowerLayers() {
        assertThat(core.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
                .as("uses of a higher layer or of a neighbour")
                .filteredOn(PackageOrderTest::breaksTheOrder)
                .extracting(Dependency::getDescription)
                .isEmpty();
    }

    private static boolean breaksTheOrder(Dependency dependency) {
        String user = dependency.getOriginClass().getPackageName();
        String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean ours = (used + ".").startsWith(PREFIX);
        return ours && !part(user).equals(part(used)) && layerOf(used) >= layerOf(user);
    }

    private static int layerOf(String packageName) {
        return IntStream.range(0, LAYERS.size())
                .filter(layer -> LAYERS.get(layer).contains(part(packageName)))
                .findFirst()
                .orElse(-1);
    }

    /** The name in the order; the history counts as a part of the store. */
    private static String part(String packageName) {
        String name = packageName.startsWith(PREFIX) ? packageName.substring(PREFIX.length()) : packageName;
        return name.equals("store.history") ? "store" : name;
    }
}
