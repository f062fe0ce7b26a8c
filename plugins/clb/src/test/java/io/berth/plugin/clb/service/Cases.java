package io.berth.plugin.clb.service;

import io.berth.plugin.clb.ClbFactory;
import io.berth.plugin.clb.ClbSettings;
import io.berth.spi.Held;
import io.berth.spi.Holder;
import io.berth.spi.Identity;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodTemplateView;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import io.berth.spi.Site;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.ServiceForms;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import io.berth.tck.service.PlayedForm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Pods, claims and Services as decisions see them. */
final class Cases {
    static final String BALANCER = "spec.example.com/balancer";
    static final PodRef POD = new PodRef("games", "game-0", "u0");
    static final PoolId POOL = new PoolId("lb", "spec", "main", "lb-1");
    static final PoolId OTHER = new PoolId("lb", "spec", "main", "lb-2");

    private Cases() {}

    /** @param form of the network type */
    record Place(PlayedForm form) implements Site {
        @Override
        public Identity identity() {
            return new Identity("cluster", "operator");
        }

        @Override
        public String networkType() {
            return form.networkType();
        }

        @Override
        public Optional<String> mode() {
            return Optional.empty();
        }

        @Override
        public Optional<String> cloud() {
            return Optional.of("spec");
        }

        @Override
        public Optional<String> account() {
            return Optional.of("main");
        }

        @Override
        public <R> Optional<R> rules(Class<R> type) {
            ServiceForms forms = name -> Optional.<ServiceForm>of(form.form());
            return type == ServiceForms.class ? Optional.of(type.cast(forms)) : Optional.empty();
        }
    }

    static ServicePlugin plugin(PlayedForm form, String... settings) {
        NetworkPluginFactory<ClbSettings> factory = new ClbFactory();
        return (ServicePlugin) factory.create(
                factory.settings().decode(pairs(settings)).value().orElseThrow(), new Place(form));
    }

    static List<NameValue> pairs(String... pairs) {
        return Arrays.stream(pairs)
                .map(pair -> new NameValue(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)))
                .toList();
    }

    static ServiceParameters parameters(ServicePlugin plugin, String... pairs) {
        return plugin.parameters(Dialect.PLAIN).decode(pairs(pairs)).value().orElseThrow();
    }

    static PodView pod(String name, Map<String, String> labels, Map<String, String> annotations) {
        return new PodView(
                new PodRef("games", name, "u0"),
                "1",
                new PodTemplateView(
                        "games", Optional.of(name), labels, annotations, false, List.of(), Optional.empty()),
                Instant.EPOCH,
                Optional.empty(),
                Set.of(),
                Optional.of("n1"),
                PodView.Phase.RUNNING,
                List.of(IpAddress.of("10.0.0.1")));
    }

    static PodView pod() {
        return pod("game-0", Map.of(ServiceShape.POD_NAME, "game-0"), Map.of());
    }

    static ServiceClaim claim(PoolId pool, int number) {
        return new ServiceClaim(
                pool, List.of(new ServiceClaim.Line(Protocol.TCP, number, 80)), false, ServiceTraits.PLAIN);
    }

    static Held<ServiceClaim, ServiceFacts> held(ServiceClaim claim) {
        return held(claim, claim.keys(), pod());
    }

    static Held<ServiceClaim, ServiceFacts> held(ServiceClaim claim, Set<Key> keys, PodView pod) {
        return new Held<>(
                new Holder.Pod(pod.ref()),
                Optional.of(claim),
                keys,
                Optional.of(pod),
                Optional.empty(),
                Optional.empty());
    }

    /** One that OpenKruiseGame has made. */
    static ServiceView okgs(String balancer, int number, List<ServiceIngress> ingress) {
        return service(
                "u0",
                Map.of(),
                new TreeMap<>(Map.of(
                        BALANCER,
                        balancer,
                        "spec.example.com/weight",
                        "10",
                        "game.kruise.io/network-config-hash",
                        "1")),
                number,
                ingress);
    }

    static ServiceView service(
            String owner,
            Map<String, String> labels,
            Map<String, String> annotations,
            int number,
            List<ServiceIngress> ingress) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("spec.example.com/played", "yes");
        return new ServiceView(
                "games",
                "game-0",
                "s0",
                "5",
                false,
                List.of(new OwnerView("v1", "Pod", "game-0", owner)),
                all,
                annotations,
                ServiceType.LOAD_BALANCER,
                Map.of(ServiceShape.POD_NAME, "game-0"),
                List.of(new ServicePort("80-tcp", Protocol.TCP, number, "80", OptionalInt.of(30001))),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                ingress);
    }
}
