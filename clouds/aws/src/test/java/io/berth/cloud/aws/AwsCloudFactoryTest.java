package io.berth.cloud.aws;

import static io.berth.cloud.aws.World.fault;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.NetworkType;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsCloudFactoryTest {
    private final AwsCloudFactory factory = new AwsCloudFactory();

    @Test
    void isFoundAndSaysWhatItServes() {
        assertThat(ServiceLoader.load(CloudFactory.class)).hasAtLeastOneElementOfType(AwsCloudFactory.class);
        assertThat(factory.cloud()).isEqualTo("aws");
        NetworkType type = factory.networkTypes().get(0);
        assertThat(type.name()).isEqualTo("AmazonWebServices-NLB");
        assertThat(type.mode()).contains("api");
        assertThat(type.plugin()).isEqualTo("clb");
        assertThat(type.dialect().names()).isEqualTo(Map.of("LbIds", "NlbARNs"));
        assertThat(type.ports()).containsExactlyInAnyOrder(LoadBalancerReads.class, LoadBalancerWrites.class);
        assertThat(factory.rules(LoadBalancerRules.class))
                .isPresent()
                .isEqualTo(factory.rules(LoadBalancerRules.class));
        assertThat(factory.rules(String.class)).isEmpty();
    }

    @Test
    void asksNoMoreOftenThanAwsAllows() {
        assertThat(factory.rate(LoadBalancerReads.class, "listListeners")).isEqualTo(new Rate(10, 40));
        assertThat(factory.rate(LoadBalancerWrites.class, "addTarget")).isEqualTo(new Rate(4, 20));
        assertThat(factory.rate(LoadBalancerWrites.class, "removeTarget")).isEqualTo(new Rate(4, 20));
        assertThat(factory.rate(LoadBalancerWrites.class, "createListener")).isEqualTo(new Rate(3, 20));
        assertThat(factory.rate(String.class, "x")).isEqualTo(Rate.USUAL);
    }

    private Decoded<AwsAccount> decode(String... pairs) {
        List<NameValue> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.add(new NameValue(pairs[i], pairs[i + 1]));
        }
        return factory.settings().decode(values);
    }

    @Test
    void settingsHaveDefaults() {
        assertThat(decode("region", "eu-central-1", "vpcId", "vpc-0a1b").value())
                .contains(new AwsAccount(
                        "eu-central-1",
                        Optional.empty(),
                        Optional.empty(),
                        "vpc-0a1b",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10)));
    }

    @Test
    void settingsCanAllBeGiven() {
        assertThat(decode(
                                "region", "us-gov-west-1",
                                "endpoint", "https://vpce-1.example.com:8443",
                                "accessKeyId", "AKID",
                                "secretAccessKey", "hidden",
                                "sessionToken", "token",
                                "vpcId", "vpc-1",
                                "readDelay", "1m",
                                "connectTimeout", "1s",
                                "readTimeout", "2s")
                        .value())
                .contains(new AwsAccount(
                        "us-gov-west-1",
                        Optional.of(URI.create("https://vpce-1.example.com:8443")),
                        Optional.of(new AwsAccount.Keys(
                                new Secret("AKID"), new Secret("hidden"), Optional.of(new Secret("token")))),
                        "vpc-1",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "region,Frankfurt,region",
        "region,eu-central-1.example.com/,region",
        "vpcId,subnet-1,vpcId",
        "endpoint,elb.example.com,endpoint",
        "endpoint,ftp://elb.example.com,endpoint",
        "endpoint,https://me:hidden@elb.example.com,endpoint",
        "endpoint,https://elb.example.com?key=hidden,endpoint",
        "endpoint,http://[,endpoint",
        "accessKeyId,hidden,secretAccessKey",
        "secretAccessKey,hidden,accessKeyId",
        "sessionToken,hidden,accessKeyId",
        "connectTimeout,0s,connectTimeout",
        "readTimeout,0s,readTimeout",
        "readDelay,soon,readDelay"
    })
    void wrongSettingsAreToldWithoutTheirSecrets(String name, String value, String told) {
        List<String> pairs = new ArrayList<>(List.of("region", "eu-central-1", "vpcId", "vpc-1"));
        int there = pairs.indexOf(name);
        if (there >= 0) {
            pairs.set(there + 1, value);
        } else {
            pairs.addAll(List.of(name, value));
        }

        Decoded<AwsAccount> decoded = decode(pairs.toArray(String[]::new));

        assertThat(decoded.problems().toString()).contains(told).doesNotContain("hidden");
        assertThat(decoded.problems()).hasSize(1);
    }

    @Test
    void secretsAreShownNowhere() {
        AwsAccount account = World.account("http://127.0.0.1:1", Map.of("sessionToken", World.TOKEN));
        try (Cloud cloud = factory.create(account, World.context(World.IDENTITY))) {
            assertThat(account + " " + cloud).doesNotContain(World.KEY, World.SECRET, World.TOKEN);
            assertThat(cloud.port(String.class)).isEmpty();
            assertThat(cloud.port(LoadBalancerReads.class)).isEqualTo(cloud.port(LoadBalancerReads.class));
            assertThat(cloud.readDelay(ReadPort.class)).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void missingCredentialsAreADenial() {
        AwsAccount account = decode("region", "eu-central-1", "vpcId", "vpc-1", "endpoint", "http://127.0.0.1:1")
                .value()
                .orElseThrow();
        // What would be looked for at the metadata service of an instance is not there.
        System.setProperty("aws.disableEc2Metadata", "true");
        try (Cloud cloud = factory.create(account, World.context(World.IDENTITY))) {
            NetworkException fault = fault(
                    () -> cloud.port(LoadBalancerReads.class).orElseThrow().balancer("x"));

            assertThat(fault.kind()).isEqualTo(Kind.DENIED);
            assertThat(fault).hasMessageContaining("accessKeyId");
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
        }
    }
}
