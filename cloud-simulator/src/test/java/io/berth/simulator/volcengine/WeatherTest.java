package io.berth.simulator.volcengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.Call;
import io.berth.simulator.CountingVendor;
import io.berth.simulator.History;
import io.berth.simulator.UnreliableVendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import io.berth.simulator.VendorServer;
import io.berth.simulator.Weather;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The simulated Volcengine when it does badly, and over HTTP. */
final class WeatherTest {
    private static final VendorRequest WRITE =
            Asking.request("AK", "cn-beijing", "CreateServerGroup", "LoadBalancerId", "clb-1");
    private static final VendorRequest READ =
            Asking.request("AK", "cn-beijing", "DescribeServerGroups", "LoadBalancerId", "clb-1");

    private final AtomicLong nanos = new AtomicLong();
    private final VolcengineCloud cloud = new VolcengineCloud(VolcengineRules.INSTANT, nanos::get, new Random(1));

    WeatherTest() {
        cloud.know("AK");
        cloud.hands().put(Clb.active("clb-1", "203.0.113.1", "10.0.0.1"));
    }

    private int groups() {
        return cloud.truth().balancer("clb-1").groups().size();
    }

    @Test
    void lostWritesAreDoneOrNotOrLater() {
        UnreliableVendor vendor = new UnreliableVendor(cloud, nanos::get, new Random(7));
        vendor.weather(new Weather(100, Duration.ofSeconds(30), 0, false));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int before = groups();
            assertThat(vendor.answer(WRITE)).isEqualTo(VendorReply.LOST);
            int after = groups();
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            vendor.settle();
            seen.add(after > before ? "done" : groups() > after ? "late" : "not");
        }
        assertThat(seen).containsExactlyInAnyOrder("done", "late", "not");
        int before = groups();
        assertThat(vendor.answer(READ)).isEqualTo(VendorReply.LOST);
        assertThat(groups()).isEqualTo(before);
    }

    @Test
    void throttledAndDownChangeNothing() {
        UnreliableVendor vendor = new UnreliableVendor(cloud, nanos::get, new Random(7));
        Asking asking = new Asking(vendor, "AK", "cn-beijing");
        vendor.weather(new Weather(0, Duration.ZERO, 100, false));
        assertThat(asking.send(WRITE).code()).isEqualTo("AccountFlowLimitExceeded");
        vendor.weather(Weather.DOWN);
        assertThat(asking.send(WRITE).codeAndStatus()).isEqualTo("503 ServiceUnavailable");
        vendor.weather(Weather.FAIR);
        assertThat(groups()).isZero();
        assertThat(asking.send(WRITE).code()).isEmpty();
        assertThat(groups()).isEqualTo(1);
    }

    @Test
    void isServedOverHttpAndCounted() throws IOException, InterruptedException {
        UnreliableVendor unreliable = new UnreliableVendor(cloud, nanos::get, new Random(7));
        CountingVendor vendor = new CountingVendor(unreliable);
        try (VendorServer server = VendorServer.start(vendor)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint()
                            + "/?Action=DescribeLoadBalancerAttributes&Version=2020-04-01&LoadBalancerId=clb%2D1&&x"))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("MissingAuthenticationToken");
        }
        assertThat(vendor.counts()).containsOnlyKeys("DescribeLoadBalancerAttributes");
        assertThat(vendor.calls())
                .extracting(Call::request)
                .extracting(request -> request.parameter("LoadBalancerId").orElse(""))
                .containsExactly("clb-1");
        assertThat(vendor.isRead(READ)).isTrue();
        assertThat(vendor.action(WRITE)).isEqualTo("CreateServerGroup");
        assertThat(vendor.throttled(WRITE).body()).contains("FlowLimit");
        assertThat(vendor.unavailable(WRITE).status()).isEqualTo(503);
        assertThat(unreliable.isRead(WRITE)).isFalse();
        vendor.forget();
        assertThat(vendor.calls()).isEmpty();
    }

    @Test
    void historyRemembersAsLongAsItIsAskedFor() {
        History<String> history = new History<>(nanos::get, Duration.ofNanos(10), "a");
        nanos.set(9);
        history.become("b");
        nanos.set(200);
        history.become("c");
        nanos.set(201);
        history.become("d");
        assertThat(history.now()).isEqualTo("d");
        assertThat(history.before(Duration.ofNanos(1))).isEqualTo("c");
        assertThat(history.before(Duration.ofNanos(10))).isEqualTo("b");
    }
}
