package io.berth.tck.toy;

import io.berth.spi.Command;
import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import io.berth.spi.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The requests as values. */
final class ToyCalls {
    private ToyCalls() {}

    interface Read<A> extends Query<ToyReads, A> {
        @Override
        default Class<ToyReads> port() {
            return ToyReads.class;
        }
    }

    interface Change<A> extends Command<ToyWrites, A> {
        @Override
        default Class<ToyWrites> port() {
            return ToyWrites.class;
        }
    }

    record ReadAddress(PoolId pool) implements Read<String> {
        @Override
        public String action() {
            return "address";
        }

        @Override
        public String ask(ToyReads port) {
            return port.address(pool.id());
        }
    }

    record ListListeners(PoolId pool, Optional<String> token) implements Read<ToyApi.Page<ToyApi.Listener>> {
        @Override
        public String action() {
            return "listListeners";
        }

        @Override
        public ToyApi.Page<ToyApi.Listener> ask(ToyReads port) {
            return port.listeners(pool.id(), token);
        }
    }

    record ListGroups(PoolId pool, Optional<String> token) implements Read<ToyApi.Page<ToyApi.Group>> {
        @Override
        public String action() {
            return "listGroups";
        }

        @Override
        public ToyApi.Page<ToyApi.Group> ask(ToyReads port) {
            return port.groups(pool.id(), token);
        }
    }

    record ReadGroup(PoolId pool, String groupId) implements Read<Optional<ToyApi.Group>> {
        @Override
        public String action() {
            return "readGroup";
        }

        @Override
        public Optional<ToyApi.Group> ask(ToyReads port) {
            return port.group(pool.id(), groupId);
        }
    }

    record FindInterfaces(PoolId pool, Set<String> ips) implements Read<Map<String, String>> {
        @Override
        public String action() {
            return "findInterfaces";
        }

        @Override
        public Map<String, String> ask(ToyReads port) {
            return port.interfaces(ips);
        }
    }

    record CreateGroup(PoolId pool, String mark, Set<Key> touches) implements Change<String> {
        @Override
        public String action() {
            return "createGroup";
        }

        @Override
        public String send(ToyWrites port) {
            return port.createGroup(pool.id(), mark);
        }
    }

    record CreateListener(PoolId pool, ToyApi.Listener listener, Set<Key> touches) implements Change<Boolean> {
        @Override
        public String action() {
            return "createListener";
        }

        @Override
        public Boolean send(ToyWrites port) {
            port.createListener(pool.id(), listener);
            return true;
        }
    }

    /** Several pods of one balancer in one request. */
    record Bind(PoolId pool, List<Part> parts) implements Change<Boolean> {
        record Part(ToyApi.Binding binding, Set<Key> touches) {}

        Bind {
            parts = List.copyOf(parts);
        }

        @Override
        public String action() {
            return "bind";
        }

        @Override
        public Set<Key> touches() {
            return parts.stream().flatMap(part -> part.touches().stream()).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Boolean send(ToyWrites port) {
            port.bind(pool.id(), parts.stream().map(Part::binding).toList());
            return true;
        }

        @Override
        public Optional<Object> batch() {
            return Optional.of("bind");
        }

        @Override
        public Optional<Command<ToyWrites, Boolean>> and(Command<ToyWrites, Boolean> other) {
            if (!(other instanceof Bind more)) {
                return Optional.empty();
            }
            List<Part> all = new ArrayList<>(parts);
            all.addAll(more.parts());
            return Optional.of(new Bind(pool, all));
        }
    }

    record Unbind(PoolId pool, String groupId, String interfaceId, Set<Key> touches) implements Change<Boolean> {
        @Override
        public String action() {
            return "unbind";
        }

        @Override
        public Boolean send(ToyWrites port) {
            port.unbind(pool.id(), groupId, interfaceId);
            return true;
        }
    }

    record DeleteListener(PoolId pool, Protocol protocol, int number, String groupId, Set<Key> touches)
            implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteListener";
        }

        @Override
        public Boolean send(ToyWrites port) {
            port.deleteListener(pool.id(), protocol, number, groupId);
            return true;
        }
    }

    record DeleteGroup(PoolId pool, String groupId, Set<Key> touches) implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteGroup";
        }

        @Override
        public Boolean send(ToyWrites port) {
            port.deleteGroup(pool.id(), groupId);
            return true;
        }
    }
}
