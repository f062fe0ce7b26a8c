package io.berth.cloud.aws;

import static io.berth.cloud.aws.World.fault;
import static io.berth.cloud.aws.World.front;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorServer;
import io.berth.simulator.aws.AwsCloud;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.GroupDraft;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElbCallsTest {
    private static final Front FRONT = front(Transport.UDP, 7000);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static VendorReply error(int status, String code, String message) {
        return VendorReply.xml(
                status,
                ("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                                + "<RequestId>req-1</RequestId></ErrorResponse>")
                        .formatted(code, message));
    }

    @ParameterizedTest
    @CsvSource({
        "400,Throttling,THROTTLED,THROTTLED",
        "400,ThrottlingException,THROTTLED,THROTTLED",
        "503,RequestLimitExceeded,THROTTLED,THROTTLED",
        "429,Other,THROTTLED,THROTTLED",
        "503,ServiceUnavailable,UNAVAILABLE,UNAVAILABLE",
        "503,Other,UNAVAILABLE,UNAVAILABLE",
        "500,InternalFailure,UNAVAILABLE,OUTCOME_UNKNOWN",
        "502,Other,UNAVAILABLE,OUTCOME_UNKNOWN",
        "504,Other,UNAVAILABLE,OUTCOME_UNKNOWN",
        "429,PriorRequestNotComplete,BUSY,BUSY",
        "400,DuplicateListener,CONFLICT,CONFLICT",
        "400,DuplicateTargetGroupName,CONFLICT,CONFLICT",
        "400,ResourceInUse,CONFLICT,CONFLICT",
        "400,ListenerNotFound,CONFLICT,CONFLICT",
        "400,TargetGroupNotFound,CONFLICT,CONFLICT",
        "400,TargetGroupAssociationLimit,CONFLICT,CONFLICT",
        "400,LoadBalancerNotFound,INVALID,INVALID",
        "400,ValidationError,INVALID,INVALID",
        "400,InvalidConfigurationRequest,INVALID,INVALID",
        "400,IncompatibleProtocols,INVALID,INVALID",
        "400,InvalidTarget,INVALID,INVALID",
        "400,TooManyListeners,QUOTA,QUOTA",
        "400,TooManyTargetGroups,QUOTA,QUOTA",
        "400,TooManyTargets,QUOTA,QUOTA",
        "400,TooManyRegistrationsForTargetId,QUOTA,QUOTA",
        "403,AccessDenied,DENIED,DENIED",
        "400,AccessDeniedException,DENIED,DENIED",
        "403,UnauthorizedOperation,DENIED,DENIED",
        "403,ExpiredToken,DENIED,DENIED",
        "403,InvalidClientTokenId,DENIED,DENIED",
        "403,MissingAuthenticationToken,DENIED,DENIED",
        "403,SignatureDoesNotMatch,DENIED,DENIED",
        "400,RequestExpired,DENIED,DENIED",
        "403,Other,DENIED,DENIED"
    })
    void everyErrorNamesTheNextMove(int status, String code, Kind ofRead, Kind ofWrite) {
        world.mishaps.reply(error(status, code, "why"));
        NetworkException read = fault(() -> world.reads.balancer(world.balancer));
        world.mishaps.reply(error(status, code, "why"));
        NetworkException write = fault(() -> world.group(FRONT));

        assertThat(read.kind()).isEqualTo(ofRead);
        assertThat(write.kind()).isEqualTo(ofWrite);
        assertThat(write.code()).isEqualTo(code);
        assertThat(write.requestId()).isEqualTo("req-1");
        assertThat(write).hasMessageContaining("CreateTargetGroup").hasMessageContaining(code);
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeLoadBalancers", 1, "CreateTargetGroup", 1));
    }

    @ParameterizedTest
    @EnumSource(AwsCloud.Throttle.class)
    void aThrottledRequestIsNotRepeated(AwsCloud.Throttle words) {
        world.model.throttleBy(words);
        world.mishaps.reply(world.model.throttled(Requests.NONE));

        NetworkException fault = fault(() -> world.reads.balancer(world.balancer));

        assertThat(fault.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeLoadBalancers", 1));
    }

    @Test
    void aDenialNamesThePermission() {
        world.model.deny("CreateTargetGroup");
        world.model.deny("DescribeTags");

        assertThat(fault(() -> world.group(FRONT)))
                .hasMessageEndingWith("grant elasticloadbalancing:CreateTargetGroup and elasticloadbalancing:AddTags");
        assertThat(fault(() -> world.reads.marks(world.balancer, Set.of(world.balancer))))
                .hasMessageEndingWith("grant elasticloadbalancing:DescribeTags");
    }

    /** On a connection that is open already the JDK would send a lost request again by itself, if it were let. */
    @Test
    void aLostReplyIsNotAskedForAgain() {
        world.group(FRONT);
        world.group(FRONT);
        world.vendor.forget();

        world.mishaps.reply(VendorReply.LOST);
        NetworkException write = fault(() -> world.group(front(Transport.UDP, 7001)));
        world.mishaps.reply(VendorReply.LOST);
        NetworkException read = fault(() -> world.reads.balancer(world.balancer));

        assertThat(write.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(read.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeLoadBalancers", 1, "CreateTargetGroup", 1));
        assertThat(world.model.truth().groups()).hasSize(2);
    }

    @Test
    void aLateReplyIsGivenUp() {
        CountDownLatch held = new CountDownLatch(1);
        world.mishaps.hold(held);
        Cloud hasty = world.cloud(World.IDENTITY, Map.of("readTimeout", "300ms"));
        try {
            NetworkException write = fault(() -> hasty.port(LoadBalancerWrites.class)
                    .orElseThrow()
                    .createGroup(world.balancer, new GroupDraft(FRONT, Shape.PLAIN, Optional.empty())));
            NetworkException read = fault(
                    () -> hasty.port(LoadBalancerReads.class).orElseThrow().balancer(world.balancer));

            assertThat(write.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            assertThat(write).hasMessageContaining("SocketTimeoutException");
            assertThat(read.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(world.vendor.counts()).isEqualTo(Map.of("DescribeLoadBalancers", 1, "CreateTargetGroup", 1));
        } finally {
            held.countDown();
        }
    }

    @Test
    void whatWasNeverSentIsNotDone() {
        VendorServer gone = VendorServer.start(world.vendor);
        String endpoint = gone.endpoint().toString();
        gone.close();
        Cloud cloud = world.cloud(World.IDENTITY, Map.of("endpoint", endpoint));

        NetworkException fault =
                fault(() -> cloud.port(LoadBalancerWrites.class).orElseThrow().deleteGroup(world.balancer, "x"));

        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault).hasMessageContaining("ConnectException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>proxy</html>", "<a>not closed", "no XML", ""})
    void whatIsNotAwssReplyIsNone(String body) {
        world.mishaps.reply(VendorReply.xml(200, body));
        NetworkException create = fault(() -> world.group(FRONT));
        world.mishaps.reply(VendorReply.xml(200, body));
        NetworkException delete = fault(() -> world.writes.deleteGroup(world.balancer, "arn"));
        world.mishaps.reply(VendorReply.xml(200, body));
        NetworkException list = fault(world::listeners);
        world.mishaps.reply(VendorReply.xml(502, body));
        NetworkException refused = fault(() -> world.group(FRONT));

        assertThat(create.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(delete.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(list.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(refused.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void aReplyThatNamesNothingLeavesItOpen() {
        world.mishaps.reply(VendorReply.xml(
                200,
                "<CreateTargetGroupResponse><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                        + "</CreateTargetGroupResponse>"));

        assertThat(fault(() -> world.group(FRONT)).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void aRefusalOfProxiesIsADenial() {
        world.mishaps.reply(VendorReply.xml(401, ""));

        assertThat(fault(() -> world.group(FRONT)).kind()).isEqualTo(Kind.DENIED);
    }

    @ParameterizedTest
    @CsvSource({"403,SignatureDoesNotMatch", "403,InvalidClientTokenId", "400,IncompleteSignature", "403,Other"})
    void nothingThatIsThrownHoldsASecret(int status, String code) {
        String quoted = "Credential=%s Key=%s Token=%s".formatted(World.KEY, World.SECRET, World.TOKEN);
        Cloud cloud = world.cloud(World.IDENTITY, Map.of("sessionToken", World.TOKEN));
        world.mishaps.reply(error(status, code, quoted));

        NetworkException fault =
                fault(() -> cloud.port(LoadBalancerReads.class).orElseThrow().balancer(world.balancer));

        assertThat(trace(fault) + cloud).doesNotContain(World.KEY, World.SECRET, World.TOKEN);
        assertThat(fault.kind()).isEqualTo(Kind.DENIED);
        assertThat(fault).hasMessageContaining("check the credentials");
    }

    private static String trace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void unknownKeysAreDenied() {
        Cloud cloud = world.cloud(World.IDENTITY, Map.of("accessKeyId", "AKIDOTHER"));

        NetworkException fault =
                fault(() -> cloud.port(LoadBalancerReads.class).orElseThrow().balancer(world.balancer));

        assertThat(fault.kind()).isEqualTo(Kind.DENIED);
        assertThat(fault.code()).isEqualTo("InvalidClientTokenId");
    }

    @Test
    void longTextsAreCut() {
        world.mishaps.reply(error(400, "ValidationError", "x".repeat(2_000)));

        assertThat(fault(() -> world.group(FRONT)).getMessage())
                .hasSizeLessThan(600)
                .endsWith("...");
    }
}
