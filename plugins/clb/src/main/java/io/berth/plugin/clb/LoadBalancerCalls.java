package io.berth.plugin.clb;

import io.berth.spi.Command;
import io.berth.spi.Key;
import io.berth.spi.PoolId;
import io.berth.spi.Query;
import io.berth.spi.cloud.loadbalancer.Balancer;
import io.berth.spi.cloud.loadbalancer.Group;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests to the ports of {@link io.berth.spi.cloud.loadbalancer} as values. */
final class LoadBalancerCalls {
    private LoadBalancerCalls() {}

    interface Read<A> extends Query<LoadBalancerReads, A> {
        @Override
        default Class<LoadBalancerReads> port() {
            return LoadBalancerReads.class;
        }
    }

    /** All of a slot's changes touch the key of its front. */
    interface Change<A> extends Command<LoadBalancerWrites, A> {
        Key.Port slot();

        @Override
        default Class<LoadBalancerWrites> port() {
            return LoadBalancerWrites.class;
        }

        @Override
        default PoolId pool() {
            return slot().pool();
        }

        @Override
        default Set<Key> touches() {
            return Set.of(slot());
        }
    }

    record ReadBalancer(PoolId pool) implements Read<Balancer> {
        @Override
        public String action() {
            return "balancer";
        }

        @Override
        public Balancer ask(LoadBalancerReads port) {
            return port.balancer(pool.id());
        }
    }

    record ListListeners(PoolId pool, Optional<String> token) implements Read<Page<Listener>> {
        @Override
        public String action() {
            return "listeners";
        }

        @Override
        public Page<Listener> ask(LoadBalancerReads port) {
            return port.listeners(pool.id(), token);
        }
    }

    record ListGroups(PoolId pool, Optional<String> token) implements Read<Page<Group>> {
        @Override
        public String action() {
            return "groups";
        }

        @Override
        public Page<Group> ask(LoadBalancerReads port) {
            return port.groups(pool.id(), token);
        }
    }

    record ReadTargets(PoolId pool, String groupId) implements Read<Optional<List<Target>>> {
        @Override
        public String action() {
            return "targets";
        }

        @Override
        public Optional<List<Target>> ask(LoadBalancerReads port) {
            return port.targets(pool.id(), groupId);
        }
    }

    record ReadMarks(PoolId pool, Set<String> ids) implements Read<Map<String, SlotMark>> {
        @Override
        public String action() {
            return "marks";
        }

        @Override
        public Map<String, SlotMark> ask(LoadBalancerReads port) {
            return port.marks(pool.id(), ids);
        }
    }

    record FindInterfaces(PoolId pool, Set<String> ips) implements Read<Map<String, String>> {
        @Override
        public String action() {
            return "interfaces";
        }

        @Override
        public Map<String, String> ask(LoadBalancerReads port) {
            return port.interfaces(pool.id(), ips);
        }
    }

    record ReadHealth(PoolId pool, Listener listener) implements Read<Map<String, Target.State>> {
        @Override
        public String action() {
            return "health";
        }

        @Override
        public Map<String, Target.State> ask(LoadBalancerReads port) {
            return port.health(pool.id(), listener);
        }
    }

    record CreateGroup(Key.Port slot, GroupDraft draft) implements Change<String> {
        @Override
        public String action() {
            return "createGroup";
        }

        @Override
        public String send(LoadBalancerWrites port) {
            return port.createGroup(pool().id(), draft);
        }
    }

    record CreateListener(Key.Port slot, ListenerDraft draft) implements Change<String> {
        @Override
        public String action() {
            return "createListener";
        }

        @Override
        public String send(LoadBalancerWrites port) {
            return port.createListener(pool().id(), draft);
        }
    }

    record StartListener(Key.Port slot, Listener listener) implements Change<Boolean> {
        @Override
        public String action() {
            return "startListener";
        }

        @Override
        public Boolean send(LoadBalancerWrites port) {
            port.startListener(pool().id(), listener);
            return true;
        }
    }

    record AddTarget(Key.Port slot, String groupId, TargetDraft target) implements Change<Boolean> {
        @Override
        public String action() {
            return "addTarget";
        }

        @Override
        public Boolean send(LoadBalancerWrites port) {
            port.addTarget(pool().id(), groupId, target);
            return true;
        }
    }

    record RemoveTarget(Key.Port slot, String groupId, Target target) implements Change<Boolean> {
        @Override
        public String action() {
            return "removeTarget";
        }

        @Override
        public Boolean send(LoadBalancerWrites port) {
            port.removeTarget(pool().id(), groupId, target);
            return true;
        }
    }

    record DeleteListener(Key.Port slot, Listener listener) implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteListener";
        }

        @Override
        public Boolean send(LoadBalancerWrites port) {
            port.deleteListener(pool().id(), listener);
            return true;
        }
    }

    record DeleteGroup(Key.Port slot, String groupId) implements Change<Boolean> {
        @Override
        public String action() {
            return "deleteGroup";
        }

        @Override
        public Boolean send(LoadBalancerWrites port) {
            port.deleteGroup(pool().id(), groupId);
            return true;
        }
    }
}
