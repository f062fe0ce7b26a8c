package io.berth.spi;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.config.Problem;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each public record of the module, those of tomorrow included. */
class RecordsTest {
    /** Components that need more than any value of their type. */
    private static final Map<String, Object> SAMPLES = Map.of(
            "IpAddress.text", "192.0.2.1",
            "Name.segments", List.of("segment"),
            "PortText.protocols", Set.of(Protocol.TCP),
            "Wish.slots", List.of(Set.of(PortSpace.ANY)),
            "Bad.problems", List.of(new Problem("name", "message")));

    static List<Class<?>> records() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(
                Key.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> records = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replace('\\', '.');
                if (name.endsWith("-info.class")) {
                    continue;
                }
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
                if (type.isRecord() && isPublic(type)) {
                    records.add(type);
                }
            }
        }
        return records;
    }

    @Test
    void theRecordsAreFound() throws Exception {
        assertThat(records()).hasSizeGreaterThan(40).contains(PodView.class, Step.Act.class, Problem.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    void noComponentMayBeNull(Class<?> type) {
        Object[] arguments = samples(type);
        for (int i = 0; i < arguments.length; i++) {
            RecordComponent component = type.getRecordComponents()[i];
            if (!component.getType().isPrimitive() && !isNullable(component)) {
                Object[] without = arguments.clone();
                without[i] = null;
                assertThat(failure(type, without)).as(component.toString()).isInstanceOf(NullPointerException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void collectionsAreCopiedAndHoldNoNull(Class<?> type) throws Exception {
        Object[] arguments = samples(type);
        for (int i = 0; i < arguments.length; i++) {
            RecordComponent component = type.getRecordComponents()[i];
            if (!(arguments[i] instanceof Collection<?>) && !(arguments[i] instanceof Map<?, ?>)) {
                continue;
            }
            Object[] changed = arguments.clone();
            changed[i] = mutable(arguments[i]);
            Object made = constructor(type).newInstance(changed);
            Object before = component.getAccessor().invoke(made);
            addNull(changed[i]);

            assertThat(component.getAccessor().invoke(made))
                    .as(component.toString())
                    .isEqualTo(before)
                    .isEqualTo(arguments[i]);
            assertThat(failure(type, changed)).as(component.toString()).isInstanceOf(NullPointerException.class);
        }
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static boolean isNullable(RecordComponent component) {
        return Stream.of(component.getAnnotatedType().getAnnotations())
                .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Object[] samples(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(c -> SAMPLES.getOrDefault(type.getSimpleName() + "." + c.getName(), sample(c.getType())))
                .toArray();
    }

    private static Object sample(Class<?> type) {
        if (type == String.class || type == Object.class) {
            return "text";
        } else if (type == int.class || type == Integer.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == double.class) {
            return 1.0;
        } else if (type == boolean.class) {
            return true;
        } else if (type == Optional.class) {
            return Optional.empty();
        } else if (type == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (type == List.class || type == Collection.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type == Map.class) {
            return Map.of();
        } else if (type == Instant.class) {
            return Instant.EPOCH;
        } else if (type == Duration.class) {
            return Duration.ZERO;
        } else if (type == Numbers.class) {
            return Numbers.of(1, 2);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isSealed()) {
            return sample(type.getPermittedSubclasses()[0]);
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    RecordsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException();
                    });
        }
        assertThat(type.isRecord()).as("a sample of %s is known", type).isTrue();
        try {
            return constructor(type).newInstance(samples(type));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The samples for %s do not fit".formatted(type), e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        return type.getDeclaredConstructors()[0];
    }

    private static Throwable failure(Class<?> type, Object[] arguments) {
        try {
            throw new AssertionError(constructor(type).newInstance(arguments) + " was made");
        } catch (InvocationTargetException e) {
            return requireNonNull(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object mutable(Object collection) {
        if (collection instanceof Map<?, ?> map) {
            return new HashMap<>(map);
        }
        return collection instanceof Set<?> set
                ? new LinkedHashSet<>(set)
                : new ArrayList<>((Collection<?>) collection);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the point of the test
    private static void addNull(Object collection) {
        if (collection instanceof Map<?, ?> map) {
            ((Map<Object, Object>) map).put("key", null);
        } else {
            ((Collection<Object>) collection).add(null);
        }
    }
}
