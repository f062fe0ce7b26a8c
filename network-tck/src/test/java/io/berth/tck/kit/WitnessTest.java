package io.berth.tck.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Under the kit a plugin is asked everything that it would be asked without it, default methods included. */
final class WitnessTest {
    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isBridge() && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void passesEveryMethodOfAPluginOn() {
        assertThat(methods(Witness.Watched.class)).containsAll(methods(NetworkPlugin.class));
    }

    @Test
    void passesEveryMethodOfAFactoryOn() {
        NetworkPluginFactory<?> over =
                new Witness(List::of).over(ToyFixture.toy().plugin());

        assertThat(methods(over.getClass())).containsAll(methods(NetworkPluginFactory.class));
    }
}
