package io.berth.simulator.aws;

import static io.berth.simulator.aws.Account.refusal;
import static io.berth.simulator.aws.Account.request;
import static io.berth.simulator.aws.Account.target;
import static io.berth.simulator.aws.Account.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.CountingVendor;
import io.berth.simulator.UnreliableVendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import io.berth.simulator.VendorServer;
import io.berth.simulator.Weather;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwsCloudTest {
    private final Account account = new Account();

    @Test
    void whoAsksIsChecked() {
        VendorRequest good = request("AKIDTEST", "DescribeLoadBalancers");
        VendorRequest unsigned = new VendorRequest("POST", "/", Map.of(), Map.of(), good.body());
        VendorRequest elsewhere =
                signed(good, good.header("Authorization").orElseThrow().replace("us-east-1", "us-west-2"));

        assertThat(refusal(account.cloud, unsigned)).isEqualTo("403 MissingAuthenticationToken");
        assertThat(refusal(account.cloud, signed(good, "Basic x"))).isEqualTo("400 IncompleteSignature");
        assertThat(refusal(account.cloud, elsewhere)).isEqualTo("403 SignatureDoesNotMatch");
        assertThat(refusal(account.cloud, request("AKIDOTHER", "DescribeLoadBalancers")))
                .isEqualTo("403 InvalidClientTokenId");
    }

    private static VendorRequest signed(VendorRequest request, String authorization) {
        return new VendorRequest("POST", "/", Map.of(), Map.of("Authorization", authorization), request.body());
    }

    @Test
    void actionsCanBeDenied() {
        account.cloud.deny("DescribeTargetGroups");
        assertThat(account.refusal("DescribeTargetGroups")).isEqualTo("403 AccessDenied");
        account.cloud.allow("DescribeTargetGroups");
        assertThat(account.ask("DescribeTargetGroups")).contains("<DescribeTargetGroupsResult>");
    }

    @Test
    void otherActionsAndVersionsAreUnknown() {
        assertThat(account.refusal("DescribeNothing")).isEqualTo("400 InvalidAction");
        assertThat(account.refusal("MakeNothing")).isEqualTo("400 InvalidAction");
        VendorRequest old = request("AKIDTEST", "DescribeLoadBalancers");
        assertThat(refusal(
                        account.cloud,
                        new VendorRequest("POST", "/", Map.of(), old.headers(), "Action=X&Version=2012-06-01")))
                .isEqualTo("400 InvalidAction");
    }

    @Test
    void saysThatItIsBusyInItsOwnWords() {
        VendorRequest request = request("AKIDTEST", "DescribeLoadBalancers");
        for (AwsCloud.Throttle words : AwsCloud.Throttle.values()) {
            account.cloud.throttleBy(words);
            VendorReply reply = account.cloud.throttled(request);
            assertThat(value("Code", reply.body()).replace("_", ""))
                    .isEqualToIgnoringCase(words.name().replace("_", ""));
        }
        assertThat(account.cloud.throttled(request).status()).isEqualTo(503);
        assertThat(value("Code", account.cloud.unavailable(request).body())).isEqualTo("ServiceUnavailable");
    }

    @Test
    void clientsComeToWhatDoesNotDrain() {
        String group = account.group("one", "Protocol", "TCP_UDP");
        account.listener("TCP_UDP", 7000, group);
        account.ask("RegisterTargets", target(group, "10.0.0.1", 8000));
        account.ask("RegisterTargets", target(group, "10.0.0.2", 8000));
        account.ask("DeregisterTargets", target(group, "10.0.0.2", 8000));
        String host = account.cloud.hostName(account.balancer);

        assertThat(account.cloud.reach(host, AwsProtocol.UDP, 7000))
                .containsExactly(new AwsState.Place("10.0.0.1", 8000));
        assertThat(account.cloud.reach(host, AwsProtocol.TCP, 7001)).isEmpty();
        assertThat(account.cloud.reach("elsewhere", AwsProtocol.TCP, 7000)).isEmpty();
        account.cloud.deregister(group);
        assertThat(account.cloud.reach(host, AwsProtocol.TCP, 7000)).isEmpty();
    }

    @Test
    void aFailedBalancerAnswersNobody() {
        String group = account.group("one");
        account.listener("TCP", 7000, group);
        account.ask("RegisterTargets", target(group, "10.0.0.1", 8000));
        String host = account.cloud.hostName(account.balancer);
        assertThat(account.cloud.reach(host, AwsProtocol.UDP, 7000)).isEmpty();
        assertThat(account.cloud.reach(host, AwsProtocol.TCP, 7000)).hasSize(1);

        account.cloud.balancerBecomes(account.balancer, AwsState.Status.FAILED);
        assertThat(account.cloud.reach(host, AwsProtocol.TCP, 7000)).isEmpty();
    }

    @Test
    void peoplePutListenersOverOthersAndTakeThingsAway() {
        String group = account.group("one");
        String ours = account.listener("TCP", 7000, group);
        String foreign = account.cloud.putGroup("foreign", AwsProtocol.UDP, 1, Account.VPC);
        String theirs = account.cloud.putListener(account.balancer, AwsProtocol.UDP, 7000, List.of(foreign));

        assertThat(account.cloud.truth().listeners()).containsOnlyKeys(theirs).doesNotContainKey(ours);
        account.cloud.untag(theirs);
        account.cloud.deleteListener("nothing");
        account.cloud.deregister("nothing");
        account.cloud.deleteGroup(foreign);
        assertThat(account.cloud.truth().listeners()).isEmpty();
        account.cloud.deleteBalancer(account.balancer);
        assertThat(account.cloud.truth().balancers()).isEmpty();
    }

    @Test
    void oneSeedIsOneHistory() {
        assertThat(story(new Account())).isEqualTo(story(new Account()));
    }

    private static String story(Account account) {
        account.cloud.lag(Duration.ofSeconds(2));
        String group = account.group("one");
        account.listener("TCP", 7000, group);
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            told.append(account.ask("DescribeTargetGroups"));
            account.pass(Duration.ofMillis(100));
        }
        return told.toString();
    }

    @Test
    void badWeatherLosesAndDelaysWrites() {
        CountingVendor counting = new CountingVendor(account.cloud);
        long[] now = {0};
        UnreliableVendor vendor = new UnreliableVendor(counting, () -> now[0], new Random(3));
        VendorRequest create = request(
                "AKIDTEST",
                "CreateTargetGroup",
                "Name",
                "one",
                "TargetType",
                "ip",
                "Protocol",
                "TCP",
                "Port",
                "1",
                "VpcId",
                Account.VPC);
        vendor.weather(new Weather(100, Duration.ofSeconds(1), 0, false));
        for (int i = 0; i < 10; i++) {
            assertThat(vendor.answer(create)).isEqualTo(VendorReply.LOST);
        }
        now[0] += Duration.ofSeconds(2).toNanos();
        vendor.settle();

        assertThat(counting.counts().get("CreateTargetGroup")).isBetween(3, 9);
        assertThat(account.cloud.truth().groups()).hasSize(1);
        vendor.weather(Weather.DOWN);
        assertThat(refusal(vendor, create)).isEqualTo("503 ServiceUnavailable");
        vendor.weather(new Weather(0, Duration.ZERO, 100, false));
        assertThat(refusal(vendor, create)).isEqualTo("400 Throttling");
        counting.forget();
        vendor.weather(Weather.FAIR);
        assertThat(vendor.answer(create).status()).isEqualTo(200);
        assertThat(counting.counts()).isEqualTo(Map.of("CreateTargetGroup", 1));
        assertThat(vendor.isRead(create)).isFalse();
        assertThat(Set.of(vendor.action(create))).containsExactly("CreateTargetGroup");
    }

    @Test
    void isServedOverHttp() throws IOException, InterruptedException {
        VendorRequest request = request("AKIDTEST", "DescribeLoadBalancers");
        try (VendorServer server = VendorServer.start(account.cloud)) {
            HttpResponse<String> reply = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.endpoint())
                                    .header(
                                            "Authorization",
                                            request.header("Authorization").orElseThrow())
                                    .POST(HttpRequest.BodyPublishers.ofString(request.body()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml");
            assertThat(reply.body()).contains(account.balancer);
        }
    }
}
