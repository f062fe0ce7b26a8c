package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells of each request what it is about, before it leaves and when it is done. */
final class JudgedWrites implements LoadBalancerWrites {
    /** Runs the request, and hears what it is about. */
    interface Hearing {
        <A> A of(Intent intent, Supplier<A> request);
    }

    /**
     * What a request is about.
     *
     * @param listener whose front it concerns, where it is one
     * @param groupId the group that it concerns
     * @param target that it puts in
     * @param drafts the front that it makes something for
     */
    record Intent(
            String action,
            String balancer,
            Optional<Listener> listener,
            Optional<String> groupId,
            Optional<TargetDraft> target,
            Optional<GroupDraft> group,
            Optional<ListenerDraft> drafts) {
        static Intent of(String action, String balancer) {
            return new Intent(
                    action,
                    balancer,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        Intent about(Listener one) {
            return new Intent(action, balancer, Optional.of(one), groupId, target, group, drafts);
        }

        Intent inGroup(String id) {
            return new Intent(action, balancer, listener, Optional.of(id), target, group, drafts);
        }

        Intent putting(TargetDraft one) {
            return new Intent(action, balancer, listener, groupId, Optional.of(one), group, drafts);
        }

        Intent making(GroupDraft draft) {
            return new Intent(action, balancer, listener, groupId, draft.target(), Optional.of(draft), drafts);
        }

        Intent making(ListenerDraft draft) {
            return new Intent(
                    action, balancer, listener, Optional.of(draft.groupId()), target, group, Optional.of(draft));
        }

        boolean makes() {
            return group.isPresent() || drafts.isPresent() || target.isPresent() || action.equals("startListener");
        }
    }

    private final LoadBalancerWrites port;
    private final Hearing hearing;

    JudgedWrites(LoadBalancerWrites port, Hearing hearing) {
        this.port = requireNonNull(port, "port is null");
        this.hearing = requireNonNull(hearing, "hearing is null");
    }

    @Override
    public String createGroup(String balancer, GroupDraft draft) {
        return hearing.of(Intent.of("createGroup", balancer).making(draft), () -> port.createGroup(balancer, draft));
    }

    @Override
    public String createListener(String balancer, ListenerDraft draft) {
        return hearing.of(
                Intent.of("createListener", balancer).making(draft), () -> port.createListener(balancer, draft));
    }

    @Override
    public void startListener(String balancer, Listener listener) {
        hearing.of(Intent.of("startListener", balancer).about(listener), () -> {
            port.startListener(balancer, listener);
            return true;
        });
    }

    @Override
    public void addTarget(String balancer, String groupId, TargetDraft target) {
        hearing.of(Intent.of("addTarget", balancer).inGroup(groupId).putting(target), () -> {
            port.addTarget(balancer, groupId, target);
            return true;
        });
    }

    @Override
    public void removeTarget(String balancer, String groupId, Target target) {
        hearing.of(Intent.of("removeTarget", balancer).inGroup(groupId), () -> {
            port.removeTarget(balancer, groupId, target);
            return true;
        });
    }

    @Override
    public void deleteListener(String balancer, Listener listener) {
        hearing.of(Intent.of("deleteListener", balancer).about(listener), () -> {
            port.deleteListener(balancer, listener);
            return true;
        });
    }

    @Override
    public void deleteGroup(String balancer, String groupId) {
        hearing.of(Intent.of("deleteGroup", balancer).inGroup(groupId), () -> {
            port.deleteGroup(balancer, groupId);
            return true;
        });
    }
}
