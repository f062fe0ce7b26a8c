package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What people do in the console, at once and past the locks. An id that there is not: {@link IllegalArgumentException}. */
public final class Hands {
    private final VolcengineCloud cloud;

    Hands(VolcengineCloud cloud) {
        this.cloud = requireNonNull(cloud, "cloud is null");
    }

    /** Adds it, or puts it in the place of the one with its id. */
    public void put(Clb balancer) {
        synchronized (cloud) {
            cloud.become(cloud.truth().with(balancer));
        }
    }

    public void deleteBalancer(String id) {
        synchronized (cloud) {
            cloud.become(cloud.truth().withoutBalancer(id));
        }
    }

    /** @param lockReason empty: it is not locked */
    public void setStatus(String balancer, String status, String lockReason) {
        change(balancer, clb -> clb.withStatus(status, lockReason));
    }

    /**
     * A listener of somebody else's, with a group of its own.
     *
     * @param last more than the first for a range
     */
    public String putListener(String balancer, String protocol, int first, int last, Map<String, String> tags) {
        synchronized (cloud) {
            String group = putGroup(balancer, Map.of());
            String id = cloud.handMade("lsn-");
            boolean range = last > first;
            ClbListener listener = new ClbListener(
                    id,
                    protocol + "-" + first,
                    protocol,
                    range ? 0 : first,
                    range ? first : 0,
                    range ? last : 0,
                    group,
                    true,
                    Map.of(),
                    tags,
                    cloud.now(),
                    OptionalLong.empty());
            change(balancer, clb -> clb.with(listener));
            return id;
        }
    }

    public String putGroup(String balancer, Map<String, String> tags) {
        synchronized (cloud) {
            String id = cloud.handMade("rsp-");
            change(balancer, clb -> clb.with(new ServerGroup(id, "by-hand", "instance", tags, List.of())));
            return id;
        }
    }

    public String putBackend(String group, String interfaceId, String ip, int port, String description) {
        synchronized (cloud) {
            String id = cloud.handMade("rs-");
            Backend backend = new Backend(id, "eni", interfaceId, ip, port, 100, description, cloud.now());
            Clb owner = ownerOfGroup(group);
            change(owner.id(), clb -> clb.with(of(clb.groups(), group).with(List.of(backend))));
            return id;
        }
    }

    public void deleteListener(String id) {
        synchronized (cloud) {
            Clb owner = cloud.truth().ownerOfListener(id).orElseThrow(() -> unknown(id));
            change(owner.id(), clb -> clb.withoutListener(id));
        }
    }

    /** With its listeners left without a group, where there are any. */
    public void deleteGroup(String id) {
        synchronized (cloud) {
            change(ownerOfGroup(id).id(), clb -> clb.withoutGroup(id));
        }
    }

    public void deleteBackend(String group, String id) {
        synchronized (cloud) {
            change(
                    ownerOfGroup(group).id(),
                    clb -> clb.with(of(clb.groups(), group).without(List.of(id))));
        }
    }

    /** Gives the IP to the network interface, which is made if there is none of that id. */
    public void attach(String interfaceId, String vpcId, String ip) {
        synchronized (cloud) {
            Eni there = cloud.truth().interfaces().getOrDefault(interfaceId, new Eni(interfaceId, vpcId, List.of()));
            cloud.become(cloud.truth().with(there.with(ip)));
        }
    }

    public void detach(String interfaceId, String ip) {
        synchronized (cloud) {
            cloud.become(cloud.truth()
                    .with(of(cloud.truth().interfaces(), interfaceId).without(ip)));
        }
    }

    /** Whether what answers there passes its health checks. */
    public void setWell(String ip, boolean isWell) {
        cloud.well(ip, isWell);
    }

    private void change(String balancer, UnaryOperator<Clb> change) {
        synchronized (cloud) {
            cloud.become(cloud.truth().with(change.apply(of(cloud.truth().balancers(), balancer))));
        }
    }

    private Clb ownerOfGroup(String group) {
        return cloud.truth().ownerOfGroup(group).orElseThrow(() -> unknown(group));
    }

    private static <T> T of(Map<String, T> all, String id) {
        T one = all.get(id);
        if (one == null) {
            throw unknown(id);
        }
        return one;
    }

    private static IllegalArgumentException unknown(String id) {
        return new IllegalArgumentException("There is no " + id);
    }
}
