package io.berth.cloud.volcengine;

import io.berth.simulator.CountingVendor;
import io.berth.simulator.VendorServer;
import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.VolcengineCloud;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.HealthCheck;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.TargetDraft;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** One balancer, one network interface, one account, over real HTTP. */
final class Sandbox implements AutoCloseable {
    static final String LB = "clb-1";
    static final String UID = "6f1f0b9e-7b0c-4b1a-9a65-2d1a3f0c9b11";
    static final Front FRONT = new Front(Transport.UDP, 7000);
    static final TargetDraft TARGET = new TargetDraft("10.1.0.2", 7777, Optional.of("eni-1"), UID);

    static final Shape SHAPE = new Shape(
            Optional.of(new HealthCheck(
                    HealthCheck.Kind.TRANSPORT,
                    OptionalInt.of(8080),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    2,
                    4,
                    Optional.empty())),
            Optional.of(Duration.ofSeconds(120)),
            Optional.of(Duration.ofSeconds(30)));

    private final AtomicLong nanos = new AtomicLong();
    private final VolcengineCloud model;
    private final CountingVendor counting;
    private final VendorServer server;
    private final Account account;

    Sandbox(VolcengineRules rules, String... settings) {
        model = new VolcengineCloud(rules, nanos::get, new Random(1));
        model.know("AKLTours");
        model.hands().put(Clb.active(LB, "203.0.113.1", "10.0.0.1"));
        model.hands().attach("eni-1", "vpc-1", "10.1.0.1");
        model.hands().attach("eni-1", "vpc-1", "10.1.0.2");
        counting = new CountingVendor(model);
        server = VendorServer.start(counting);
        account = Account.over(server.port(), settings);
    }

    VolcengineCloud model() {
        return model;
    }

    CountingVendor calls() {
        return counting;
    }

    Account account() {
        return account;
    }

    int port() {
        return server.port();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    String group() {
        return account.writes().createGroup(LB, new GroupDraft(FRONT, Shape.PLAIN, Optional.of(TARGET)));
    }

    String listener(String group, Shape shape) {
        return account.writes().createListener(LB, new ListenerDraft(FRONT, shape, group));
    }

    @Override
    public void close() {
        account.close();
        server.close();
    }
}
