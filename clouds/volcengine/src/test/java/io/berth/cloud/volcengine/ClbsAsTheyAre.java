package io.berth.cloud.volcengine;

import com.squareup.okhttp.Interceptor;
import io.berth.simulator.UnreliableVendor;
import io.berth.simulator.Weather;
import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.Estate;
import io.berth.simulator.volcengine.VolcengineCloud;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.Identity;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Transport;
import io.berth.spi.config.NameValue;
import io.berth.tck.loadbalancer.BalancerState;
import io.berth.tck.loadbalancer.BalancerState.GroupThere;
import io.berth.tck.loadbalancer.BalancerState.ListenerThere;
import io.berth.tck.loadbalancer.BalancerState.TargetThere;
import io.berth.tck.loadbalancer.TrueBalancers;
import io.berth.tck.sim.FarSide.Mood;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Two CLBs of the model of Volcengine, reached through the adapter and the SDK, under virtual time. */
final class ClbsAsTheyAre implements TrueBalancers {
    private static final String KEY = "AKLTexample";
    private static final String VPC = "vpc-1";

    private final VolcengineCloud cloud;
    private final UnreliableVendor vendor;
    private final VirtualTime time;
    private final ClbMarks marks;
    private final int listeners;
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private final SortedMap<String, String> interfaces = new TreeMap<>();
    private int attached;

    ClbsAsTheyAre(VirtualTime time, RandomGenerator random, Identity identity, int listeners) {
        this.time = time;
        this.cloud = new VolcengineCloud(
                VolcengineRules.USUAL
                        .withLock(Duration.ofMillis(800))
                        .withListDelay(Duration.ofMillis(1500))
                        .withListenersPerBalancer(listeners),
                time::nanos,
                random);
        cloud.know(KEY);
        this.vendor = new UnreliableVendor(cloud, time::nanos, random);
        this.marks = new ClbMarks(identity);
        this.listeners = listeners;
        for (int i = 1; i <= 2; i++) {
            String address = "203.0.113." + i;
            cloud.hands().put(Clb.active("clb-" + i, address, "192.168.0." + i));
            addresses.put("clb-" + i, address);
        }
    }

    @Override
    public BalancerState now() {
        vendor.settle();
        Estate truth = cloud.truth();
        List<ListenerThere> all = new ArrayList<>();
        List<GroupThere> groups = new ArrayList<>();
        for (Clb balancer : truth.balancers().values()) {
            balancer.listeners()
                    .values()
                    .forEach(listener -> all.add(new ListenerThere(
                            balancer.id(),
                            listener.id(),
                            new Front(
                                    listener.protocol().equals("UDP") ? Transport.UDP : Transport.TCP, listener.port()),
                            listener.groupId(),
                            marks.mark(listener.tags()),
                            listener.enabled() && listener.activeAt() - time.nanos() <= 0)));
            balancer.groups()
                    .values()
                    .forEach(group -> groups.add(new GroupThere(
                            balancer.id(),
                            group.id(),
                            marks.mark(group.tags()),
                            group.backends().stream()
                                    .map(backend ->
                                            new TargetThere(backend.ip(), backend.port(), uid(backend.description())))
                                    .toList())));
        }
        return new BalancerState(all, groups);
    }

    private Optional<String> uid(String description) {
        return marks.occupant(description)
                .filter(Occupant.Uid.class::isInstance)
                .map(Occupant.Uid.class::cast)
                .map(Occupant.Uid::uid);
    }

    @Override
    public SortedMap<String, String> addresses() {
        return new TreeMap<>(addresses);
    }

    @Override
    public int listenersPerBalancer() {
        return listeners;
    }

    @Override
    public void attach(String ip) {
        detach(ip);
        String id = "eni-%05d".formatted(++attached);
        interfaces.put(ip, id);
        cloud.hands().attach(id, VPC, ip);
    }

    @Override
    public void detach(String ip) {
        String id = interfaces.remove(ip);
        if (id != null) {
            cloud.hands().detach(id, ip);
        }
    }

    @Override
    public void putForeign(String balancer, Front front) {
        boolean taken = now().listeners().stream()
                .anyMatch(one -> one.balancer().equals(balancer) && one.front().equals(front));
        if (!taken) {
            cloud.hands().putListener(balancer, front.transport().name(), front.number(), front.number(), Map.of());
        }
    }

    @Override
    public void deleteListener(String balancer, String id) {
        cloud.hands().deleteListener(id);
    }

    @Override
    public void empty(String balancer, String groupId) {
        Optional.ofNullable(cloud.truth().balancer(balancer).groups().get(groupId))
                .ifPresent(group ->
                        group.backends().forEach(backend -> cloud.hands().deleteBackend(groupId, backend.id())));
    }

    @Override
    public void mood(Mood mood) {
        vendor.weather(
                switch (mood) {
                    case FAIR -> Weather.FAIR;
                    case STORMY -> new Weather(15, Duration.ofMillis(2500), 10, false);
                    case DOWN -> Weather.DOWN;
                });
    }

    @Override
    public CloudFactory<?> cloud() {
        return new VolcengineCloudFactory();
    }

    @Override
    public List<NameValue> account() {
        return List.of(
                new NameValue("region", "cn-beijing"),
                new NameValue("vpcId", VPC),
                new NameValue("accessKeyId", KEY),
                new NameValue("secretAccessKey", "secret"),
                new NameValue("readDelay", "6s"));
    }

    @Override
    public Map<Class<?>, Object> provided() {
        return Map.of(Interceptor.class, new VendorTransport(vendor));
    }
}
