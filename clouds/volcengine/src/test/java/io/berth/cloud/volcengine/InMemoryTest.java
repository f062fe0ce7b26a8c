package io.berth.cloud.volcengine;

import static io.berth.cloud.volcengine.Sandbox.FRONT;
import static io.berth.cloud.volcengine.Sandbox.LB;
import static io.berth.cloud.volcengine.Sandbox.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.squareup.okhttp.Interceptor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.VolcengineCloud;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.NetworkException;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Shape;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The SDK without sockets: what a host's interceptor answers. */
final class InMemoryTest {
    private final AtomicLong nanos = new AtomicLong();
    private final VolcengineCloud model = new VolcengineCloud(VolcengineRules.INSTANT, nanos::get, new Random(1));

    InMemoryTest() {
        model.know("AKLTours");
        model.hands().put(Clb.active(LB, "203.0.113.1", "10.0.0.1"));
        model.hands().attach("eni-1", "vpc-1", "10.1.0.2");
    }

    @Test
    void requestsGoByTlsToTheVendorsHost() {
        List<String> urls = new ArrayList<>();
        Interceptor transport = new VendorTransport(model);
        Interceptor watching = chain -> {
            urls.add(chain.request().urlString());
            return transport.intercept(chain);
        };
        try (Account account = Account.over(watching)) {
            account.reads().balancer(LB);
        }
        assertThat(urls).singleElement().asString().startsWith("https://open.volcengineapi.com/?");
    }

    @Test
    void slotIsOpenedOnTheCallersThread() {
        Set<Thread> threads = new HashSet<>();
        Interceptor transport = new VendorTransport(model);
        Interceptor watching = chain -> {
            threads.add(Thread.currentThread());
            return transport.intercept(chain);
        };
        try (Account account = Account.over(watching)) {
            String group = account.writes().createGroup(LB, new GroupDraft(FRONT, Shape.PLAIN, Optional.of(TARGET)));
            account.writes().createListener(LB, new ListenerDraft(FRONT, Shape.PLAIN, group));
            assertThat(account.reads().listeners(LB, Optional.empty()).items()).hasSize(1);
        }
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(model.answering("203.0.113.1", "UDP", 7000)).hasSize(1);
    }

    @Test
    void lostReplyLeavesTheOutcomeOpen() {
        Scripted vendor = new Scripted();
        vendor.answers(VendorReply.LOST);
        try (Account account = Account.over(new VendorTransport(vendor))) {
            NetworkException change = catchThrowableOfType(
                    NetworkException.class, () -> account.writes().deleteGroup(LB, "rsp-1"));
            assertThat(change.kind()).isEqualTo(NetworkException.Kind.OUTCOME_UNKNOWN);
            assertThat(catchThrowableOfType(
                                    NetworkException.class,
                                    () -> account.reads().balancer(LB))
                            .kind())
                    .isEqualTo(NetworkException.Kind.UNAVAILABLE);
        }
        assertThat(vendor.requests()).hasSize(2);
    }

    @Test
    void refusedConnectionIsNotSent() {
        Interceptor refusing = chain -> {
            throw new ConnectException("refused");
        };
        try (Account account = Account.over(refusing)) {
            assertThat(catchThrowableOfType(
                                    NetworkException.class,
                                    () -> account.writes().deleteGroup(LB, "rsp-1"))
                            .kind())
                    .isEqualTo(NetworkException.Kind.UNAVAILABLE);
        }
    }

    @Test
    void severalThreadsMayAsk() {
        ConcurrentLinkedQueue<String> groups = new ConcurrentLinkedQueue<>();
        try (Account account = Account.over(new VendorTransport(model))) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(CompletableFuture.runAsync(() -> {
                    for (int j = 0; j < 40; j++) {
                        groups.add(account.writes()
                                .createGroup(LB, new GroupDraft(FRONT, Shape.PLAIN, Optional.of(TARGET))));
                        account.reads().groups(LB, Optional.empty());
                    }
                }));
            }
            all.forEach(CompletableFuture::join);
        }
        assertThat(groups).hasSize(160).doesNotHaveDuplicates();
        assertThat(model.truth().balancer(LB).groups().keySet()).containsExactlyInAnyOrderElementsOf(groups);
    }
}
