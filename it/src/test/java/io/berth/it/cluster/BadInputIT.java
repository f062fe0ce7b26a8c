package io.berth.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.runtime.kubernetes.KubernetesEngine;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever comes in: a Warning event and a reason in the log, the pod stays deletable, other pods are unaffected, and
 * nothing is lost. Which test is about which input: {@code docs/bad-input.md}.
 */
@OnEveryCluster
@Timeout(180)
class BadInputIT {
    private Sandbox sandbox;
    private Site site;

    @BeforeEach
    void open(Sandbox own) {
        sandbox = own;
        site = new Site(own);
    }

    private void node() {
        Node unused = sandbox.addNode("n1", "10.1.0.1", "203.0.113.1");
    }

    @Test
    void wrongParametersAreSaidOnThePodAndInTheLogAndHarmNobodyElse() {
        node();
        Map<String, Pod> bad = new LinkedHashMap<>();
        bad.put("no-json", Site.pod("no-json", Site.HOST_PORT, "oops"));
        bad.put(
                "no-array",
                Site.pod("no-array", Site.HOST_PORT, "{\"name\":\"ContainerPorts\",\"value\":\"game:80\"}"));
        bad.put("key-twice", Site.pod("key-twice", Site.NONE, "[{\"name\":\"a\",\"name\":\"b\",\"value\":\"c\"}]"));
        bad.put("typo", Site.pod("typo", Site.HOST_PORT, conf("ContainerPort", "game:80")));
        bad.put("wrong-case", Site.pod("wrong-case", Site.NONE, conf("containerports", "game:80")));
        for (String port : List.of("0", "-1", "65536", "80x")) {
            String name = "port-" + port.replace("-", "minus-");
            bad.put(name, Site.pod(name, Site.HOST_PORT, conf("ContainerPorts", "game:" + port)));
        }
        bad.put("nobody", Site.pod("nobody", Site.HOST_PORT, conf("ContainerPorts", "nobody:80")));
        StringBuilder many = new StringBuilder("game:1");
        for (int port = 2; port <= 101; port++) {
            many.append(',').append(port);
        }
        bad.put("too-many", Site.pod("too-many", Site.HOST_PORT, conf("ContainerPorts", many.toString())));
        bad.put("unknown-type", Site.pod("unknown-type", "Kubernetes-Hostport", "[]"));
        try (LogCapture log = LogCapture.begin();
                KubernetesEngine engine = site.engine()) {
            site.create(engine, Site.onHost("good"));
            bad.values().forEach(pod -> site.create(engine, pod));

            site.awaitTrue("good");
            bad.keySet().forEach(name -> {
                String reason = name.equals("unknown-type") ? "UnknownNetworkType" : "BadParameters";
                site.awaitWarning(name, reason);
                assertThat(site.isReady(name)).as(name).isFalse();
                assertThat(log.lines())
                        .anySatisfy(line -> assertThat(line).contains(name).contains(reason));
                assertThat(site.require(name).getMetadata().getFinalizers())
                        .as(name)
                        .isEmpty();
            });
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("did you mean 'ContainerPorts'"));
            bad.keySet().forEach(site::assertDeletable);
            site.awaitUsed(engine, 1);
            assertThat(site.isReady("good")).isTrue();
        }
    }

    private static String conf(String name, String value) {
        return "[{\"name\":\"%s\",\"value\":\"%s\"}]".formatted(name, value);
    }

    /** The API server takes 256 KiB of annotations, and ours come on top. The embedded one takes more, so it is told not to. */
    @Test
    void anAnnotationThatLeavesNoRoomForOursHasOurWriteRefusedAndThePodStaysDeletable() {
        node();
        try (Detour detour = new Detour(sandbox.client());
                LogCapture log = LogCapture.begin();
                KubernetesEngine engine = site.engine(detour.client())) {
            if (!sandbox.cluster().isReal()) {
                for (int i = 0; i < 1_000; i++) {
                    detour.next("hostile", 422);
                }
            }
            site.create(
                    engine,
                    new PodBuilder(Site.direct("hostile"))
                            .editMetadata()
                            .addToAnnotations("hostile", "x".repeat(256 * 1024 - 150))
                            .endMetadata()
                            .build());
            site.create(engine, Site.direct("good"));

            site.awaitWarning("hostile", "WriteRefused");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("hostile").contains("WriteRefused"));
            site.awaitTrue("good");
            assertThat(site.isReady("hostile")).isFalse();
            site.assertDeletable("hostile");
        }
    }

    @Test
    void aHostileConfOf250KibIsRefusedInFewWords() {
        node();
        try (KubernetesEngine engine = site.engine()) {
            site.create(
                    engine,
                    Site.pod("hostile", Site.HOST_PORT, conf("ContainerPorts", "game:" + "x,".repeat(125_000))));
            site.create(engine, Site.direct("good"));

            site.awaitWarning("hostile", "BadParameters");
            site.awaitTrue("good");
            site.assertDeletable("hostile");
        }
    }

    @Test
    void aForgedStatusAndClaimAreReplacedByTheTruthAndReleaseNothing() {
        node();
        try (KubernetesEngine engine = site.engine()) {
            site.create(engine, Site.onHost("victim"));
            site.awaitTrue("victim");
            String trueStatus = site.status("victim").toString();
            site.create(engine, Site.onHost("forger"));
            site.awaitTrue("forger");
            site.change(
                    "forger",
                    pod -> new PodBuilder(pod)
                            .editMetadata()
                            .addToAnnotations(Site.KEYS.networkStatus(), trueStatus)
                            .addToAnnotations(
                                    Site.KEYS.claim(),
                                    "{\"v\":1,\"type\":\"Kubernetes-HostPort\",\"uid\":\"of-another\",\"keys\":[]}")
                            .addToLabels(Site.KEYS.claimed(), "true")
                            .addToFinalizers(Site.KEYS.finalizer())
                            .endMetadata()
                            .build());

            site.awaitWarning("forger", "BadClaim");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Pod pod = site.require("forger");
                assertThat(pod.getMetadata().getAnnotations()).doesNotContainKey(Site.KEYS.claim());
                assertThat(pod.getMetadata().getFinalizers()).doesNotContain(Site.KEYS.finalizer());
                assertThat(pod.getMetadata().getLabels()).doesNotContainKey(Site.KEYS.claimed());
            });
            site.awaitTrue("forger");
            site.assertDeletable("forger");
            assertThat(site.status("victim").toString()).isEqualTo(trueStatus);
        }
    }

    @Test
    void aPodOfTheSameNameIsAnotherPod() {
        node();
        try (KubernetesEngine engine = site.engine()) {
            Pod first = site.create(engine, Site.onHost("game-0"));
            site.awaitTrue("game-0");
            for (int i = 0; i < 3; i++) {
                var unused = sandbox.client()
                        .pods()
                        .withName("game-0")
                        .withGracePeriod(0)
                        .delete();
                site.awaitGone("game-0");
                Pod next = site.create(engine, Site.onHost("game-0"));
                assertThat(next.getMetadata().getUid())
                        .isNotEqualTo(first.getMetadata().getUid());
            }
            site.awaitTrue("game-0");
            site.awaitUsed(engine, 1);
        }
    }

    @Test
    void aPodMayGoBetweenAnyTwoSteps() {
        node();
        Map<String, Predicate<Pod>> steps = new LinkedHashMap<>();
        steps.put("created", pod -> true);
        steps.put("scheduled", pod -> pod.getSpec().getNodeName() != null);
        steps.put("with-ip", pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null);
        steps.put("published", pod -> pod.getMetadata().getAnnotations().containsKey(Site.KEYS.networkStatus()));
        steps.put("terminating", pod -> site.isReady("goes-terminating"));
        try (KubernetesEngine engine = site.engine()) {
            site.create(engine, Site.onHost("stays"));
            site.awaitTrue("stays");
            String stays = site.status("stays").toString();
            steps.forEach((step, reached) -> {
                String name = "goes-" + step;
                site.create(engine, Site.onHost(name));
                await(step)
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> reached.test(site.require(name)));
                if (step.equals("terminating")) {
                    var unusedGraceful = sandbox.client().pods().withName(name).delete();
                }
                var unused = sandbox.client()
                        .pods()
                        .withName(name)
                        .withGracePeriod(0)
                        .delete();
                site.awaitGone(name);
            });
            site.awaitUsed(engine, 1);
            assertThat(site.status("stays").toString()).isEqualTo(stays);
        }
    }

    @Test
    void aNodeThatGoesTakesTheAddressWithIt() {
        node();
        Node other = sandbox.addNode("n2", "10.1.0.2", "203.0.113.2");
        try (KubernetesEngine engine = site.engine()) {
            site.create(engine, Site.onHost("on-n1"));
            site.create(
                    engine,
                    new PodBuilder(Site.onHost("on-n2"))
                            .editSpec()
                            .withNodeName(other.getMetadata().getName())
                            .endSpec()
                            .build());
            site.awaitTrue("on-n1");
            site.awaitTrue("on-n2");

            sandbox.client().nodes().withName(other.getMetadata().getName()).delete();

            // A garbage collector may be quicker than we are to see.
            site.awaitNotReady("on-n2");
            if (site.find("on-n2").isPresent()) {
                site.awaitWarning("on-n2", "NoNodeAddress");
            }
            var unused =
                    sandbox.client().pods().withName("on-n2").withGracePeriod(0).delete();
            site.awaitGone("on-n2");
            site.awaitTrue("on-n1");
            site.awaitUsed(engine, 1);
        }
    }

    @Test
    void aNodeWithoutAnAddressIsSaidAndServedOnceItHasOne() {
        Node bare = sandbox.addNode(new NodeBuilder()
                .withNewMetadata()
                .withName("bare")
                .endMetadata()
                .withNewStatus()
                .addNewAddress("bare", "Hostname")
                .endStatus()
                .build());
        try (LogCapture log = LogCapture.begin();
                KubernetesEngine engine = site.engine()) {
            site.create(engine, Site.onHost("game-0"));
            site.create(engine, Site.direct("direct"));

            site.awaitWarning("game-0", "NoNodeAddress");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).contains("game-0").contains("NoNodeAddress"));
            site.awaitTrue("direct");
            assertThat(site.isReady("game-0")).isFalse();

            var unused = sandbox.client()
                    .nodes()
                    .withName(bare.getMetadata().getName())
                    .editStatus(node -> new NodeBuilder(node)
                            .editStatus()
                            .addNewAddress("203.0.113.77", "ExternalIP")
                            .endStatus()
                            .build());
            site.awaitTrue("game-0");
            assertThat(site.status("game-0").toString()).contains("203.0.113.77");
            site.assertDeletable("game-0");
        }
    }

    @Test
    void twoEnginesServeEachPodOnceAndTheSecondGoesOnWhereTheFirstEnded() {
        node();
        List<String> names = new ArrayList<>();
        Map<String, String> before = new LinkedHashMap<>();
        try (KubernetesEngine second = startBoth(names, before)) {
            names.forEach(
                    name -> assertThat(site.status(name).toString()).as(name).isEqualTo(before.get(name)));
            site.create(second, Site.onHost("late"));
            site.awaitTrue("late");
            names.forEach(
                    name -> assertThat(site.status(name).toString()).as(name).isEqualTo(before.get(name)));
            site.awaitUsed(second, names.size() + 1L);
        }
    }

    /** Ends with the first one closed. */
    private KubernetesEngine startBoth(List<String> names, Map<String, String> before) {
        KubernetesEngine second;
        try (KubernetesEngine first = site.engine()) {
            second = site.engine();
            for (int i = 0; i < 8; i++) {
                String name = "game-" + i;
                names.add(name);
                // Both answer admissions, and each has to have seen what the other one gave.
                site.create(i % 2 == 0 ? first : second, Site.onHost(name));
                site.awaitUsed(first, names.size());
                site.awaitUsed(second, names.size());
            }
            Set<String> endpoints = new HashSet<>();
            names.forEach(name -> {
                site.awaitTrue(name);
                before.put(name, site.status(name).toString());
                endpoints.add(
                        site.status(name).path("externalAddresses").toString().replaceAll("game-\\d+", ""));
            });
            assertThat(endpoints).as("no address is two pods'").hasSameSizeAs(names);
        }
        return second;
    }

    @Test
    void anApiServerThatRefusesFailsOrSaysNothingIsAskedAgain() {
        node();
        Map<String, Integer> faults = new LinkedHashMap<>();
        faults.put("conflict", 409);
        faults.put("throttled", 429);
        faults.put("failing", 500);
        faults.put("silent", Detour.NOTHING);
        try (Detour detour = new Detour(sandbox.client());
                LogCapture log = LogCapture.begin();
                KubernetesEngine engine = site.engine(detour.client())) {
            faults.forEach((name, code) -> {
                for (int i = 0; i < 3; i++) {
                    detour.next(name, code);
                }
            });
            faults.keySet().forEach(name -> site.create(engine, Site.onHost(name)));
            site.create(engine, Site.onHost("good"));

            site.awaitTrue("good");
            faults.keySet().forEach(site::awaitTrue);
            assertThat(detour.taken()).isEqualTo(12);
            for (String name : List.of("throttled", "failing", "silent")) {
                site.awaitWarning(name, "FarSideUnavailable");
                assertThat(log.lines())
                        .anySatisfy(line -> assertThat(line).contains(name).contains("FarSideUnavailable"));
            }
            faults.keySet().forEach(site::assertDeletable);
            site.awaitUsed(engine, 1);
        }
    }
}
