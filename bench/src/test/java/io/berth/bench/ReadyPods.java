package io.berth.bench;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Answer;
import io.berth.runtime.Configured;
import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.Leadership;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Ours;
import io.berth.runtime.PluginCatalog;
import io.berth.runtime.PodStore;
import io.berth.runtime.Providers;
import io.berth.runtime.Timeline;
import io.berth.runtime.kubernetes.KubernetesViews;
import io.berth.spi.Identity;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** An engine that leads and has served its pods; nothing is left to do. Everything runs on the caller's thread. */
final class ReadyPods {
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final AnnotationKeys keys = AnnotationKeys.openKruiseGame();
    private final NetworkEngine engine;
    private long version = 1_000_000;

    ReadyPods(int count) {
        Identity identity = new Identity("cluster", "operator");
        PluginCatalog catalog = PluginCatalog.load(
                Providers.of(List.of(new NumberPlugin.Factory()), List.of()),
                new Configured(identity, Map.of(NumberPlugin.TYPE, List.of()), List.of(), Map.of()));
        engine = NetworkEngine.builder(EngineSettings.defaults(identity), catalog)
                .podStore(new Store())
                .debts(new NoDebts())
                .reservations(List::of)
                .leadership(new Alone())
                .timeline(new Steps())
                .workers(tasks::add)
                .random(new Random(1))
                .build();
        engine.start();
        work();
        Random random = new Random(2);
        for (int i = 0; i < count; i++) {
            String uid = new UUID(random.nextLong(), random.nextLong()).toString();
            Pod pod = pod("game-" + i, uid, i);
            pods.put(pod.getMetadata().getName(), pod);
            engine.reconcile(KubernetesViews.pod(pod));
            work();
        }
        for (Pod pod : pods.values()) {
            if (!(engine.reconcile(KubernetesViews.pod(pod)) instanceof Answer.Ready)) {
                throw new IllegalStateException(
                        "Pod %s is not ready".formatted(pod.getMetadata().getName()));
            }
        }
    }

    NetworkEngine engine() {
        return engine;
    }

    List<Pod> all() {
        return new ArrayList<>(pods.values());
    }

    /** The pod as somebody else has written it a moment ago: another version, and nothing in it that concerns us. */
    Pod touched(Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withResourceVersion(Long.toString(++version))
                .endMetadata()
                .build();
    }

    private void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private Pod pod(String name, String uid, int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("games")
                .withName(name)
                .withUid(uid)
                .withResourceVersion(Long.toString(++version))
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .addToLabels("app", "game")
                .addToLabels("game.kruise.io/owner-gss", "game")
                .addToAnnotations(keys.networkType(), NumberPlugin.TYPE)
                .addToAnnotations(keys.networkConf(), "[]")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("StatefulSet")
                .withName("game")
                .withUid("0d6a3b5e-0000-4000-8000-000000000001")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-" + number % 100)
                .addNewContainer()
                .withName("game")
                .withImage("game")
                .addNewPort()
                .withContainerPort(7777)
                .withProtocol("TCP")
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.1.%d.%d".formatted(number / 250, number % 250 + 1))
                .addNewPodIP("10.1.%d.%d".formatted(number / 250, number % 250 + 1))
                .endStatus()
                .build();
    }

    /** What is ours is written into the pods at once. */
    private final class Store implements PodStore {
        @Override
        public List<PodView> listClaimed() {
            return List.of();
        }

        @Override
        public Optional<PodView> read(String namespace, String name) {
            return Optional.ofNullable(pods.get(name)).map(KubernetesViews::pod);
        }

        @Override
        public Edited edit(PodRef ref, Ours expected, Ours wanted) {
            Pod before = pods.get(ref.name());
            if (before == null) {
                return new Edited.Gone();
            }
            PodBuilder changed = new PodBuilder(touched(before));
            var meta = changed.editMetadata();
            wanted.claim().ifPresent(claim -> meta.addToAnnotations(keys.claim(), claim));
            wanted.status().ifPresent(status -> meta.addToAnnotations(keys.networkStatus(), status));
            if (wanted.finalizer() && !expected.finalizer()) {
                meta.addToFinalizers(keys.finalizer());
            }
            if (wanted.claimed()) {
                meta.addToLabels(keys.claimed(), "true");
            }
            Pod pod = meta.endMetadata().build();
            pods.put(ref.name(), pod);
            return new Edited.Written(KubernetesViews.pod(pod), true);
        }
    }

    private static final class NoDebts implements DebtStore {
        @Override
        public List<Debt> list() {
            return List.of();
        }

        @Override
        public void put(Debt debt) {
            throw new IllegalStateException("Nothing ends here");
        }

        @Override
        public void remove(PodRef former) {
            throw new IllegalStateException("Nothing ends here");
        }
    }

    private static final class Alone implements Leadership {
        private static final Optional<String> TERM = Optional.of("term-1");

        @Override
        public Optional<String> sureTerm() {
            return TERM;
        }

        @Override
        public void onChange(Runnable changed) {}
    }

    /** Time stands still: what is due now runs, and what is due later never. */
    private final class Steps implements Timeline {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void after(Duration delay, Runnable task) {
            if (delay.isZero()) {
                tasks.add(task);
            }
        }
    }
}
