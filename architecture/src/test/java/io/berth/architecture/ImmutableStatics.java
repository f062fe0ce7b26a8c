package io.berth.architecture;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Holds for a field that is no state which two engines in one JVM could share. */
final class ImmutableStatics extends ArchCondition<JavaField> {
    private static final List<Class<?>> STATEFUL = List.of(
            StringBuilder.class,
            ThreadLocal.class,
            Random.class,
            Executor.class,
            Lock.class,
            ReadWriteLock.class,
            Thread.class);

    ImmutableStatics() {
        super("be final and hold a value that nothing can change");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        String fault = fault(field);
        if (fault != null) {
            events.add(SimpleConditionEvent.violated(
                    field, "%s %s %s".formatted(field.getFullName(), fault, field.getSourceCodeLocation())));
        }
    }

    private static @Nullable String fault(JavaField field) {
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            return "is static and not final";
        }
        if (field.getRawType().isArray()) {
            return "is a static array, whose elements can be changed";
        }
        Object value = valueOf(field.reflect());
        if (value == null) {
            return null;
        }
        Class<?> type = value.getClass();
        if (type.getName().startsWith("java.util.concurrent.atomic.")) {
            return "holds the mutable " + type.getName();
        }
        if ((value instanceof Collection || value instanceof Map) && !isUnmodifiable(type)) {
            return "holds the mutable " + type.getName();
        }
        if (STATEFUL.stream().anyMatch(stateful -> stateful.isInstance(value))) {
            return "holds the stateful " + type.getName();
        }
        // A class of ours with a field that can be set again: a constant must be deeply one.
        for (Field inner :
                type.getName().startsWith("io.berth.") && !type.isEnum() ? type.getDeclaredFields() : new Field[0]) {
            if (!Modifier.isStatic(inner.getModifiers()) && !Modifier.isFinal(inner.getModifiers())) {
                return "holds a %s, whose field %s is not final".formatted(type.getName(), inner.getName());
            }
        }
        return null;
    }

    private static boolean isUnmodifiable(Class<?> type) {
        return type.getName().startsWith("java.util.ImmutableCollections$")
                || type.getName().matches("java\\.util\\.Collections\\$(Unmodifiable|Empty|Singleton).*");
    }

    private static @Nullable Object valueOf(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}
