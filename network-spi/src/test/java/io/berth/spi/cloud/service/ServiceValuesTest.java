package io.berth.spi.cloud.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.OwnerView;
import io.berth.spi.Protocol;
import io.berth.spi.config.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceValuesTest {
    private static ServiceView view(String namespace, Map<String, String> labels, ServiceType type) {
        return new ServiceView(
                namespace,
                "game-0",
                "u",
                "1",
                false,
                List.of(),
                labels,
                Map.of(),
                type,
                Map.of(),
                List.of(new ServicePort("p", Protocol.TCP, 80, "80", OptionalInt.empty())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(ServiceIngress.at("203.0.113.1")));
    }

    @Test
    void aSelectionTakesWhatItNames() {
        ServiceView ours = view("games", Map.of("of", "us", "app", "x"), ServiceType.LOAD_BALANCER);
        ServiceView theirs = view("web", Map.of("of", "them"), ServiceType.CLUSTER_IP);
        assertThat(List.of(ours, theirs)).allMatch(ServiceSelection.ALL::takes);
        ServiceSelection labelled = ServiceSelection.labelled("games", "of", "us");
        assertThat(labelled.takes(ours)).isTrue();
        assertThat(labelled.takes(theirs)).isFalse();
        assertThat(labelled.takes(view("web", Map.of("of", "us"), ServiceType.LOAD_BALANCER)))
                .isFalse();
        ServiceSelection others = ServiceSelection.others(ServiceType.CLUSTER_IP, "of", "us");
        assertThat(others.takes(theirs)).isTrue();
        assertThat(others.takes(ours)).isFalse();
        assertThat(others.takes(view("web", Map.of(), ServiceType.NODE_PORT))).isFalse();
        assertThat(others.takes(view("web", Map.of(), ServiceType.CLUSTER_IP))).isTrue();
    }

    @Test
    void aDraftIsTheSameButForWhatIsRemoved() {
        ServiceDraft draft = new ServiceDraft(
                "games",
                "game-0",
                new OwnerView("v1", "Pod", "game-0", "u"),
                Map.of("a", "b"),
                Map.of("c", "d"),
                Set.of(),
                ServiceType.NODE_PORT,
                Map.of("e", "f"),
                List.of(),
                List.of("203.0.113.1"),
                Optional.of("class"),
                Optional.of(true),
                Optional.of(TrafficPolicy.LOCAL),
                true);
        assertThat(draft.without(Set.of("x")).removed()).containsExactly("x");
        assertThat(draft.without(Set.of("x")).without(Set.of())).isEqualTo(draft);
    }

    @Test
    void eachFormIsFoldedByItsOwnFunction() {
        ControllerRules rules = new ControllerRules() {
            @Override
            public String balancerAnnotation() {
                return "id";
            }

            @Override
            public List<Option<String>> parameters() {
                return List.of();
            }

            @Override
            public Map<String, String> annotations(String balancer, Map<String, String> values) {
                return Map.of("id", balancer);
            }

            @Override
            public Set<String> written() {
                return Set.of("id");
            }

            @Override
            public Map<String, String> labels() {
                return Map.of();
            }
        };
        assertThat(
                        List.of(
                                        new ServiceForm.Balanced(rules),
                                        new ServiceForm.ExternalIps(),
                                        new ServiceForm.NodePort())
                                .stream()
                                .map(form -> form.<String>fold(
                                        balanced -> balanced.controller().balancerAnnotation(),
                                        external -> "ips",
                                        node -> "node")))
                .containsExactly("id", "ips", "node");
    }

    @Test
    void theyAreWrittenAsKubernetesWritesThem() {
        assertThat(ServiceType.values())
                .extracting(ServiceType::text)
                .containsExactly("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");
        assertThat(TrafficPolicy.values()).extracting(TrafficPolicy::text).containsExactly("Cluster", "Local");
        assertThat(ServiceIngress.at("203.0.113.1").portErrors()).isEmpty();
    }

    @Test
    void aViewCannotBeChanged() {
        ServiceView view = view("games", Map.of(), ServiceType.CLUSTER_IP);
        assertThatThrownBy(() -> view.labels().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(view.ingress()).hasSize(1);
    }
}
