package dev.weftwork.refusal;

import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every public method and constructor of a type, called with null in the place of each argument that its signature does
 * not let be null. What is added to the type later is tried, too.
 */
public final class NullSweep {
    private final Map<Class<?>, @Nullable Object> samples = new LinkedHashMap<>();

    /** Values of the types that need no sample of the test's own. */
    public NullSweep() {
        samples.put(String.class, "text");
        samples.put(int.class, 1);
        samples.put(long.class, 1L);
        samples.put(double.class, 1.0);
        samples.put(boolean.class, true);
    }

    /**
     * Names a value to pass for arguments of a type.
     *
     * @param type the type
     * @param value the value
     * @param <T> the type
     * @return this
     */
    public <T> NullSweep sample(Class<T> type, T value) {
        samples.put(type, value);
        return this;
    }

    /** One call with one null. */
    public record Call(
            Executable executable, int missing, @Nullable Object[] arguments) {
        /**
         * Makes the call.
         *
         * @param target what it is called on; ignored by constructors and static methods
         * @throws Exception what the call throws
         */
        public void on(Object target) throws Exception {
            try {
                if (executable instanceof Method method) {
                    method.setAccessible(true);
                    method.invoke(target, arguments);
                } else {
                    ((java.lang.reflect.Constructor<?>) executable).newInstance(arguments);
                }
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) e.getCause();
            }
        }

        @Override
        public String toString() {
            String types = Arrays.stream(executable.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", "));
            return executable.getName() + "(" + types + ") without argument " + (missing + 1);
        }
    }

    /**
     * All calls of a type that lack one argument.
     *
     * @param type the type
     * @return the calls, always in the same order
     */
    public List<Call> of(Class<?> type) {
        List<Executable> executables = new ArrayList<>(List.of(type.getConstructors()));
        for (Method method : type.getDeclaredMethods()) {
            boolean asked = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
            if (asked && !method.getName().equals("equals")) {
                executables.add(method);
            }
        }
        executables.sort(Comparator.comparing(Executable::toGenericString));
        return executables.stream().flatMap(each -> of(each).stream()).toList();
    }

    private List<Call> of(Executable executable) {
        List<Call> calls = new ArrayList<>();
        Parameter[] parameters = executable.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!mayBeNull(parameters[i])) {
                @Nullable Object[] arguments = new Object[parameters.length];
                for (int j = 0; j < parameters.length; j++) {
                    arguments[j] = j == i ? null : sample(executable, parameters[j]);
                }
                calls.add(new Call(executable, i, arguments));
            }
        }
        return calls;
    }

    private static boolean mayBeNull(Parameter parameter) {
        return parameter.getType().isPrimitive() || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private @Nullable Object sample(Executable executable, Parameter parameter) {
        Class<?> type = parameter.getType();
        if (!samples.containsKey(type) && !mayBeNull(parameter)) {
            throw new IllegalStateException("The sweep needs a sample of " + type + " to call " + executable);
        }
        return samples.get(type);
    }
}
