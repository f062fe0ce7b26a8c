package io.berth.tck.toy;

import io.berth.spi.Command;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import io.berth.spi.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests as values. */
final class ToyCalls {
    private ToyCalls() {}

    interface Read<A> extends Query<ToyApi, A> {
        @Override
        default Class<ToyApi> port() {
            return ToyApi.class;
        }
    }

    interface Change<A> extends Command<ToyApi, A> {
        @Override
        default Class<ToyApi> port() {
            return ToyApi.class;
        }
    }

    record ReadAddress(PoolId pool) implements Read<String> {
        @Override
        public String action() {
            return "address";
        }

        @Override
        public String ask(ToyApi port) {
            return port.address(pool.id());
        }
    }

    record ListListeners(PoolId pool, Optional<String> token) implements Read<ToyApi.Page<ToyApi.Listener>> {
        @Override
        public String action() {
            return "listListeners";
        }

        @Override
        public ToyApi.Page<ToyApi.Listener> ask(ToyApi port) {
            return port.listeners(pool.id(), token);
        }
    }

    record ListGroups(PoolId pool, Optional<String> token) implements Read<ToyApi.Page<ToyApi.Group>> {
        @Override
        public String action() {
            return "listGroups";
        }

        @Override
        public ToyApi.Page<ToyApi.Group> ask(ToyApi port) {
            return port.groups(pool.id(), token);
        }
    }

    record ReadGroup(PoolId pool, String groupId) implements Read<Optional<ToyApi.Group>> {
        @Override
        public String action() {
            return "readGroup";
        }

        @Override
        public Optional<ToyApi.Group> ask(ToyApi port) {
            return port.group(pool.id(), groupId);
        }
    }

    record FindInterfaces(PoolId pool, Set<String> ips) implements Read<Map<String, String>> {
        @Override
        public String action() {
            return "findInterfaces";
        }

        @Override
        public Map<String, String> ask(ToyApi port) {
            return port.interfaces(ips);
        }
    }

    record CreateGroup(PoolId pool, String mark) implements Change<String> {
        @Override
        public String action() {
            return "createGroup";
        }

        @Override
        public String send(ToyApi port) {
            return port.createGroup(pool.id(), mark);
        }
    }

    record CreateListener(PoolId pool, ToyApi.Listener listener) implements Change<Boolean> {
        @Override
        public String action() {
            return "createListener";
        }

        @Override
        public Boolean send(ToyApi port) {
            port.createListener(pool.id(), listener);
            return true;
        }
    }

    record Bind(PoolId pool, List<ToyApi.Binding> bindings) implements Change<Boolean> {
        @Override
        public String action() {
            return "bind";
        }

        @Override
        public Boolean send(ToyApi port) {
            port.bind(pool.id(), bindings);
            return true;
        }
    }

    record Unbind(PoolId pool, String groupId, String interfaceId) implements Change<Boolean> {
        @Override
        public String action() {
            return "unbind";
        }

        @Override
        public Boolean send(ToyApi port) {
            port.unbind(pool.id(), groupId, interfaceId);
            return true;
        }
    }

    record DeleteListener(PoolId pool, Protocol protocol, int number) implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteListener";
        }

        @Override
        public Boolean send(ToyApi port) {
            port.deleteListener(pool.id(), protocol, number);
            return true;
        }
    }

    record DeleteGroup(PoolId pool, String groupId) implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteGroup";
        }

        @Override
        public Boolean send(ToyApi port) {
            port.deleteGroup(pool.id(), groupId);
            return true;
        }
    }
}
