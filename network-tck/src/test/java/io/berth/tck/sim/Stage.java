package io.berth.tck.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.runtime.Answer;
import io.berth.runtime.EngineSettings;
import io.berth.spi.ContainerPort;
import io.berth.spi.ContainerView;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Where the judges are tried: a cluster and a far side without anybody who acts, but for the test. */
final class Stage implements Instances {
    static final String LEADER = "op0.1";

    final VirtualTime time = new VirtualTime(new Random(7));
    final Chance chance = new Chance(new Random(7));
    final ApiServer api = new ApiServer(time);
    final PlayedFarSide far = new PlayedFarSide();
    final EngineSettings settings = Simulation.settings();
    final Ground ground = new Ground(time, chance, new Trace(time), api, far, settings, new Notes(settings.keys()));

    // What the judges are told of the instances.
    Optional<String> term = Optional.of("term-1");
    boolean shown = true;
    boolean knowsGone;
    boolean able = true;
    Optional<Answer> answer = Optional.empty();

    PodView pod(String name) {
        return api.create(new PodTemplateView(
                "games",
                Optional.of(name),
                Map.of(),
                Map.of(settings.keys().networkType(), "Played"),
                false,
                List.of(new ContainerView("game", List.of(ContainerPort.of(80, Protocol.TCP)))),
                Optional.empty()));
    }

    PodView running(String name, String ip) {
        PodRef ref = pod(name).ref();
        return api.change(ref, draft -> draft.node("node-1").ip(ip).phase(PodView.Phase.RUNNING))
                .orElseThrow();
    }

    PodView now(PodView pod) {
        return api.read(pod.ref()).orElseThrow();
    }

    /** The pod as it would be with this claim; nothing is written. */
    PodView claiming(PodView pod, Key... keys) {
        String names = Stream.of(keys).map(key -> "\"" + key + "\"").collect(Collectors.joining(","));
        return new PodDraft(pod)
                .annotation(
                        settings.keys().claim(),
                        Optional.of("{\"uid\":\"%s\",\"keys\":[%s]}".formatted(pod.uid(), names)))
                .finalizer(settings.keys().finalizer(), true)
                .view();
    }

    PodView unclaimed(PodView pod) {
        return new PodDraft(pod)
                .annotation(settings.keys().claim(), Optional.empty())
                .noFinalizers()
                .view();
    }

    /** The pod as it would be with this status; nothing is written. */
    PodView ready(PodView pod, int... ports) {
        String doors = java.util.Arrays.stream(ports)
                .mapToObj("{\"protocol\":\"TCP\",\"port\":%d}"::formatted)
                .collect(Collectors.joining(","));
        return status(
                pod,
                "{\"currentNetworkState\":\"Ready\",\"externalAddresses\":[{\"ip\":\"%s\",\"ports\":[%s]}]}"
                        .formatted(PlayedFarSide.ADDRESS, doors));
    }

    PodView notReady(PodView pod) {
        return status(pod, "{\"currentNetworkState\":\"NotReady\"}");
    }

    private PodView status(PodView pod, String text) {
        return new PodDraft(pod)
                .annotation(settings.keys().networkStatus(), Optional.of(text))
                .view();
    }

    /** As the API server has it from now on. */
    PodView stored(PodView pod) {
        return api.replace(pod);
    }

    void pass(Duration some) {
        boolean[] over = {false};
        time.after(some, () -> over[0] = true);
        while (!over[0]) {
            assertThat(time.step()).isTrue();
        }
    }

    static FarSide.Marked thing(PodView holder, String ip, Key... keys) {
        return new FarSide.Marked(
                "backend of " + holder.ref(), Set.of(keys), Optional.of(holder.ref()), Optional.of(ip));
    }

    static void convicts(Invariant invariant, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.invariant())
                                .as(violation.getMessage())
                                .isEqualTo(invariant));
    }

    static void acquits(ThrowingCallable deed) {
        assertThatCode(deed).doesNotThrowAnyException();
    }

    @Override
    public Optional<String> leadersTerm() {
        return term;
    }

    @Override
    public Optional<String> recoveredTerm(String sender) {
        return term.filter(any -> sender.equals(LEADER));
    }

    @Override
    public boolean hasSeen(String sender, PodRef pod, String ip) {
        return shown;
    }

    @Override
    public boolean knew(String sender, PodView pod) {
        return shown;
    }

    @Override
    public boolean knowsGone(String sender, PodRef pod) {
        return knowsGone;
    }

    @Override
    public Optional<Answer> leadersAnswer(PodView pod) {
        return answer;
    }

    @Override
    public boolean isAble() {
        return able;
    }
}
