package dev.weftwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names say what a thing is; and core keeps no state outside its objects. */
final class NamingTest {
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Impl|Manager|Utils?|Helper)");
    private static final Pattern EMPTY_PACKAGE = Pattern.compile("(.*\\.)?(util|common|impl)(\\..*)?");

    private final JavaClasses core = Repository.mainClassesOfCore();

    @Test
    void noPublicTypeHasAnEmptyName() {
        assertThat(core.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName))
                .as("public types named Impl, Manager, Util, Utils or Helper")
                .filteredOn(name -> EMPTY_NAME.matcher(name).matches())
                .isEmpty();
    }

    @Test
    void noPackageIsADrawerForEverything() {
        assertThat(core.stream().map(JavaClass::getPackageName).distinct())
                .as("packages named util, common or impl")
                .filteredOn(name -> EMPTY_PACKAGE.matcher(name).matches())
                .isEmpty();
    }

    @Test
    void noStaticFieldCanChange() {
        assertThat(core.stream().flatMap(type -> type.getFields().stream()))
                .as("static fields that are not final")
                .filteredOn(NamingTest::isMutableStatic)
                .extracting(JavaField::getFullName)
                .isEmpty();
    }

    private static boolean isMutableStatic(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        return modifiers.contains(JavaModifier.STATIC)
                && !modifiers.contains(JavaModifier.FINAL)
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }
}
