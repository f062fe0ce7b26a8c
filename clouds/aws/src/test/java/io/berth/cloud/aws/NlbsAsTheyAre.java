package io.berth.cloud.aws;

import io.berth.simulator.UnreliableVendor;
import io.berth.simulator.Weather;
import io.berth.simulator.aws.AwsCloud;
import io.berth.simulator.aws.AwsProtocol;
import io.berth.simulator.aws.AwsState;
import io.berth.simulator.aws.AwsTerms;
import io.berth.spi.Identity;
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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** Two network load balancers of the model of AWS, reached through the adapter and the SDK, under virtual time. */
final class NlbsAsTheyAre implements TrueBalancers {
    private static final String VPC = "vpc-1";
    private static final String KEY = "AKIDEXAMPLE";

    private final AwsCloud cloud;
    private final UnreliableVendor vendor;
    private final NlbMarks marks;
    private final int listeners;
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private @Nullable AwsState read;
    private BalancerState now = BalancerState.EMPTY;

    /** @param random of which the ids come too */
    NlbsAsTheyAre(VirtualTime time, RandomGenerator random, Identity identity, int listeners) {
        AwsTerms terms = AwsTerms.USUAL
                .quotas(listeners, 100, 20)
                .pages(3)
                .delays(Duration.ofSeconds(5), Duration.ofSeconds(30));
        this.cloud = new AwsCloud(terms, KEY, time::nanos, random);
        this.vendor = new UnreliableVendor(cloud, time::nanos, random);
        this.marks = new NlbMarks(identity);
        this.listeners = listeners;
        for (String name : List.of("game-1", "game-2")) {
            String arn = cloud.addBalancer(name, VPC);
            addresses.put(arn, cloud.hostName(arn));
        }
        mood(Mood.FAIR);
    }

    @Override
    public BalancerState now() {
        vendor.settle();
        AwsState truth = cloud.truth();
        if (!truth.equals(read)) {
            read = truth;
            now = seen(truth);
        }
        return now;
    }

    private BalancerState seen(AwsState state) {
        List<ListenerThere> all = new ArrayList<>();
        for (AwsState.Listener listener : state.listeners().values()) {
            all.add(new ListenerThere(
                    listener.balancerArn(),
                    listener.arn(),
                    new Front(transport(listener.protocol()), listener.port()),
                    listener.groupArns().get(0),
                    marks.mark(tags(listener.tags())),
                    true));
        }
        List<GroupThere> groups = new ArrayList<>();
        for (AwsState.Group group : state.groups().values()) {
            groups.add(new GroupThere(
                    balancerOf(group),
                    group.arn(),
                    marks.mark(tags(group.tags())),
                    group.targets().values().stream()
                            .filter(target -> !target.isDraining())
                            .map(target -> new TargetThere(
                                    target.place().ip(), target.place().port(), Optional.empty()))
                            .toList()));
        }
        return new BalancerState(all, groups);
    }

    /** A group belongs to a balancer by its name, until a listener leads to it. */
    private String balancerOf(AwsState.Group group) {
        return addresses.keySet().stream()
                .filter(arn -> group.name().startsWith(marks.prefix(arn)))
                .findFirst()
                .orElse("");
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Transport transport(AwsProtocol protocol) {
        return switch (protocol) {
            case TCP, TLS -> Transport.TCP;
            case UDP -> Transport.UDP;
            case TCP_UDP -> Transport.TCP_UDP;
        };
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
    public void attach(String ip) {}

    @Override
    public void detach(String ip) {}

    @Override
    public void putForeign(String balancer, Front front) {
        boolean taken = cloud.truth().of(balancer).stream().anyMatch(one -> one.port() == front.number());
        if (!taken) {
            AwsProtocol protocol = front.transport() == Transport.UDP ? AwsProtocol.UDP : AwsProtocol.TCP;
            String name = "foreign-%d-%d"
                    .formatted(front.number(), cloud.truth().groups().size());
            String group = cloud.putGroup(name, protocol, front.number(), VPC);
            cloud.putListener(balancer, protocol, front.number(), List.of(group));
        }
    }

    @Override
    public void deleteListener(String balancer, String id) {
        cloud.deleteListener(id);
    }

    @Override
    public void empty(String balancer, String groupId) {
        cloud.deregister(groupId);
    }

    @Override
    public void mood(Mood mood) {
        cloud.lag(Duration.ofSeconds(2));
        vendor.weather(
                switch (mood) {
                    case FAIR -> Weather.FAIR;
                    case STORMY -> new Weather(15, Duration.ofMillis(2500), 10, false);
                    case DOWN -> Weather.DOWN;
                });
    }

    @Override
    public CloudFactory<?> cloud() {
        return new AwsCloudFactory();
    }

    @Override
    public List<NameValue> account() {
        return List.of(
                new NameValue("region", "us-east-1"),
                new NameValue("vpcId", VPC),
                new NameValue("accessKeyId", KEY),
                new NameValue("secretAccessKey", "secret"),
                new NameValue("readDelay", "6s"));
    }

    @Override
    public Map<Class<?>, Object> provided() {
        return Map.of(SdkHttpClient.class, new VendorHttpClient(vendor));
    }
}
