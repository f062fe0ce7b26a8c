package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InformerTest {
    private final Stage stage = new Stage();
    private final List<PodView> shown = new ArrayList<>();
    private final List<PodRef> gone = new ArrayList<>();
    private final Informer informer =
            new Informer(stage.ground, stage.time.strand("op0.1", Duration.ZERO), shown::add, gone::add);

    private void note(PodView pod, int number) {
        stage.api.change(pod.ref(), draft -> draft.annotation("note", Optional.of(Integer.toString(number))));
    }

    private List<String> notes() {
        return shown.stream()
                .map(pod -> pod.annotations().getOrDefault("note", ""))
                .toList();
    }

    @Test
    void showsWhatThereIsAndWhatComesAndWhatGoes() {
        PodView before = stage.pod("game-0");
        informer.begin();
        assertThat(informer.cached()).isEmpty();
        stage.pass(Duration.ofSeconds(5));
        assertThat(informer.cached(before.ref())).contains(before);
        PodView later = stage.pod("game-1");
        assertThat(informer.cached(later.ref())).as("a watch takes its time").isEmpty();
        stage.pass(Duration.ofSeconds(2));
        assertThat(informer.cached(later.ref())).contains(later);
        stage.api.delete(before.ref(), Duration.ZERO);
        stage.pass(Duration.ofSeconds(2));
        assertThat(gone).containsExactly(before.ref());
        assertThat(informer.cached()).containsExactly(later);
    }

    @Test
    void theVersionsOfOnePodComeInOrder() {
        informer.begin();
        informer.slow(true);
        PodView pod = stage.pod("game-0");
        for (int i = 0; i < 50; i++) {
            note(pod, i);
            stage.pass(Duration.ofMillis(100));
        }
        stage.pass(Duration.ofSeconds(10));
        List<Integer> seen = notes().stream()
                .filter(text -> !text.isEmpty())
                .map(Integer::valueOf)
                .toList();
        assertThat(seen).isSorted().endsWith(49);
    }

    @Test
    void whatIsLostWithAWatchIsListedAnew() {
        informer.begin();
        PodView one = stage.pod("game-0");
        PodView two = stage.pod("game-1");
        stage.pass(Duration.ofSeconds(5));
        shown.clear();
        note(one, 1);
        stage.api.delete(two.ref(), Duration.ZERO);
        informer.breakWatch();
        note(one, 2);
        stage.pass(Duration.ofSeconds(10));
        assertThat(notes()).containsExactly("2");
        assertThat(gone).containsExactly(two.ref());
    }

    @Test
    void afterItsEndItHearsNothing() {
        informer.begin();
        stage.pass(Duration.ofSeconds(5));
        informer.end();
        stage.pod("game-0");
        stage.pass(Duration.ofSeconds(5));
        assertThat(shown).isEmpty();
    }
}
