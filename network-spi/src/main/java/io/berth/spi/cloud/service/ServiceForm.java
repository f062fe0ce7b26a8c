package io.berth.spi.cloud.service;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/** What kind of Service a network type makes for each pod. */
public sealed interface ServiceForm {
    /** Of type {@code LoadBalancer}, on a load balancer that many share; its controller makes the listeners. */
    record Balanced(ControllerRules controller) implements ServiceForm {
        public Balanced {
            requireNonNull(controller, "controller is null");
        }

        @Override
        public <R> R fold(
                Function<Balanced, R> balanced, Function<ExternalIps, R> external, Function<NodePort, R> node) {
            return balanced.apply(this);
        }
    }

    /** Of type {@code ClusterIP} with {@code externalIPs}, which many share. */
    record ExternalIps() implements ServiceForm {
        @Override
        public <R> R fold(
                Function<Balanced, R> balanced, Function<ExternalIps, R> external, Function<NodePort, R> node) {
            return external.apply(this);
        }
    }

    /** Of type {@code NodePort}; the API server chooses the ports. */
    record NodePort() implements ServiceForm {
        @Override
        public <R> R fold(
                Function<Balanced, R> balanced, Function<ExternalIps, R> external, Function<NodePort, R> node) {
            return node.apply(this);
        }
    }

    /** One function per case; a new case breaks every caller at compile time. */
    <R> R fold(Function<Balanced, R> balanced, Function<ExternalIps, R> external, Function<NodePort, R> node);
}
