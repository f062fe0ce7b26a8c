package io.berth.tck.sim;

import io.berth.spi.OwnerView;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Plays the workload controllers: a StatefulSet, a Deployment, and pods that somebody makes by hand. */
final class Workloads {
    static final String NAMESPACE = "games";

    private final Ground ground;
    private final UnaryOperator<PodTemplateView> admission;
    private int wantedOfSet;
    private int wantedOfDeployment;
    private int made;
    private boolean over;
    private String setConf;
    private String deploymentConf;

    Workloads(Ground ground, UnaryOperator<PodTemplateView> admission, int wantedOfSet, int wantedOfDeployment) {
        this.ground = ground;
        this.admission = admission;
        this.wantedOfSet = wantedOfSet;
        this.wantedOfDeployment = wantedOfDeployment;
        this.setConf = ground.far().goodConf(ground.chance());
        this.deploymentConf = ground.far().goodConf(ground.chance());
        tick();
    }

    private void tick() {
        ground.time().after(ground.chance().millis(200, 900), () -> {
            if (!over) {
                statefulSet();
                deployment();
            }
            tick();
        });
    }

    /** Everything is to go, and nothing to come. */
    void endAll() {
        over = true;
        ground.api().pods().forEach(pod -> ground.api().delete(pod.ref(), Duration.ofSeconds(5)));
    }

    void scale() {
        if (ground.chance().of(0.5)) {
            wantedOfSet = ground.chance().below(6);
        } else {
            wantedOfDeployment = ground.chance().below(5);
        }
        ground.trace().add("people", "want %d and %d pods".formatted(wantedOfSet, wantedOfDeployment));
    }

    /** The templates change; the pods that there are keep what they have. */
    void rollout() {
        setConf = ground.far().goodConf(ground.chance());
        deploymentConf = ground.far().goodConf(ground.chance());
    }

    private void statefulSet() {
        for (int i = 0; i < wantedOfSet; i++) {
            String name = "game-" + i;
            Optional<PodView> there = ground.api().read(NAMESPACE, name);
            if (there.isEmpty()) {
                create(name, Optional.of(setConf), Map.of(), "StatefulSet");
                return;
            }
            if (there.get().isFinished() && there.get().deletion().isEmpty()) {
                ground.api().delete(there.get().ref(), Duration.ZERO);
                return;
            }
        }
        for (PodView pod : ground.api().pods()) {
            boolean surplus = pod.name().startsWith("game-") && pod.ordinal().orElse(0) >= wantedOfSet;
            if (surplus && pod.deletion().isEmpty()) {
                ground.api().delete(pod.ref(), grace());
                return;
            }
        }
    }

    private void deployment() {
        List<PodView> alive = ground.api().pods().stream()
                .filter(pod -> pod.name().startsWith("web-") && Notes.isAlive(pod))
                .toList();
        if (alive.size() < wantedOfDeployment) {
            create("web-%04x".formatted(++made), Optional.of(deploymentConf), Map.of(), "ReplicaSet");
        } else if (alive.size() > wantedOfDeployment) {
            ground.api().delete(ground.chance().pick(alive).ref(), grace());
        }
        ground.api().pods().stream()
                .filter(pod -> pod.isFinished()
                        && pod.deletion().isEmpty()
                        && ground.chance().of(0.1))
                .findFirst()
                .ifPresent(pod -> ground.api().delete(pod.ref(), Duration.ZERO));
    }

    Duration grace() {
        return ground.chance().of(0.2) ? Duration.ZERO : ground.chance().millis(1000, 12_000);
    }

    /** A pod by hand, with annotations that its maker has thought up, or copied. */
    PodView single(Optional<String> conf, Map<String, String> more) {
        return create("solo-%04x".formatted(++made), conf, more, "");
    }

    private PodView create(String name, Optional<String> conf, Map<String, String> more, String controller) {
        Map<String, String> annotations = new TreeMap<>();
        conf.ifPresent(text -> {
            annotations.put(ground.keys().networkType(), ground.far().networkType());
            annotations.put(ground.keys().networkConf(), text);
        });
        annotations.putAll(more);
        PodView pod = ground.api()
                .create(admission.apply(new PodTemplateView(
                        NAMESPACE,
                        Optional.of(name),
                        Map.of("app", "game", "statefulset.kubernetes.io/pod-name", name),
                        annotations,
                        false,
                        ground.far().containers(),
                        controller.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new OwnerView("apps/v1", controller, "game", "c-" + controller)))));
        ground.trace().add("people", "create %s with %s".formatted(pod.ref(), conf.orElse("no network")));
        return pod;
    }
}
