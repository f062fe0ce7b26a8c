package io.berth.cloud.aws;

import static io.berth.cloud.aws.World.fault;
import static io.berth.cloud.aws.World.front;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.CountingVendor;
import io.berth.simulator.UnreliableVendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import io.berth.simulator.Weather;
import io.berth.simulator.aws.AwsCloud;
import io.berth.simulator.aws.AwsTerms;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The SDK and the model on one thread, at a time of their own. */
class InMemoryTest {
    private final AtomicLong now = new AtomicLong();
    private final AwsCloud model = new AwsCloud(AwsTerms.USUAL, World.KEY, now::get, new Random(1));
    private final CountingVendor counting = new CountingVendor(model);
    private final UnreliableVendor vendor = new UnreliableVendor(counting, now::get, new Random(2));
    private final VendorHttpClient http = new VendorHttpClient(vendor);
    private final String balancer = model.addBalancer("games", World.VPC);

    private Cloud cloud() {
        return new AwsCloudFactory()
                .create(World.account("http://aws.invalid", Map.of()), World.context(World.IDENTITY, http));
    }

    @Test
    void answersWithoutSocketsAndLeavesTheHostsClientOpen() {
        try (Cloud cloud = cloud()) {
            LoadBalancerReads reads = cloud.port(LoadBalancerReads.class).orElseThrow();
            assertThat(reads.balancer(balancer).ingresses()).hasSize(1);
        }
        assertThat(http.isClosed()).isFalse();
    }

    @Test
    void asksOnTheThreadThatCalls() {
        List<Thread> threads = new ArrayList<>();
        VendorHttpClient noting = new VendorHttpClient(new Mishaps(model) {
            // One that notes who asks.
            @Override
            public VendorReply answer(VendorRequest request) {
                threads.add(Thread.currentThread());
                return super.answer(request);
            }
        });
        try (Cloud cloud = new AwsCloudFactory()
                .create(World.account("http://aws.invalid", Map.of()), World.context(World.IDENTITY, noting))) {
            cloud.port(LoadBalancerReads.class).orElseThrow().balancer(balancer);
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aLostWriteMayArriveLate() {
        try (Cloud cloud = cloud()) {
            LoadBalancerWrites writes = cloud.port(LoadBalancerWrites.class).orElseThrow();
            vendor.weather(new Weather(100, Duration.ofSeconds(2), 0, false));
            int number = 1;
            while (counting.calls().size() == number - 1) {
                GroupDraft draft = new GroupDraft(front(Transport.UDP, number++), Shape.PLAIN, Optional.empty());
                NetworkException fault = fault(() -> writes.createGroup(balancer, draft));
                assertThat(fault.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            }
            vendor.weather(Weather.FAIR);
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            vendor.settle();

            LoadBalancerReads reads = cloud.port(LoadBalancerReads.class).orElseThrow();
            assertThat(reads.groups(balancer, Optional.empty()).items())
                    .hasSize(model.truth().groups().size());
        }
    }

    @Test
    void oneSeedIsOneHistory() {
        assertThat(story()).hasSizeGreaterThan(100).isEqualTo(story());
    }

    /** What was asked and answered, and what came of it, in bad weather. */
    private static List<String> story() {
        AtomicLong now = new AtomicLong();
        AwsCloud model = new AwsCloud(AwsTerms.USUAL, World.KEY, now::get, new Random(1));
        CountingVendor counting = new CountingVendor(model);
        UnreliableVendor vendor = new UnreliableVendor(counting, now::get, new Random(2));
        String balancer = model.addBalancer("games", World.VPC);
        model.lag(Duration.ofSeconds(3));
        model.lagEverywhere(true);
        vendor.weather(new Weather(10, Duration.ofSeconds(1), 10, false));
        List<String> told = new ArrayList<>();
        try (Cloud cloud = new AwsCloudFactory()
                .create(
                        World.account("http://aws.invalid", Map.of()),
                        World.context(World.IDENTITY, new VendorHttpClient(vendor)))) {
            LoadBalancerReads reads = cloud.port(LoadBalancerReads.class).orElseThrow();
            LoadBalancerWrites writes = cloud.port(LoadBalancerWrites.class).orElseThrow();
            for (int number = 1; number <= 40; number++) {
                GroupDraft draft = new GroupDraft(front(Transport.UDP, number), Shape.PLAIN, Optional.empty());
                told.add(answer(() -> {
                    String group = writes.createGroup(balancer, draft);
                    writes.addTarget(balancer, group, new TargetDraft("10.0.0.1", 1, Optional.empty(), "uid"));
                    writes.createListener(balancer, new ListenerDraft(draft.front(), Shape.PLAIN, group));
                    return reads.targets(balancer, group).toString();
                }));
                told.add(
                        answer(() -> reads.listeners(balancer, Optional.empty()).toString()));
                now.addAndGet(Duration.ofMillis(300).toNanos());
            }
        }
        counting.calls().forEach(call -> told.add(call.request().body() + call.reply()));
        return told;
    }

    private static String answer(Supplier<String> call) {
        try {
            return call.get();
        } catch (NetworkException e) {
            return e.kind() + " " + e.getMessage();
        }
    }
}
