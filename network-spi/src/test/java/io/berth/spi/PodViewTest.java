package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodViewTest {
    static PodView pod(String name, PodView.Phase phase) {
        PodTemplateView template = new PodTemplateView(
                "games",
                Optional.of(name),
                Map.of("app", "game"),
                Map.of("note", "text"),
                false,
                List.of(
                        new ContainerView("game", List.of(ContainerPort.of(80, Protocol.TCP))),
                        new ContainerView("side", List.of())),
                Optional.empty());
        return new PodView(
                new PodRef("games", name, "uid-1"),
                "7",
                template,
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                phase,
                List.of());
    }

    @Test
    void aPodIsAskedForWhatItsRefAndTemplateHold() {
        PodView pod = pod("game-0", PodView.Phase.RUNNING);

        assertThat(pod.namespace()).isEqualTo("games");
        assertThat(pod.name()).isEqualTo("game-0");
        assertThat(pod.uid()).isEqualTo("uid-1");
        assertThat(pod.labels()).containsExactly(Map.entry("app", "game"));
        assertThat(pod.annotations()).containsExactly(Map.entry("note", "text"));
        assertThat(pod.holder()).isEqualTo(new Holder.Pod(new PodRef("games", "game-0", "uid-1")));
    }

    @Test
    void aContainerIsFoundByItsExactName() {
        PodTemplateView template = pod("game-0", PodView.Phase.RUNNING).template();

        assertThat(template.container("side")).contains(new ContainerView("side", List.of()));
        assertThat(template.container("Side")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPodIsFinishedOnceAllContainersHaveEnded(PodView.Phase phase) {
        assertThat(pod("game-0", phase).isFinished())
                .isEqualTo(Set.of(PodView.Phase.SUCCEEDED, PodView.Phase.FAILED).contains(phase));
    }

    @Test
    void theDeletionWasRequestedAGracePeriodBeforeItsTimestamp() {
        Instant end = Instant.parse("2030-01-01T00:00:30Z");

        assertThat(new PodView.Deletion(end, Duration.ofSeconds(30)).requestedAt())
                .isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"game-0,0", "game-12,12", "my-game-7,7", "game-007,7", "a-999999999,999999999"})
    void theOrdinalIsTheNumberAfterTheLastDash(String name, int ordinal) {
        assertThat(pod(name, PodView.Phase.PENDING).ordinal()).isEqualTo(OptionalInt.of(ordinal));
        assertThat(new ReservationView("games", name, "r").ordinal()).isEqualTo(OptionalInt.of(ordinal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "game", "7", "game-", "game-7d4f9", "game-1x", "game-1000000000", "game-\u0667"})
    void otherNamesHaveNoOrdinal(String name) {
        assertThat(pod(name, PodView.Phase.PENDING).ordinal()).isEmpty();
    }

    @Test
    void aReservationHoldsByItsOwnUid() {
        assertThat(new ReservationView("games", "game-0", "r").holder())
                .isEqualTo(new Holder.Reservation("games", "game-0", "r"));
    }
}
