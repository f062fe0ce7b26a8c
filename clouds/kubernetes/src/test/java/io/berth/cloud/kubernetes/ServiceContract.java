package io.berth.cloud.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Protocol;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceSelection;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the ports do on any API server. */
final class ServiceContract {
    private final KubernetesClient client;
    private final KubernetesServices services;
    private final String namespace;
    private final String owner;

    ServiceContract(KubernetesClient client, String namespace) {
        this.client = client;
        this.services = new KubernetesServices(client);
        this.namespace = namespace;
        this.owner = client.configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Drafts.OWNER)
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getUid();
    }

    void whatIsCreatedIsReadBack() {
        assertThat(services.service(namespace, "game-0")).isEmpty();
        ServiceView made = services.create(Drafts.balanced(namespace, "game-0", owner));
        ServiceView read = services.service(namespace, "game-0").orElseThrow();
        assertThat(read.uid()).isEqualTo(made.uid()).isNotEmpty();
        assertThat(read.type()).isEqualTo(ServiceType.LOAD_BALANCER);
        assertThat(read.owners())
                .extracting("kind", "name", "uid")
                .containsExactly(tuple("ConfigMap", Drafts.OWNER, owner));
        assertThat(read.selector()).isEqualTo(Map.of("app", "game-0"));
        assertThat(read.ports())
                .extracting(ServicePort::name, ServicePort::protocol, ServicePort::port, ServicePort::targetPort)
                .containsExactly(tuple("80-tcp", Protocol.TCP, 7000, "80"), tuple("81-udp", Protocol.UDP, 7001, "81"));
        assertThat(read.allocateNodePorts()).contains(false);
        assertThat(read.publishNotReadyAddresses()).isTrue();
        assertThat(read.ingress()).isEmpty();
        assertThat(read.deleting()).isFalse();
        assertThatThrownBy(() -> services.create(Drafts.balanced(namespace, "game-0", "another")))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    void theControllersStatusIsSeen() {
        ServiceView unused = services.create(Drafts.balanced(namespace, "game-0", owner));
        serve("game-0", "203.0.113.9");
        assertThat(services.service(namespace, "game-0").orElseThrow().ingress())
                .extracting("ip")
                .containsExactly("203.0.113.9");
    }

    private void serve(String name, String ip) {
        Service unused = client.services()
                .inNamespace(namespace)
                .withName(name)
                .editStatus(service -> new ServiceBuilder(service)
                        .editOrNewStatus()
                        .withNewLoadBalancer()
                        .withIngress(new LoadBalancerIngressBuilder().withIp(ip).build())
                        .endLoadBalancer()
                        .endStatus()
                        .build());
    }

    /** The controller's and other people's things stay; names and node ports of what stays, too. */
    void aReplacementMutilatesNothing() {
        ServiceDraft draft = Drafts.balanced(namespace, "game-0", owner);
        ServiceView unused = services.create(draft);
        serve("game-0", "203.0.113.9");
        Service changed = client.services()
                .inNamespace(namespace)
                .withName("game-0")
                .edit(service -> new ServiceBuilder(service)
                        .editMetadata()
                        .addToLabels("their", "label")
                        .addToAnnotations("their", "annotation")
                        .addToFinalizers("service.kubernetes.io/load-balancer-cleanup")
                        .endMetadata()
                        .editSpec()
                        .withLoadBalancerSourceRanges("192.0.2.0/24")
                        .withSessionAffinity("ClientIP")
                        .endSpec()
                        .build());
        ServiceView seen = services.service(namespace, "game-0").orElseThrow();
        List<ServicePort> ports = List.of(
                Drafts.port("other", Protocol.TCP, 7005, "80"), Drafts.port("82-tcp", Protocol.TCP, 7006, "82"));
        ServiceView after = services.replace(
                Drafts.changed(draft, Set.of("example.com/id"), ports), seen.uid(), seen.resourceVersion());
        Service stored =
                client.services().inNamespace(namespace).withName("game-0").get();
        assertThat(after.ports()).extracting(ServicePort::name).containsExactly("80-tcp", "82-tcp");
        assertThat(after.ports()).extracting(ServicePort::port).containsExactly(7005, 7006);
        assertThat(after.selector()).isEqualTo(Map.of("app", "other"));
        assertThat(after.annotations()).containsEntry("their", "annotation").doesNotContainKey("example.com/id");
        assertThat(after.allocateNodePorts()).contains(true);
        assertThat(after.ingress()).extracting("ip").containsExactly("203.0.113.9");
        assertThat(stored.getMetadata().getLabels())
                .containsEntry("their", "label")
                .containsEntry(Drafts.LABEL, "us");
        assertThat(stored.getMetadata().getFinalizers()).contains("service.kubernetes.io/load-balancer-cleanup");
        assertThat(stored.getSpec().getLoadBalancerSourceRanges()).containsExactly("192.0.2.0/24");
        assertThat(stored.getSpec().getSessionAffinity()).isEqualTo("ClientIP");
        assertThat(stored.getSpec().getClusterIP()).isEqualTo(changed.getSpec().getClusterIP());
        assertThatThrownBy(() -> services.replace(draft, seen.uid(), seen.resourceVersion()))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        assertThatThrownBy(() -> services.replace(draft, "other", after.resourceVersion()))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    void onlyTheOneThatWasSeenIsDeleted() {
        ServiceView made = services.create(Drafts.balanced(namespace, "game-0", owner));
        assertThatThrownBy(() -> services.delete(namespace, "game-0", "another"))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        services.delete(namespace, "game-0", made.uid());
        assertThat(services.service(namespace, "game-0")).isEmpty();
        assertThatThrownBy(() -> services.delete(namespace, "game-0", made.uid()))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    void listsHoldWhatIsAskedFor() {
        ServiceView unused = services.create(Drafts.balanced(namespace, "game-0", owner));
        Service other = client.services()
                .inNamespace(namespace)
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("theirs")
                        .endMetadata()
                        .withNewSpec()
                        .withType("LoadBalancer")
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        assertThat(names(ServiceSelection.labelled(namespace, Drafts.LABEL, "us")))
                .containsExactly("game-0");
        assertThat(names(ServiceSelection.others(ServiceType.LOAD_BALANCER, Drafts.LABEL, "us")))
                .contains(other.getMetadata().getName())
                .doesNotContain("game-0");
        assertThat(names(ServiceSelection.others(ServiceType.NODE_PORT, Drafts.LABEL, "us")))
                .doesNotContain("theirs");
        assertThat(names(ServiceSelection.ALL)).contains("game-0", "theirs");
        assertThat(services.service(namespace, "theirs").orElseThrow().ports())
                .extracting(ServicePort::targetPort)
                .containsExactly("80");
    }

    private List<String> names(ServiceSelection which) {
        return services.services(which, Optional.empty()).items().stream()
                .filter(service -> service.namespace().equals(namespace))
                .map(ServiceView::name)
                .toList();
    }

    /** Only what a real API server does. */
    void nodePortsAreAllocatedAndKept() {
        ServiceDraft like = Drafts.balanced(namespace, "game-0", owner);
        ServiceDraft draft = new ServiceDraft(
                namespace,
                "game-0",
                like.owner(),
                like.labels(),
                like.annotations(),
                Set.of(),
                ServiceType.NODE_PORT,
                like.selector(),
                like.ports(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        ServiceView made = services.create(draft);
        List<OptionalInt> numbers =
                made.ports().stream().map(ServicePort::nodePort).toList();
        assertThat(numbers).allMatch(number -> number.isPresent() && number.getAsInt() > 1024);
        ServiceView after =
                services.replace(Drafts.changed(draft, Set.of(), draft.ports()), made.uid(), made.resourceVersion());
        assertThat(after.ports()).extracting(ServicePort::nodePort).isEqualTo(numbers);
    }
}
