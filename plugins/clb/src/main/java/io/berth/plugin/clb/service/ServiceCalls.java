package io.berth.plugin.clb.service;

import io.berth.spi.Command;
import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.Query;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceSelection;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.ServiceWrites;
import java.util.Optional;
import java.util.Set;

/** The requests to the ports of {@link io.berth.spi.cloud.service} as values. */
final class ServiceCalls {
    private ServiceCalls() {}

    interface Read<A> extends Query<ServiceReads, A> {
        @Override
        default Class<ServiceReads> port() {
            return ServiceReads.class;
        }
    }

    interface Change<A> extends Command<ServiceWrites, A> {
        @Override
        default Class<ServiceWrites> port() {
            return ServiceWrites.class;
        }
    }

    record ReadService(PoolId pool, String namespace, String name) implements Read<Optional<ServiceView>> {
        @Override
        public String action() {
            return "service";
        }

        @Override
        public Optional<ServiceView> ask(ServiceReads port) {
            return port.service(namespace, name);
        }
    }

    record ListServices(PoolId pool, ServiceSelection which, Optional<String> token)
            implements Read<Page<ServiceView>> {
        @Override
        public String action() {
            return "services";
        }

        @Override
        public Page<ServiceView> ask(ServiceReads port) {
            return port.services(which, token);
        }
    }

    record CreateService(PoolId pool, Set<Key> touches, ServiceDraft draft) implements Change<ServiceView> {
        @Override
        public String action() {
            return "createService";
        }

        @Override
        public ServiceView send(ServiceWrites port) {
            return port.create(draft);
        }
    }

    record ReplaceService(PoolId pool, Set<Key> touches, ServiceDraft draft, String uid, String resourceVersion)
            implements Change<ServiceView> {
        @Override
        public String action() {
            return "replaceService";
        }

        @Override
        public ServiceView send(ServiceWrites port) {
            return port.replace(draft, uid, resourceVersion);
        }
    }

    record DeleteService(PoolId pool, Set<Key> touches, String namespace, String name, String uid)
            implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteService";
        }

        @Override
        public Boolean send(ServiceWrites port) {
            port.delete(namespace, name, uid);
            return true;
        }
    }
}
