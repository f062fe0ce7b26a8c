package io.berth.cloud.volcengine;

import static io.berth.cloud.volcengine.Sandbox.LB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorServer;
import io.berth.simulator.volcengine.VolcengineRules;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.ListenerDraft;
import io.berth.spi.cloud.loadbalancer.Shape;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of everything that can go wrong, over HTTP. */
final class FaultsTest {
    private final Scripted vendor = new Scripted();
    private final VendorServer server = VendorServer.start(vendor);
    private final Account account = Account.over(server.port(), "readTimeout", "5s", "sessionToken", Account.TOKEN);

    @AfterEach
    void close() {
        account.close();
        server.close();
    }

    private static NetworkException fault(ThrowingCallable call) {
        NetworkException fault = catchThrowableOfType(NetworkException.class, call);
        assertThat(fault).isNotNull();
        StringWriter everything = new StringWriter();
        fault.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString()).doesNotContain(Account.SECRET, Account.TOKEN, "Signature=");
        return fault;
    }

    private NetworkException read() {
        return fault(() -> account.reads().listeners(LB, Optional.empty()));
    }

    private NetworkException change() {
        return fault(() -> account.writes().deleteGroup(LB, "rsp-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, FlowLimitExceeded, THROTTLED, THROTTLED",
        "400, AccountFlowLimitExceeded, THROTTLED, THROTTLED",
        "200, AccountFlowLimitExceeded, THROTTLED, THROTTLED",
        "429, Whatever, THROTTLED, THROTTLED",
        "400, InvalidLoadBalancer.InvalidStatus, BUSY, BUSY",
        "200, InvalidLoadBalancer.InvalidStatus, BUSY, BUSY",
        "400, InvalidServerGroupListener.InUse, CONFLICT, CONFLICT",
        "400, InvalidServerGroupRule.InUse, CONFLICT, CONFLICT",
        "400, InvalidServerGroup.ServerMismatch, CONFLICT, CONFLICT",
        "400, InvalidListener.PortConflict, CONFLICT, CONFLICT",
        "404, InvalidListener.NotFound, CONFLICT, CONFLICT",
        "404, InvalidLoadBalancer.NotFound, INVALID, INVALID",
        "404, InvalidActionOrVersion, INVALID, INVALID",
        "404, Gone, CONFLICT, CONFLICT",
        "400, MissingParameter, INVALID, INVALID",
        "400, Whatever, INVALID, INVALID",
        "200, Whatever, INVALID, INVALID",
        "400, LimitExceeded.ServerNumber, QUOTA, QUOTA",
        "400, QuotaExceeded.Listener, QUOTA, QUOTA",
        "403, AccessDenied, DENIED, DENIED",
        "403, LackPolicy, DENIED, DENIED",
        "401, InvalidAccessKey, DENIED, DENIED",
        "401, SignatureDoesNotMatch, DENIED, DENIED",
        "400, InvalidTimestamp, DENIED, DENIED",
        "403, InvalidResourceType.ServcieManaged, INVALID, INVALID",
        "500, InternalError, UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, InternalError, UNAVAILABLE, OUTCOME_UNKNOWN",
        "502, BadGateway, UNAVAILABLE, OUTCOME_UNKNOWN",
        "503, ServiceUnavailable, UNAVAILABLE, UNAVAILABLE",
    })
    void vendorsWordsHaveTheirKinds(int status, String code, Kind ofRead, Kind ofChange) {
        vendor.error(status, code, "because");
        NetworkException read = read();
        assertThat(read.kind()).isEqualTo(ofRead);
        assertThat(read.code()).isEqualTo(code);
        assertThat(read.requestId()).isEqualTo("req-1");
        assertThat(read).hasMessageContaining("clb:DescribeListeners").hasMessageContaining(code);
        assertThat(change().kind()).isEqualTo(ofChange);
        assertThat(vendor.requests()).as("nothing is repeated").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, <html>hello</html>, UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, application/json, '', UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, application/json, '{\"ResponseMetadata\":{\"Requ', UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, application/json, '[]', UNAVAILABLE, OUTCOME_UNKNOWN",
        "204, application/json, '', UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, application/json, '{}', UNAVAILABLE, OUTCOME_UNKNOWN",
        "200, application/json, 'null', UNAVAILABLE, OUTCOME_UNKNOWN",
        "302, text/html, moved, UNAVAILABLE, OUTCOME_UNKNOWN",
        "400, text/html, <html>bad</html>, INVALID, INVALID",
        "403, text/html, <html>no</html>, DENIED, DENIED",
        "404, text/html, <html>no</html>, INVALID, INVALID",
        "500, application/json, '', UNAVAILABLE, OUTCOME_UNKNOWN",
        "502, text/html, <html>bad</html>, UNAVAILABLE, OUTCOME_UNKNOWN",
        "503, text/html, <html>down</html>, UNAVAILABLE, OUTCOME_UNKNOWN",
    })
    void whatIsNoAnswerOfTheVendorIsNoProof(int status, String type, String body, Kind ofRead, Kind ofChange) {
        vendor.answers(new VendorReply(status, type, body));
        assertThat(read().kind()).isEqualTo(ofRead);
        assertThat(change().kind()).isEqualTo(ofChange);
        assertThat(fault(() -> account.reads().targets(LB, "rsp-1")).kind())
                .as("a page of somebody else's says nothing of a group")
                .isEqualTo(ofRead);
        assertThat(vendor.requests()).hasSize(3);
    }

    @Test
    void answerWithoutAnIdLeavesTheOutcomeOpen() {
        vendor.answers(VendorReply.json(200, "{\"ResponseMetadata\":{\"RequestId\":\"r\"},\"Result\":{}}"));
        NetworkException fault = fault(() -> account.writes().createListener(LB, drafts(7000)));
        assertThat(fault.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ResponseMetadata\":{\"RequestId\":\"r\"}}",
                "{\"ResponseMetadata\":{\"RequestId\":\"r\"},\"Result\":null}",
                "{\"ResponseMetadata\":{\"RequestId\":\"r\"},\"Result\":{}}"
            })
    void answerWithoutWhatWasAskedForIsNoProof(String body) {
        vendor.answers(VendorReply.json(200, body));
        assertThat(read().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> account.reads().groups(LB, Optional.empty())).kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> account.reads().targets(LB, "rsp-1")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault(() -> account.reads().balancer(LB)).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    private static ListenerDraft drafts(int port) {
        return new ListenerDraft(new Front(Transport.UDP, port), Shape.PLAIN, "rsp-1");
    }

    @Test
    void lostReplyOfAChangeLeavesTheOutcomeOpen() {
        vendor.answers(VendorReply.LOST);
        assertThat(change().kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(vendor.requests()).hasSize(1);
        assertThat(read().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(vendor.requests()).hasSize(2);
    }

    @Test
    void lostReplyOnAUsedConnectionIsNotAskedForAgain() {
        vendor.answers(VendorReply.json(200, "{\"ResponseMetadata\":{\"RequestId\":\"r\"},\"Result\":{}}"));
        account.writes().deleteGroup(LB, "rsp-1");
        vendor.answers(VendorReply.LOST);
        assertThat(change().kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(vendor.requests()).hasSize(2);
    }

    @Test
    void lateReplyLeavesTheOutcomeOpen() {
        CountDownLatch asked = new CountDownLatch(1);
        vendor.answers(request -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return VendorReply.json(200, "{}");
        });
        try (Account hasty = Account.over(server.port(), "readTimeout", "100ms")) {
            NetworkException change = fault(() -> hasty.writes().deleteGroup(LB, "rsp-1"));
            assertThat(change.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            assertThat(change).hasMessageContaining("clb:DeleteServerGroup").hasMessageContaining("Timeout");
            assertThat(fault(() -> hasty.reads().balancer(LB)).kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(vendor.requests()).hasSize(2);
        } finally {
            asked.countDown();
        }
    }

    @Test
    void whatWasNeverSentIsNotDone() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Account alone = Account.over(free, "connectTimeout", "500ms")) {
            NetworkException fault = fault(() -> alone.writes().deleteGroup(LB, "rsp-1"));
            assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(fault).hasMessageContaining("was not sent");
        }
    }

    @Test
    void hostThatThereIsNotIsUnavailable() {
        try (Account lost = Account.over(1, "endpoint", "https://nowhere.invalid")) {
            assertThat(fault(() -> lost.writes().deleteGroup(LB, "rsp-1")).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void serverWithoutTlsIsUnavailableByTls() {
        try (Account tls = Account.over(1, "endpoint", "127.0.0.1:" + server.port())) {
            assertThat(fault(() -> tls.writes().deleteGroup(LB, "rsp-1")).kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void messagesAreShortAndMasked() {
        vendor.error(
                400,
                "InvalidParameter",
                "key %s of AKLTours with %s\\n%s".formatted(Account.SECRET, Account.TOKEN, "x".repeat(2000)));
        NetworkException fault = change();
        assertThat(fault.getMessage())
                .contains("key *** of *** with *** ")
                .doesNotContain("\n")
                .hasSizeLessThan(500);
    }

    @Test
    void deniedNamesThePermission() {
        vendor.error(403, "AccessDenied", "no");
        assertThat(change()).hasMessageContaining("the permission clb:DeleteServerGroup is missing");
        assertThat(fault(() -> account.reads().interfaces(LB, Set.of("10.0.0.1"))))
                .hasMessageContaining("the permission vpc:DescribeNetworkInterfaces is missing");
        vendor.error(401, "InvalidAccessKey", "no");
        assertThat(change()).hasMessageContaining("credentials are not accepted");
    }

    @Test
    void modelsOwnFaultsAreUnderstood() {
        try (Sandbox box = new Sandbox(VolcengineRules.INSTANT
                .withLock(Duration.ofSeconds(1))
                .withGroupsPerBalancer(2)
                .withListenersPerBalancer(1))) {
            String group = box.group();
            assertThat(fault(box::group).kind()).isEqualTo(Kind.BUSY);
            box.pass(Duration.ofSeconds(1));
            box.listener(group, Shape.PLAIN);
            box.pass(Duration.ofSeconds(1));
            assertThat(fault(() -> box.listener(group, Shape.PLAIN)).kind()).isEqualTo(Kind.CONFLICT);
            assertThat(fault(() -> box.account().writes().createListener(LB, drafts(7001)))
                            .kind())
                    .as("no such group")
                    .isEqualTo(Kind.CONFLICT);
            assertThat(fault(() -> box.account().writes().deleteGroup(LB, group))
                            .kind())
                    .isEqualTo(Kind.CONFLICT);
            box.group();
            box.pass(Duration.ofSeconds(1));
            assertThat(fault(box::group).kind()).isEqualTo(Kind.QUOTA);
            NetworkException unknown = fault(() -> box.account().reads().balancer("clb-9"));
            assertThat(unknown.kind()).isEqualTo(Kind.INVALID);
            assertThat(unknown).hasMessageContaining("clb-9");
            assertThat(fault(() -> box.account().reads().listeners("clb-9", Optional.empty()))
                            .kind())
                    .isEqualTo(Kind.INVALID);
            box.model().deny("DescribeListeners");
            assertThat(fault(() -> box.account().reads().listeners(LB, Optional.empty()))
                            .kind())
                    .isEqualTo(Kind.DENIED);
            box.model().forget("AKLTours");
            assertThat(fault(() -> box.account().reads().balancer(LB)).kind()).isEqualTo(Kind.DENIED);
            box.model().know("AKLTours", "other");
            assertThat(fault(() -> box.account().reads().balancer(LB)).code()).isEqualTo("InvalidSecretToken");
        }
    }

    @Test
    void errorsInside200AreErrors() {
        try (Sandbox box = new Sandbox(VolcengineRules.INSTANT.withErrorsInside200())) {
            assertThat(fault(() -> box.account().reads().balancer("clb-9")).kind())
                    .isEqualTo(Kind.INVALID);
            assertThat(box.account().reads().targets(LB, "rsp-9")).isEmpty();
            assertThat(fault(() -> box.account().writes().deleteGroup(LB, "rsp-9"))
                            .kind())
                    .isEqualTo(Kind.CONFLICT);
        }
    }

    @Test
    void sessionTokenGoesAlong() {
        try (Sandbox box = new Sandbox(VolcengineRules.INSTANT, "sessionToken", Account.TOKEN)) {
            box.model().know("AKLTours", Account.TOKEN);
            assertThat(box.account().reads().balancer(LB).ingresses()).isNotEmpty();
        }
    }
}
