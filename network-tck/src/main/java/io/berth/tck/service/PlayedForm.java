package io.berth.tck.service;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The forms of Services, each as a network type of the cloud {@link PlayedCluster}. */
@SuppressWarnings("ImmutableEnumChecker") // its forms are constants
public enum PlayedForm {
    BALANCED("Spec-Service", new ServiceForm.Balanced(new Controller()), Dialect.PLAIN),
    EXTERNAL_IPS(
            "Spec-ExternalIPs", new ServiceForm.ExternalIps(), new Dialect(Map.of("LbIds", "ExternalIPs"), Map.of())),
    NODE_PORT("Spec-NodePort", new ServiceForm.NodePort(), Dialect.PLAIN);

    static final String BALANCER = "spec.example.com/balancer";

    private final String networkType;
    private final ServiceForm form;
    private final Dialect dialect;

    PlayedForm(String networkType, ServiceForm form, Dialect dialect) {
        this.networkType = requireNonNull(networkType, "networkType is null");
        this.form = requireNonNull(form, "form is null");
        this.dialect = requireNonNull(dialect, "dialect is null");
    }

    public String networkType() {
        return networkType;
    }

    public ServiceForm form() {
        return form;
    }

    Dialect dialect() {
        return dialect;
    }

    /** How the network type spells the parameter that names its pools. */
    String poolsParameter() {
        return dialect.names().getOrDefault("LbIds", "LbIds");
    }

    private static final class Controller implements ControllerRules {
        private static final String WEIGHT = "spec.example.com/weight";

        private final List<Option<String>> parameters = List.of(Option.withDefault(
                "Weight", new ValueType<>("a weight from 1 to 100", Controller::weight), "10", "The pod's share."));

        private static String weight(String text) {
            return ValueType.integer(1, 100).parse(text).toString();
        }

        @Override
        public String balancerAnnotation() {
            return BALANCER;
        }

        @Override
        public List<Option<String>> parameters() {
            return parameters;
        }

        @Override
        public Map<String, String> annotations(String balancer, Map<String, String> values) {
            return Map.of(BALANCER, balancer, WEIGHT, values.getOrDefault("Weight", "10"));
        }

        @Override
        public Set<String> written() {
            return Set.of(BALANCER, WEIGHT);
        }

        @Override
        public Map<String, String> labels() {
            return Map.of("spec.example.com/played", "yes");
        }
    }
}
