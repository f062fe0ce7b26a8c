package io.berth.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import io.berth.simulator.VendorServer;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.config.NameValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the SDK is there, and what is not needed. */
class ClassPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "software.amazon.awssdk.http.apache5.Apache5HttpClient",
                "software.amazon.awssdk.http.apache.ApacheHttpClient",
                "software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient",
                "software.amazon.eventstream.Message",
                "software.amazon.awssdk.eventstream.Message"
            })
    void hasNoneOf(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }

    /** Answers as the Security Token Service does. */
    private static final class TokenService implements Vendor {
        private final List<String> asked = new ArrayList<>();

        @Override
        public VendorReply answer(VendorRequest request) {
            asked.add(request.body());
            return VendorReply.xml(
                    200,
                    ("<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                    + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>%s</AccessKeyId>"
                                    + "<SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken><Expiration>"
                                    + "2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                                    + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                                    + "</AssumeRoleWithWebIdentityResponse>")
                            .formatted(World.KEY, World.SECRET, World.TOKEN));
        }

        @Override
        public String action(VendorRequest request) {
            return "";
        }

        @Override
        public boolean isRead(VendorRequest request) {
            return true;
        }

        @Override
        public VendorReply throttled(VendorRequest request) {
            return VendorReply.LOST;
        }

        @Override
        public VendorReply unavailable(VendorRequest request) {
            return VendorReply.LOST;
        }
    }

    @Test
    void theRoleOfAServiceAccountIsFound(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "the-token");
        TokenService service = new TokenService();
        try (World world = new World();
                VendorServer server = VendorServer.start(service)) {
            Map<String, String> properties = Map.of(
                    "aws.roleArn",
                    "arn:aws:iam::123456789012:role/berth",
                    "aws.webIdentityTokenFile",
                    token.toString(),
                    "aws.endpointUrlSts",
                    server.endpoint().toString(),
                    "aws.region",
                    "us-east-1");
            properties.forEach(System::setProperty);
            try (Cloud cloud = new AwsCloudFactory().create(withoutKeys(world), World.context(World.IDENTITY))) {
                assertThat(cloud.port(LoadBalancerReads.class).orElseThrow().balancer(world.balancer))
                        .isEqualTo(world.reads.balancer(world.balancer));
            } finally {
                properties.keySet().forEach(System::clearProperty);
            }
        }
        assertThat(service.asked).singleElement().asString().contains("WebIdentityToken=the-token");
    }

    private static AwsAccount withoutKeys(World world) {
        return new AwsCloudFactory()
                .settings()
                .decode(List.of(
                        new NameValue("region", "us-east-1"),
                        new NameValue("vpcId", World.VPC),
                        new NameValue("endpoint", world.server.endpoint().toString())))
                .value()
                .orElseThrow();
    }
}
