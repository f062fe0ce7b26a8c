package io.berth.it.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.runtime.AdmissionAnswer;
import io.berth.runtime.kubernetes.AdmittedPod;
import io.berth.spi.config.NameValue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica remembers of its answers, with the plugin that needs it. */
class AdmissionMemoryTest {
    private final World world = new World(Map.of(PortPods.TYPE, List.of(new NameValue("ranges.default", "8000-8009"))));

    @Test
    void answersWhosePodsHaveNotAppearedCountForHalfAMinute() {
        assertThat(number(world.admit(pod("a"), false))).isEqualTo(8000);
        assertThat(number(world.admit(pod("b"), false))).isEqualTo(8001);
        assertThat(used()).isEqualTo(2);

        world.time.pass(Duration.ofSeconds(31));

        assertThat(used()).as("pods that never appear cost nothing lasting").isZero();
        assertThat(number(world.admit(pod("c"), false))).isEqualTo(8000);
    }

    @Test
    void aDryRunIsAnsweredAlikeAndForgotten() {
        for (int i = 0; i < 3; i++) {
            assertThat(number(world.admit(pod("a"), true))).isEqualTo(8000);
        }
        assertThat(used()).isZero();
    }

    @Test
    void aPodThatAppearsCountsOnce() {
        world.create(pod("a"));
        assertThat(used()).isEqualTo(1);
        world.time.pass(Duration.ofSeconds(31));
        assertThat(used()).isEqualTo(1);

        world.delete("default/a");
        assertThat(used()).isZero();
    }

    @Test
    void aTemplateCopiedFromAPodGetsPortsOfItsOwn() {
        Pod original = world.create(pod("a")).pod().orElseThrow();
        Pod copy = new PodBuilder(pod("b"))
                .editMetadata()
                .addToAnnotations(
                        World.KEYS.admission(),
                        original.getMetadata().getAnnotations().get(World.KEYS.admission()))
                .endMetadata()
                .build();
        AdmissionAnswer answer = world.admit(copy, false);

        assertThat(number(answer)).isEqualTo(8001);
        assertThat(answer.annotations().get(World.KEYS.admission()))
                .isNotEqualTo(original.getMetadata().getAnnotations().get(World.KEYS.admission()));

        // One with the id of an answer and without its ports is not the pod that the answer was for.
        world.store(copy);
        assertThat(used()).isEqualTo(2);
    }

    @Test
    void aPodThatIsAskedForTwiceIsLeftAsItIs() {
        Pod pod = pod("a");
        Pod admitted = AdmittedPod.of(pod, world.admit(pod, false));

        assertThat(world.admit(admitted, false).changesPod()).isFalse();
        assertThat(used()).isEqualTo(1);
    }

    private long used() {
        return world.capacity(PortPods.TYPE).get(0).used();
    }

    private static int number(AdmissionAnswer answer) {
        return answer.ports().get(0).port().hostPort().orElseThrow();
    }

    private static Pod pod(String name) {
        return PortPods.of(name, List.of(WantedPort.dynamic("UDP", 80)), false);
    }
}
