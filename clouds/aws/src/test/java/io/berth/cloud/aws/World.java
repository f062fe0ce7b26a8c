package io.berth.cloud.aws;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.simulator.CountingVendor;
import io.berth.simulator.VendorServer;
import io.berth.simulator.aws.AwsCloud;
import io.berth.simulator.aws.AwsTerms;
import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Target;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import io.berth.spi.config.NameValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.http.SdkHttpClient;

/** The adapter and the model, by HTTP. */
final class World implements AutoCloseable {
    static final String KEY = "AKIDTEST";
    static final String SECRET = "veryhiddenkey";
    static final String TOKEN = "veryhiddentoken";
    static final String VPC = "vpc-1";
    static final Identity IDENTITY = new Identity("cluster-1", "berth");

    final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());
    final AwsCloud model;
    final CountingVendor vendor;
    final Mishaps mishaps;
    final VendorServer server;
    final Cloud cloud;
    final LoadBalancerReads reads;
    final LoadBalancerWrites writes;
    final String balancer;
    private final List<Cloud> others = new ArrayList<>();

    World() {
        this(AwsTerms.USUAL);
    }

    World(AwsTerms terms) {
        model = new AwsCloud(terms, KEY, now::get, new Random(5));
        balancer = model.addBalancer("games", VPC);
        vendor = new CountingVendor(model);
        mishaps = new Mishaps(vendor);
        server = VendorServer.start(mishaps);
        cloud = cloud(IDENTITY, Map.of());
        reads = cloud.port(LoadBalancerReads.class).orElseThrow();
        writes = cloud.port(LoadBalancerWrites.class).orElseThrow();
    }

    /** Another one of the same model. */
    Cloud cloud(Identity identity, Map<String, String> settings) {
        Cloud made = new AwsCloudFactory().create(account(server.endpoint().toString(), settings), context(identity));
        others.add(made);
        return made;
    }

    static AwsAccount account(String endpoint, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "region",
                AwsTerms.USUAL.region(),
                "endpoint",
                endpoint,
                "accessKeyId",
                KEY,
                "secretAccessKey",
                SECRET,
                "vpcId",
                VPC));
        all.putAll(settings);
        List<NameValue> pairs = all.entrySet().stream()
                .map(entry -> new NameValue(entry.getKey(), entry.getValue()))
                .toList();
        return new AwsCloudFactory().settings().decode(pairs).fold(account -> account, problems -> {
            throw new IllegalArgumentException(problems.toString());
        });
    }

    static CloudContext context(Identity identity, SdkHttpClient... provided) {
        return new CloudContext() {
            @Override
            public Identity identity() {
                return identity;
            }

            @Override
            public String account() {
                return "main";
            }

            @Override
            public <T> Optional<T> provided(Class<T> type) {
                return List.of(provided).stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .findFirst();
            }
        };
    }

    static Front front(Transport transport, int number) {
        return new Front(transport, number);
    }

    String group(Front front, Shape shape) {
        return writes.createGroup(balancer, new GroupDraft(front, shape, Optional.empty()));
    }

    String group(Front front) {
        return group(front, Shape.PLAIN);
    }

    String listener(Front front, String group) {
        return writes.createListener(balancer, new ListenerDraft(front, Shape.PLAIN, group));
    }

    void target(String group, String ip, int port) {
        writes.addTarget(balancer, group, new TargetDraft(ip, port, Optional.empty(), "uid-1"));
    }

    List<Target> targets(String group) {
        return reads.targets(balancer, group).orElseThrow();
    }

    List<Listener> listeners() {
        return reads.listeners(balancer, Optional.empty()).items();
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    static NetworkException fault(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(NetworkException.class, call), "no fault came");
    }

    @Override
    public void close() {
        others.forEach(Cloud::close);
        server.close();
    }
}
