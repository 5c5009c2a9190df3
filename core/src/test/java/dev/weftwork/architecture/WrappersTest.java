package dev.weftwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What stands before a place for assets hands on every call. A default method that nobody handed on hid what the place
 * could do, twice, and downloads hung.
 */
final class WrappersTest {
    private final JavaClasses main = Repository.mainClassesOfCore();

    @Test
    void whatStandsBeforeAPlaceLeavesNoMethodToItsDefault() {
        List<JavaClass> wrappers = wrappers();

        assertThat(wrappers)
                .extracting(JavaClass::getSimpleName)
                .contains("StorePlace", "MovableAssets", "LayeredAssets", "Partless");
        assertThat(wrappers)
                .allSatisfy(wrapper -> assertThat(defaultsOf(AssetAdapter.class))
                        .as(
                                "methods that %s leaves to the default of AssetAdapter; extend ForwardingAssets",
                                wrapper.getName())
                        .filteredOn(method -> !isOwn(wrapper, method))
                        .isEmpty());
    }

    @Test
    void interfacesThatAreHandedOnByHandHaveNoDefaults() {
        assertThat(defaultsOf(AssetStorage.class)).isEmpty();
        assertThat(defaultsOf(AssetDraft.class)).isEmpty();
    }

    /** Classes that are a place and hold one. */
    private List<JavaClass> wrappers() {
        return Stream.concat(main.stream(), Repository.testClassesOfCore().stream())
                .filter(type -> type.isAssignableTo(AssetAdapter.class) && !type.isInterface())
                .filter(type -> type.getAllFields().stream()
                                .anyMatch(field -> field.getRawType().isAssignableTo(AssetAdapter.class))
                        || type.isAssignableTo("dev.weftwork.spi.ForwardingAssets"))
                .toList();
    }

    private List<JavaMethod> defaultsOf(Class<?> type) {
        List<JavaMethod> defaults = new ArrayList<>(main.get(type).getMethods());
        defaults.removeIf(method -> method.getModifiers().contains(JavaModifier.ABSTRACT)
                || method.getModifiers().contains(JavaModifier.STATIC)
                || method.getModifiers().contains(JavaModifier.SYNTHETIC));
        return defaults;
    }

    private static boolean isOwn(JavaClass wrapper, JavaMethod method) {
        return wrapper.getAllMethods().stream()
                .anyMatch(own -> !own.getOwner().isInterface()
                        && own.getName().equals(method.getName())
                        && namesOf(own).equals(namesOf(method)));
    }

    /** The two imports of main and test classes have objects of their own for one and the same type. */
    private static List<String> namesOf(JavaMethod method) {
        return method.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    }
}
